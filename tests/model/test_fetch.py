import asyncio
import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.fetch import MOST_REDIRECTS, fetch, in_a_thread, is_public
from model.picture import MOST_BYTES, PictureError
from tests.model.trouble import HOST, PICTURE, PIECE, SENT, serving


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """The URL of a server that makes trouble."""
    with serving() as url:
        yield url


def only_this_host(address: str) -> bool:
    return address == HOST


def refusal(url: str, is_allowed: Callable[[str], bool] = only_this_host) -> PictureError:
    with pytest.raises(PictureError) as refused:
        fetch(url, is_allowed)
    return refused.value


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let every name have these addresses; returns the list of names that were asked for."""
    asked = []

    def getaddrinfo(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_what_lies_at_a_url_is_fetched(web: str) -> None:
    assert fetch(f"{web}/picture", only_this_host) == PICTURE


def test_it_can_be_called_where_an_event_loop_runs(web: str) -> None:
    """As in a notebook's cell, or beside a browser that a test drives."""

    async def cell() -> bytes:
        return fetch(f"{web}/picture", only_this_host)

    # In this thread there may be one already, of a browser that other tests drive.
    assert in_a_thread(lambda: asyncio.run(cell())).result() == PICTURE


def test_the_server_is_asked_by_its_own_name_and_for_nothing_packed(
    web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, HOST)
    port = web.rpartition(":")[2]
    for host, sent in [("example.org", "example.org"), ("bücher.example", "xn--bcher-kva.example")]:
        headers = json.loads(fetch(f"http://{host}:{port}/headers", only_this_host))
        assert headers["Host"] == f"{sent}:{port}"
        assert headers["Accept-Encoding"] == "identity"
        assert headers["User-Agent"] == "Trazo"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_this_machine_is_not_even_connected_to(host: str) -> None:
    with socket.create_server((HOST, 0)) as listener:
        listener.setblocking(False)
        error = refusal(f"http://{host}:{listener.getsockname()[1]}/picture", is_public)
        assert error.kind == "private_address"
        assert error.details == {"host": host}
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254"])
def test_private_addresses_are_refused_also_after_a_redirect(web: str, host: str) -> None:
    assert refusal(f"http://{host}/", is_public).kind == "private_address"
    assert refusal(f"{web}/redirect/http://{host}/").kind == "private_address"
    assert refusal(f"{web}/redirect///{host}/").kind == "private_address"


def test_a_name_is_asked_for_once_and_its_private_addresses_are_passed_over(
    web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that stands for another address the next time it is asked for gains nothing."""
    asked = resolve_to(monkeypatch, "10.0.0.1", HOST, "10.0.0.2")
    port = web.rpartition(":")[2]
    assert fetch(f"http://example.org:{port}/picture", only_this_host) == PICTURE
    assert asked == ["example.org"]


PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"]
NOT_PUBLIC = [
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1"),
    *("192.168.1.1", "198.18.0.1", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    *("2001:db8::1", "fc00::1", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_that_anybody_can_reach_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_of_private_or_special_use_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_no_proxy_is_asked(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    assert fetch(f"{web}/picture", only_this_host) == PICTURE


@pytest.mark.parametrize(
    "url",
    [
        *("", "seven.png", "//example.org/", "http://", "http:///x", "file:///etc/passwd"),
        *("ftp://example.org/7.png", "data:image/png;base64,AAAA", "http://[::1", "http://a\n/"),
        *("http://xn--0/", "http://example.org:port/", "http://127.0.0.1:70000/"),
        "http://127.0.0.1:-1/",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    error = refusal(url)
    assert error.kind == "bad_url"
    assert error.details == {"url": url}


def test_a_redirect_leads_to_web_addresses_only(web: str) -> None:
    assert refusal(f"{web}/redirect/file:///etc/passwd").kind == "bad_url"
    assert refusal(f"{web}/redirect/http://xn--0/").kind == "bad_url"


def test_redirects_are_followed_up_to_a_number(web: str) -> None:
    assert fetch(f"{web}/countdown/{MOST_REDIRECTS - 1}", only_this_host) == PICTURE
    error = refusal(f"{web}/countdown/{MOST_REDIRECTS}")
    assert error.kind == "too_many_redirects"
    assert error.details == {"host": HOST, "most": MOST_REDIRECTS}


@pytest.mark.parametrize("status", [304, 401, 404, 500, 503])
def test_the_status_of_a_failure_is_told(web: str, status: int) -> None:
    error = refusal(f"{web}/status/{status}")
    assert error.kind == "http_status"
    assert error.details == {"host": HOST, "status": status}


def test_an_answer_that_does_not_say_how_large_it_is_is_received_up_to_the_limit(web: str) -> None:
    pieces = MOST_BYTES // len(PIECE)
    assert len(fetch(f"{web}/large/{pieces}", only_this_host)) == SENT.get(timeout=10)
    assert refusal(f"{web}/large/{10 * pieces}").kind == "too_many_bytes"
    assert SENT.get(timeout=10) < 5 * MOST_BYTES  # some are still on their way


def test_an_answer_that_says_it_is_too_large_is_not_waited_for(web: str) -> None:
    assert refusal(f"{web}/announced/{MOST_BYTES + 1}").kind == "too_many_bytes"
    assert refusal(f"{web}/announced/{MOST_BYTES}").kind == "no_connection"  # it sends less


def test_nothing_is_unpacked(web: str) -> None:
    assert len(fetch(f"{web}/packed", only_this_host)) < 2_000


@pytest.mark.parametrize("path", ["drips/body", "drips/header", "drips/nowhere"])
def test_a_server_that_sends_too_slowly_is_left(
    web: str, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("model.fetch.MOST_SECONDS", 0.5)
    started = time.perf_counter()
    error = refusal(f"{web}/{path}")
    assert error.kind == "too_slow"
    assert error.details == {"host": HOST, "most": 0.5}
    assert time.perf_counter() - started < 3


def test_a_resolver_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()

    def getaddrinfo(*_: object, **__: object) -> list[object]:
        answered.wait(6)
        return []

    monkeypatch.setattr("model.fetch.MOST_SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    started = time.perf_counter()
    assert refusal("http://example.org/").kind == "too_slow"
    assert time.perf_counter() - started < 3
    answered.set()


def test_a_name_without_an_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    error = refusal("http://example.org/seven.png")
    assert error.kind == "unknown_host"
    assert error.details == {"host": "example.org"}


def test_a_name_too_long_to_be_asked_for_is_told() -> None:
    assert refusal(f"http://{'a' * 64}.example/").kind == "unknown_host"


@pytest.mark.parametrize("path", [f"announced/{len(PICTURE) + 1}", "nonsense"])
def test_a_connection_that_breaks_off_is_told(web: str, path: str) -> None:
    assert refusal(f"{web}/{path}").kind == "no_connection"


def test_nobody_listening_and_no_encryption_are_told(web: str) -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
    assert refusal(f"http://{HOST}:{port}/").kind == "no_connection"
    assert refusal(web.replace("http:", "https:")).kind == "no_connection"


def test_a_certificate_has_to_be_for_the_name_in_the_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not at hand")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = "-subj /CN=example.org -addext subjectAltName=DNS:example.org"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 {subject}"
    subprocess.run(
        [*command.split(), "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    resolve_to(monkeypatch, HOST)
    with serving(certificate, key) as url:
        port = url.rpartition(":")[2]
        assert refusal(f"https://example.org:{port}/picture").kind == "no_connection"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch(f"https://example.org:{port}/picture", only_this_host) == PICTURE
        assert refusal(f"https://example.net:{port}/picture").kind == "no_connection"
