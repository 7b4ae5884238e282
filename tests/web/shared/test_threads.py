import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from web.shared.threads import run_when_free

SECONDS = 60  # until a test gives up waiting


def run(coroutine_function: object) -> None:
    """Runs a test's coroutine; a browser that other tests drive has an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(coroutine_function())).result(SECONDS)  # type: ignore[operator]


def test_the_event_loop_goes_on_while_a_function_runs_in_a_thread() -> None:
    may_end = threading.Event()

    async def wait_for_it() -> None:
        result = asyncio.create_task(
            run_when_free(asyncio.Semaphore(1), lambda: may_end.wait(SECONDS))
        )
        await asyncio.sleep(0)
        assert not result.done()
        may_end.set()
        assert await result

    run(wait_for_it)


def test_a_function_waits_for_a_free_place() -> None:
    most_running = running = 0

    def count() -> None:
        nonlocal most_running, running
        running += 1
        most_running = max(most_running, running)
        threading.Event().wait(0.01)
        running -= 1

    async def call_together() -> None:
        places = asyncio.Semaphore(1)
        await asyncio.gather(*(run_when_free(places, count) for _ in range(5)))

    run(call_together)
    assert most_running == 1


def test_an_error_is_raised_and_frees_the_place() -> None:
    async def fail_twice() -> None:
        places = asyncio.Semaphore(1)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await run_when_free(places, lambda: 1 / 0)

    run(fail_twice)
