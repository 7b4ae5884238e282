"""Work in threads, so that the event loop goes on answering others meanwhile."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from model.picture.fetch import run_in_daemon_thread

Result = TypeVar("Result")


async def run_when_free(places: asyncio.Semaphore, function: Callable[[], Result]) -> Result:
    """Calls a function in a thread once a place is free; the event loop goes on meanwhile."""
    async with places:
        return await asyncio.wrap_future(run_in_daemon_thread(function))
