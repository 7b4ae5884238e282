"""Fetches an image from the web: from public addresses only, with limits on size and time.

    content = fetch("https://example.org/seven.png")

A URL from an untrusted sender must not reach what only this machine can reach. safehttpx is made
for that, but its `get` accepts responses of any length, drops time limits, and asks dns.google
about names that are not public. So only its test of addresses is used, and extended. Each host name
is resolved once, and the connection goes to exactly the address that was tested; redirects are
treated alike. Proxies are not used, since they would resolve names themselves.
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

from model.picture.open import ImageError, check_length

Result = TypeVar("Result")

MAX_SECONDS = 10
MAX_REDIRECTS = 5

HEADERS = {
    "User-Agent": "Trazo",
    "Accept": "*/*",
    "Accept-Encoding": "identity",  # a few packed bytes could unpack to gigabytes
    "Connection": "close",  # the next host may share the address, but not the certificate
}


def is_public(address: str) -> bool:
    """Returns whether an IP address belongs to the public internet."""
    parsed = ipaddress.ip_address(address)
    # 6to4 can wrap a private IPv4 address; site-local is a former private range.
    disguised = isinstance(parsed, ipaddress.IPv6Address) and (
        parsed.sixtofour is not None or parsed.is_site_local
    )
    return bool(is_public_ip(address)) and parsed.is_global and not disguised


def fetch(url: str, is_allowed: Callable[[str], bool] = is_public) -> bytes:
    """Returns the content at an http or https URL, at most MAX_BYTES, within MAX_SECONDS.

    Connects only to IP addresses for which `is_allowed` is true. Blocks; call it in a thread from
    async code. Raises ImageError if there is nothing to fetch.
    """
    start = _parse(url)

    def get() -> bytes:
        return asyncio.run(asyncio.wait_for(_follow(start, is_allowed), MAX_SECONDS))

    try:
        # The caller's thread may already run an event loop, as in a notebook.
        return run_in_daemon_thread(get).result()
    except TimeoutError:
        raise ImageError("too_slow", host=start.host, most=MAX_SECONDS) from None


def _parse(url: str, base: str = "") -> httpx.URL:
    try:
        parsed = httpx.URL(base).join(url)
        is_port = parsed.port is None or 0 < parsed.port < 65_536
        if parsed.scheme in ("http", "https") and parsed.host and is_port:
            return parsed
    except (httpx.InvalidURL, ValueError):
        pass
    raise ImageError("bad_url", url=url)


async def _follow(start: httpx.URL, is_allowed: Callable[[str], bool]) -> bytes:
    url = start
    # An httpx client would add proxies and cookies, and follow redirects by itself.
    async with httpx.AsyncHTTPTransport() as transport:
        for _ in range(1 + MAX_REDIRECTS):
            answer = await _get(transport, url, await _address(url, is_allowed))
            if isinstance(answer, bytes):
                return answer
            url = answer
    raise ImageError("too_many_redirects", host=start.host, most=MAX_REDIRECTS)


async def _address(url: httpx.URL, is_allowed: Callable[[str], bool]) -> str:
    """Returns the IP address to connect to."""
    try:
        addresses = await _resolve(url.raw_host.decode("ascii"))
    except (OSError, UnicodeError):
        raise ImageError("unknown_host", host=url.host) from None
    allowed = [address for address in addresses if is_allowed(address)]
    if not allowed:
        raise ImageError("private_address", host=url.host)
    return allowed[0]  # the system lists reachable ones first


async def _resolve(host: str) -> list[str]:
    """Returns the IP addresses of a host, without waiting for a slow resolver at exit.

    The system's resolver cannot be interrupted, and asyncio would wait for its own thread.
    """

    def ask() -> list[str]:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        return [str(answer[4][0]) for answer in answers]

    return await asyncio.wrap_future(run_in_daemon_thread(ask))


def run_in_daemon_thread(function: Callable[[], Result]) -> Future[Result]:
    """Calls a function in a new thread, which does not keep the program from ending."""
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
    """Asks the host at an IP address; returns the content, or the URL of a redirect."""
    request = httpx.Request(
        "GET",
        url.copy_with(host=address),
        headers={"Host": url.netloc.decode("ascii"), **HEADERS},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},  # for the certificate
    )
    try:
        async with aclosing(await transport.handle_async_request(request)) as response:
            if response.has_redirect_location:
                return _parse(response.headers["Location"], base=str(url))
            if not response.is_success:
                raise ImageError("http_status", host=url.host, status=response.status_code)
            return await _content(response)
    except httpx.HTTPError:
        raise ImageError("no_connection", host=url.host) from None


async def _content(response: httpx.Response) -> bytes:
    check_length(int(response.headers.get("Content-Length", 0)))
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        check_length(len(content))
    return bytes(content)
