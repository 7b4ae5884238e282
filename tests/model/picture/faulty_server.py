"""A web server with all the faults a server can have, to test fetching from it.

Its paths are /name/argument, for each method `_send_name` of FaultyServer. No response takes longer
than about six seconds.
"""

import gzip
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import unquote

from tests.image_files import encode_image
from tests.sample_drawings import DRAWINGS, draw_image

HOST = "127.0.0.1"
IMAGE_FILE = encode_image(draw_image(DRAWINGS["7", "barred"]), "PNG")
PIECE = bytes(65_536)
SENT: SimpleQueue[int] = SimpleQueue()  # the number of bytes sent of each large response


@contextmanager
def serve_faults(certificate: Path | None = None, key: Path | None = None) -> Iterator[str]:
    """Yields the URL of the server, on a free port; with a certificate it is https."""
    server = ThreadingHTTPServer((HOST, 0), FaultyServer)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"{'https' if certificate else 'http'}://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class FaultyServer(BaseHTTPRequestHandler):
    """Handles one request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Responds to /name/argument with the method of that name."""
        self.close_connection = True
        name, _, argument = unquote(self.path[1:]).partition("/")
        with suppress(OSError):  # the client may have closed the connection
            getattr(self, f"_send_{name}")(argument)

    def log_message(self, *_: object) -> None:
        """Logs nothing."""

    def _begin(self, status: int = 200, **headers: object) -> None:
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), str(value))
        self.send_header("Connection", "close")
        self.end_headers()

    def _send_image(self, _: str) -> None:
        self._begin(Content_Length=len(IMAGE_FILE))
        self.wfile.write(IMAGE_FILE)

    def _send_headers(self, _: str) -> None:
        self._begin()
        self.wfile.write(json.dumps(dict(self.headers)).encode())

    def _send_status(self, status: str) -> None:
        self._begin(int(status))

    def _send_redirect(self, location: str) -> None:
        self._begin(302, Location=location)

    def _send_countdown(self, left: str) -> None:
        self._send_redirect(f"../countdown/{int(left) - 1}" if int(left) else "../image")

    def _send_large(self, pieces: str) -> None:
        self._begin()
        sent = 0
        try:
            for _ in range(int(pieces)):
                self.wfile.write(PIECE)
                sent += len(PIECE)
        finally:
            SENT.put(sent)

    def _send_announced(self, length: str) -> None:
        self._begin(Content_Length=length)
        self.wfile.write(IMAGE_FILE)

    def _send_compressed(self, _: str) -> None:
        self._begin(Content_Encoding="gzip")
        self.wfile.write(gzip.compress(bytes(1_000_000)))

    def _send_slowly(self, where: str) -> None:
        if where == "body":
            self._begin()
        elif where == "header":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(60):
            time.sleep(0.1)
            if where != "nowhere":
                self.wfile.write(b"x")

    def _send_nonsense(self, _: str) -> None:
        self.wfile.write(b"220 mail.example.org ESMTP\r\n")
