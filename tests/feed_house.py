"""A site on loopback whose answers a test writes; it runs in threads, so that the tested code may block or be killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread


@dataclass(frozen=True)
class Answer:
    """What the site says at one path; with an etag it says 304 to whoever names it."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/rss+xml"
    etag: str | None = None
    location: str | None = None
    wait_for: Event | None = None


@dataclass
class FeedHouse:
    """The answers by path, and how often each path was asked and answered with a document."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    on_answer: Callable[[str], None] = lambda _: None
    port: int = 0
    lock: Lock = field(default_factory=Lock)

    @property
    def local_source(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/feed") -> str:
        return f"http://{self.local_source}{path}"


@contextmanager
def feed_house() -> Iterator[FeedHouse]:
    """A running site."""
    house = FeedHouse()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = house.answers.get(self.path, Answer(b"nothing here", 404, "text/plain"))
            with house.lock:
                house.asked[self.path] += 1
            if answer.wait_for is not None:
                answer.wait_for.wait(300)
            is_known = answer.etag is not None and self.headers["If-None-Match"] == answer.etag
            body = b"" if is_known else answer.body
            self.send_response(304 if is_known else answer.status)
            for name, value in (("ETag", answer.etag), ("Location", answer.location)):
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
            house.on_answer(self.path)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: object) -> None:
            pass  # a client that was killed

    with Server(("127.0.0.1", 0), Handler) as server:
        house.port = server.server_address[1]
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield house
        server.shutdown()
