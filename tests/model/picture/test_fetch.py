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

from model.picture.fetch import MAX_REDIRECTS, fetch, is_public, run_in_daemon_thread
from model.picture.open import MAX_BYTES, ImageError
from tests.model.picture.faulty_server import HOST, IMAGE_FILE, PIECE, SENT, serve_faults


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """Yields the URL of a server with many faults."""
    with serve_faults() as url:
        yield url


def only_this_host(address: str) -> bool:
    return address == HOST


def fetch_error(url: str, is_allowed: Callable[[str], bool] = only_this_host) -> ImageError:
    with pytest.raises(ImageError) as raised:
        fetch(url, is_allowed)
    return raised.value


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Makes every host name resolve to these addresses; returns the list of resolved names."""
    resolved = []

    def getaddrinfo(host: str, *_: object, **__: object) -> list[object]:
        resolved.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return resolved


def test_the_content_at_a_url_is_fetched(web: str) -> None:
    assert fetch(f"{web}/image", only_this_host) == IMAGE_FILE


def test_fetch_can_be_called_while_an_event_loop_runs(web: str) -> None:
    """As in a cell of a notebook."""

    async def cell() -> bytes:
        return fetch(f"{web}/image", only_this_host)

    # In its own thread, since this one may already run the event loop of a browser test.
    assert run_in_daemon_thread(lambda: asyncio.run(cell())).result() == IMAGE_FILE


def test_a_request_names_the_host_and_accepts_no_compression(
    web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, HOST)
    port = web.rpartition(":")[2]
    for host, encoded in [
        ("example.org", "example.org"),
        ("bücher.example", "xn--bcher-kva.example"),
    ]:
        headers = json.loads(fetch(f"http://{host}:{port}/headers", only_this_host))
        assert headers["Host"] == f"{encoded}:{port}"
        assert headers["Accept-Encoding"] == "identity"
        assert headers["User-Agent"] == "Trazo"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_no_connection_is_made_to_this_machine(host: str) -> None:
    with socket.create_server((HOST, 0)) as listener:
        listener.setblocking(False)
        error = fetch_error(f"http://{host}:{listener.getsockname()[1]}/image", is_public)
        assert error.kind == "private_address"
        assert error.details == {"host": host}
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254"])
def test_private_addresses_are_refused_even_after_a_redirect(web: str, host: str) -> None:
    assert fetch_error(f"http://{host}/", is_public).kind == "private_address"
    assert fetch_error(f"{web}/redirect/http://{host}/").kind == "private_address"
    assert fetch_error(f"{web}/redirect///{host}/").kind == "private_address"


def test_a_name_is_resolved_once_and_its_private_addresses_are_skipped(
    web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a name cannot resolve to a public address first and to a private one afterwards."""
    resolved = resolve_to(monkeypatch, "10.0.0.1", HOST, "10.0.0.2")
    port = web.rpartition(":")[2]
    assert fetch(f"http://example.org:{port}/image", only_this_host) == IMAGE_FILE
    assert resolved == ["example.org"]


PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"]
NOT_PUBLIC = [
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1"),
    *("192.168.1.1", "198.18.0.1", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    *("2001:db8::1", "fc00::1", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_of_private_or_special_use_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_no_proxy_is_used(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    assert fetch(f"{web}/image", only_this_host) == IMAGE_FILE


@pytest.mark.parametrize(
    "url",
    [
        *("", "seven.png", "//example.org/", "http://", "http:///x", "file:///etc/passwd"),
        *("ftp://example.org/7.png", "data:image/png;base64,AAAA", "http://[::1", "http://a\n/"),
        *("http://xn--0/", "http://example.org:port/", "http://127.0.0.1:70000/"),
        "http://127.0.0.1:-1/",
    ],
)
def test_anything_but_a_web_address_is_refused(url: str) -> None:
    error = fetch_error(url)
    assert error.kind == "bad_url"
    assert error.details == {"url": url}


def test_a_redirect_to_anything_but_a_web_address_is_refused(web: str) -> None:
    assert fetch_error(f"{web}/redirect/file:///etc/passwd").kind == "bad_url"
    assert fetch_error(f"{web}/redirect/http://xn--0/").kind == "bad_url"


def test_redirects_are_followed_up_to_a_limit(web: str) -> None:
    assert fetch(f"{web}/countdown/{MAX_REDIRECTS - 1}", only_this_host) == IMAGE_FILE
    error = fetch_error(f"{web}/countdown/{MAX_REDIRECTS}")
    assert error.kind == "too_many_redirects"
    assert error.details == {"host": HOST, "most": MAX_REDIRECTS}


@pytest.mark.parametrize("status", [304, 401, 404, 500, 503])
def test_an_error_status_is_reported(web: str, status: int) -> None:
    error = fetch_error(f"{web}/status/{status}")
    assert error.kind == "http_status"
    assert error.details == {"host": HOST, "status": status}


def test_a_response_of_unknown_length_is_received_up_to_the_limit(web: str) -> None:
    pieces = MAX_BYTES // len(PIECE)
    assert len(fetch(f"{web}/large/{pieces}", only_this_host)) == SENT.get(timeout=10)
    assert fetch_error(f"{web}/large/{10 * pieces}").kind == "too_many_bytes"
    assert SENT.get(timeout=10) < 5 * MAX_BYTES  # some are still on their way


def test_a_response_that_announces_too_many_bytes_is_not_received(web: str) -> None:
    assert fetch_error(f"{web}/announced/{MAX_BYTES + 1}").kind == "too_many_bytes"
    assert fetch_error(f"{web}/announced/{MAX_BYTES}").kind == "no_connection"  # it sends less


def test_a_compressed_response_is_not_decompressed(web: str) -> None:
    assert len(fetch(f"{web}/compressed", only_this_host)) < 2_000


@pytest.mark.parametrize("path", ["slowly/body", "slowly/header", "slowly/nowhere"])
def test_a_slow_server_is_abandoned(web: str, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr("model.picture.fetch.MAX_SECONDS", 0.5)
    started = time.perf_counter()
    error = fetch_error(f"{web}/{path}")
    assert error.kind == "too_slow"
    assert error.details == {"host": HOST, "most": 0.5}
    assert time.perf_counter() - started < 3


def test_a_slow_resolver_is_abandoned(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()

    def getaddrinfo(*_: object, **__: object) -> list[object]:
        answered.wait(6)
        return []

    monkeypatch.setattr("model.picture.fetch.MAX_SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    started = time.perf_counter()
    assert fetch_error("http://example.org/").kind == "too_slow"
    assert time.perf_counter() - started < 3
    answered.set()


def test_a_name_without_an_address_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    error = fetch_error("http://example.org/seven.png")
    assert error.kind == "unknown_host"
    assert error.details == {"host": "example.org"}


def test_a_name_too_long_to_resolve_is_reported() -> None:
    assert fetch_error(f"http://{'a' * 64}.example/").kind == "unknown_host"


@pytest.mark.parametrize("path", [f"announced/{len(IMAGE_FILE) + 1}", "nonsense"])
def test_a_broken_connection_is_reported(web: str, path: str) -> None:
    assert fetch_error(f"{web}/{path}").kind == "no_connection"


def test_a_closed_port_and_a_server_without_encryption_are_reported(web: str) -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
    assert fetch_error(f"http://{HOST}:{port}/").kind == "no_connection"
    assert fetch_error(web.replace("http:", "https:")).kind == "no_connection"


def test_a_certificate_must_be_for_the_name_in_the_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = "-subj /CN=example.org -addext subjectAltName=DNS:example.org"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 {subject}"
    subprocess.run(
        [*command.split(), "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    resolve_to(monkeypatch, HOST)
    with serve_faults(certificate, key) as url:
        port = url.rpartition(":")[2]
        assert fetch_error(f"https://example.org:{port}/image").kind == "no_connection"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch(f"https://example.org:{port}/image", only_this_host) == IMAGE_FILE
        assert fetch_error(f"https://example.net:{port}/image").kind == "no_connection"
