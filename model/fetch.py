"""Fetch a picture from the web, from public addresses only, limited in size and time.

    content = fetch("https://example.org/seven.png")

A URL from a stranger must not open what only this machine can reach. safehttpx is made for that,
but its `get` takes an answer of any length, drops time limits and asks dns.google about names that
are not public. So only its judgement of addresses is used, and completed. Each name is resolved
once, judged, and connected to by the very address that was judged; so is each redirect's. There is
no way through a proxy, which would resolve names by itself.
"""

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import aclosing
from typing import TypeVar

import httpx
from safehttpx import is_public_ip

from model.picture import PictureError, check_length

Result = TypeVar("Result")

MOST_SECONDS = 10
MOST_REDIRECTS = 5

HEADERS = {
    "User-Agent": "Trazo",
    "Accept": "*/*",
    "Accept-Encoding": "identity",  # a few packed bytes could unpack to gigabytes
    "Connection": "close",  # the next host may share the address, but not the certificate
}


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, which anybody can reach."""
    parsed = ipaddress.ip_address(address)
    # 6to4 wraps any IPv4 address, and site-local is a private range of old.
    disguised = isinstance(parsed, ipaddress.IPv6Address) and (
        parsed.sixtofour is not None or parsed.is_site_local
    )
    return bool(is_public_ip(address)) and parsed.is_global and not disguised


def fetch(url: str, is_allowed: Callable[[str], bool] = is_public) -> bytes:
    """What lies at an http or https URL: at most MOST_BYTES, and within MOST_SECONDS in all.

    Connects to IP addresses that `is_allowed`, and to no others. Blocks; async code calls it in a
    thread. Raises PictureError where there is nothing to be had.
    """
    start = _parse(url)

    def get() -> bytes:
        return asyncio.run(asyncio.wait_for(_follow(start, is_allowed), MOST_SECONDS))

    try:
        # The caller's own thread may have an event loop already, as in a notebook.
        return in_a_thread(get).result()
    except asyncio.TimeoutError:
        raise PictureError("too_slow", host=start.host, most=MOST_SECONDS) from None


def _parse(url: str, base: str = "") -> httpx.URL:
    try:
        parsed = httpx.URL(base).join(url)
        is_port = parsed.port is None or 0 < parsed.port < 65_536
        if parsed.scheme in ("http", "https") and parsed.host and is_port:
            return parsed
    except (httpx.InvalidURL, ValueError):
        pass
    raise PictureError("bad_url", url=url)


async def _follow(start: httpx.URL, is_allowed: Callable[[str], bool]) -> bytes:
    url = start
    # An httpx client would add proxies, cookies and its own view of redirects.
    async with httpx.AsyncHTTPTransport() as transport:
        for _ in range(1 + MOST_REDIRECTS):
            answer = await _get(transport, url, await _address(url, is_allowed))
            if isinstance(answer, bytes):
                return answer
            url = answer
    raise PictureError("too_many_redirects", host=start.host, most=MOST_REDIRECTS)


async def _address(url: httpx.URL, is_allowed: Callable[[str], bool]) -> str:
    """The IP address to connect to."""
    try:
        addresses = await _resolve(url.raw_host.decode("ascii"))
    except (OSError, UnicodeError):
        raise PictureError("unknown_host", host=url.host) from None
    allowed = [address for address in addresses if is_allowed(address)]
    if not allowed:
        raise PictureError("private_address", host=url.host)
    return allowed[0]  # the system puts those that it can reach first


async def _resolve(host: str) -> list[str]:
    """The IP addresses of a host, asked for in a thread that is left behind if it takes long.

    The system's resolver cannot be interrupted, and a thread of asyncio's own would be waited for.
    """

    def ask() -> list[str]:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        return [str(answer[4][0]) for answer in answers]

    return await asyncio.wrap_future(in_a_thread(ask))


def in_a_thread(function: Callable[[], Result]) -> Future[Result]:
    """Call a function in a thread of its own, which nothing waits for when the program ends."""
    future: Future[Result] = Future()
    future.set_running_or_notify_cancel()

    def call() -> None:
        try:
            future.set_result(function())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=call, daemon=True).start()
    return future


async def _get(
    transport: httpx.AsyncHTTPTransport, url: httpx.URL, address: str
) -> bytes | httpx.URL:
    """What the host at an IP address answers: a content, or another URL to look at."""
    request = httpx.Request(
        "GET",
        url.copy_with(host=address),
        headers={"Host": url.netloc.decode("ascii"), **HEADERS},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},  # whose certificate to expect
    )
    try:
        async with aclosing(await transport.handle_async_request(request)) as response:
            if response.has_redirect_location:
                return _parse(response.headers["Location"], base=str(url))
            if not response.is_success:
                raise PictureError("http_status", host=url.host, status=response.status_code)
            return await _content(response)
    except httpx.HTTPError:
        raise PictureError("no_connection", host=url.host) from None


async def _content(response: httpx.Response) -> bytes:
    check_length(int(response.headers.get("Content-Length", 0)))
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        check_length(len(content))
    return bytes(content)
