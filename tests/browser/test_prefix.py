"""The page behind a reverse proxy that serves it under a path prefix."""

import contextlib
import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.pictures.pictures_tab import PicturesTab
from tests.image_files import encode_image
from tests.sample_drawings import DRAWINGS, draw_image
from training.benchmark.server import HOST, serve_app
from web.shared.texts import TEXTS

PREFIX = "/lab/trazo"
SEVEN = encode_image(draw_image(DRAWINGS["7", "barred"]), "PNG")


@contextmanager
def proxied(target: str) -> Iterator[str]:
    """Serves `target` under PREFIX on another port; answers 404 to everything else."""
    address = urlsplit(target).netloc

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith(PREFIX + "/"):
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            inner = http.client.HTTPConnection(address, timeout=20)
            headers = {name: value for name, value in self.headers.items() if name != "Connection"}
            inner.request(self.command, self.path.removeprefix(PREFIX), body, headers)
            answer = inner.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            inner.close()
            with contextlib.suppress(ConnectionError):  # the page may have cancelled the request
                self.end_headers()
                self.wfile.write(content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Proxy)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}{PREFIX}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def test_all_tabs_work_under_a_path_prefix(open_page: OpenPage) -> None:
    with serve_app(variables={"GRADIO_ROOT_PATH": PREFIX}) as trazo, proxied(trazo.url) as url:
        visitor = open_page(url)
        visitor.draw(DRAWINGS["7", "barred"])
        assert visitor.best == "7"
        visitor.wait_for_explanation()
        pictures = PicturesTab(visitor.page)
        pictures.upload(SEVEN)
        pictures.expect_number("7")
        visitor.page.get_by_role("tab", name=TEXTS["en"]["tab_results"]).click()
        expect(visitor.page.locator("#results section[data-part=accuracy]")).to_be_visible()
        visitor.page.get_by_role("tab", name=TEXTS["en"]["tab_network"]).click()
        nodes = visitor.page.frame_locator("#netron iframe").locator("g.node")
        expect(nodes.nth(5)).to_be_attached()
