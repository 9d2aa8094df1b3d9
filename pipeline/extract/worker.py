"""Extracts pages in child processes that can be killed: one deadline and one memory limit per page, the others go on."""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from pipeline.errors import Quarantine
from pipeline.extract.memory import SiteBlocks
from pipeline.records import Article, FeedItem, Page

DEADLINE_SECONDS = 20.0
MEMORY_BYTES = 2 * 1024**3  # address space of one child; a page of 10 MB needs about a quarter of it
_START_SECONDS = 60.0  # a child that has not answered its first page this long after its deadline is given up
_GRACE_SECONDS = 2.0  # the child's own alarm rings first; the parent kills only where that failed
_HEADER = struct.Struct("<4sQ")
_RESULT, _DIED = b"WWok", b"WWko"


@dataclass(frozen=True, slots=True)
class ExtractJob:
    """One page to extract; the fields are those of `extract_article`."""

    job_id: str
    page: Page
    now: datetime
    feed_item: FeedItem | None = None
    site_blocks: SiteBlocks | None = None
    allowed_languages: tuple[str, ...] = ()


def extract_many(
    jobs: Iterable[ExtractJob], *, processes: int = 1, deadline_seconds: float = DEADLINE_SECONDS
) -> Iterator[tuple[str, Article | Quarantine]]:
    """Extract each page in a child process; yields (job_id, article or the error that ends it) as they are done.

    `jobs` is read lazily, one page ahead of each child. A page that takes longer than `deadline_seconds`, more memory than
    MEMORY_BYTES or the whole process down ends as one Quarantine error. Works inside forked, spawned and daemonic
    processes, because the children are plain subprocesses; they end with the iterator, and by themselves if the parent dies.
    """
    waiting = iter(jobs)
    children: list[_Child] = []
    exhausted = False
    with selectors.DefaultSelector() as selector:
        try:
            while True:
                while not exhausted:
                    child = next((child for child in children if child.job is None), None)
                    if child is None and len(children) >= max(1, processes):
                        break
                    job = next(waiting, None)
                    if job is None:
                        exhausted = True
                        break
                    if child is None:
                        child = _Child(deadline_seconds)
                        children.append(child)
                        selector.register(child.output, selectors.EVENT_READ, child)
                    child.give(job)
                busy = [child for child in children if child.job is not None]
                if not busy:
                    return
                selector.select(timeout=max(0.0, min(child.remaining() for child in busy)))
                for child in busy:
                    outcome = child.poll()
                    if outcome is None:
                        continue
                    if child.is_spent:
                        selector.unregister(child.output)
                        child.end()
                        children.remove(child)
                    yield outcome
        finally:
            for child in children:
                child.end()


class _Child:
    """The parent's side of one child: its pipes, the page it works on and when its time is up."""

    def __init__(self, deadline_seconds: float) -> None:
        root = Path(__file__).resolve().parents[2]
        inherited = os.environ.get("PYTHONPATH")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(root), inherited)))}
        self._deadline_seconds = deadline_seconds
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no outside input in the arguments
            [sys.executable, "-P", "-m", "pipeline.extract.worker", str(deadline_seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the pipes of an extraction process were not made")
        self._input: IO[bytes] = self._process.stdin
        self.output: IO[bytes] = self._process.stdout
        os.set_blocking(self.output.fileno(), False)
        self.job: ExtractJob | None = None
        self.is_spent = False
        self._has_answered = False
        self._received = bytearray()
        self._ends_at = 0.0

    def give(self, job: ExtractJob) -> None:
        """Send a page; a child that died meanwhile is noticed by the next poll."""
        self.job = job
        start_up = 0.0 if self._has_answered else _START_SECONDS
        self._ends_at = time.monotonic() + self._deadline_seconds + _GRACE_SECONDS + start_up
        message = pickle.dumps(job, protocol=pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(BrokenPipeError):
            self._input.write(_HEADER.pack(_RESULT, len(message)) + message)
            self._input.flush()

    def remaining(self) -> float:
        """Seconds until the parent gives up on the present page."""
        return self._ends_at - time.monotonic()

    def poll(self) -> tuple[str, Article | Quarantine] | None:
        """The outcome of the present page, if there is one by now."""
        if self.job is None:
            return None
        job = self.job
        has_ended = self._receive()
        if len(self._received) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(self._received)
            if kind not in (_RESULT, _DIED):
                return self._give_up(job, "the extraction process wrote nonsense")
            if len(self._received) >= _HEADER.size + length:
                body = bytes(self._received[_HEADER.size : _HEADER.size + length])
                del self._received[: _HEADER.size + length]
                self.job, self._has_answered = None, True
                if kind == _DIED:
                    return job.job_id, _failure(job, body.decode(), self._deadline_seconds)
                return job.job_id, pickle.loads(body)  # noqa: S301 - written by our own child
        if has_ended:
            return self._give_up(job, "the extraction process ended")
        if self.remaining() <= 0:
            return self._give_up(job, "SIGALRM")
        return None

    def end(self) -> None:
        """End the process and all it started."""
        with contextlib.suppress(BrokenPipeError):
            self._input.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.output.close()

    def _receive(self) -> bool:
        """Read what is there; True when the child closed its side."""
        while True:
            try:
                chunk = os.read(self.output.fileno(), 1 << 20)
            except BlockingIOError:
                return False
            if not chunk:
                return True
            self._received += chunk

    def _give_up(self, job: ExtractJob, cause: str) -> tuple[str, Quarantine]:
        self.job, self.is_spent = None, True
        return job.job_id, _failure(job, cause, self._deadline_seconds)


def _failure(job: ExtractJob, cause: str, deadline_seconds: float) -> Quarantine:
    if cause == "SIGALRM":
        return Quarantine(
            f"{job.page.url}: not extracted within {deadline_seconds:g} s; the page is kept, look at its HTML"
        )
    return Quarantine(f"{job.page.url}: extraction failed ({cause}); the page is kept, look at its HTML")


# -- the child's side --------------------------------------------------------------------------------------------------


def _serve(deadline_seconds: float) -> None:
    """Load the extractor once, then keep one forked worker alive on the pipes until the parent closes them."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    _preload()
    while True:
        worker = os.fork()
        if worker == 0:
            try:
                _work(source, sink, deadline_seconds)
            finally:
                os._exit(0)
        _, status = os.waitpid(worker, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
            return
        cause = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
        _send(sink, _DIED, cause.encode())


def _preload() -> None:
    """Import and warm up all that extraction uses, so that forked workers start at once."""
    import logging

    from pipeline.extract.article import extract_from_html

    logging.disable(logging.CRITICAL)
    moment = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    sentence = "The harbour was quiet that morning and the ferries waited for the fog to lift over the bay. "
    extract_from_html(
        f"<html><body><article><p>{sentence * 5}</p></article></body></html>", "http://localhost/", fetched_at=moment
    )


def _work(source: IO[bytes], sink: IO[bytes], deadline_seconds: float) -> None:
    """Answer pages until the pipe is closed. The kernel's alarm ends this process where a page takes too long."""
    import resource

    from pipeline.extract.article import extract_article

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while header := source.read(_HEADER.size):
        _, length = _HEADER.unpack(header)
        job: ExtractJob = pickle.loads(source.read(length))  # noqa: S301 - written by our own parent
        signal.setitimer(signal.ITIMER_REAL, deadline_seconds)
        answer: Article | Quarantine
        try:
            answer = extract_article(
                job.page,
                feed_item=job.feed_item,
                site_blocks=job.site_blocks,
                allowed_languages=job.allowed_languages,
                now=job.now,
            )
        except Quarantine as error:
            answer = error
        except MemoryError:
            answer = Quarantine(
                f"{job.page.url}: extraction needs more than {MEMORY_BYTES >> 20} MiB; the page is kept, look at its HTML"
            )
        except Exception as error:  # any failure is this page's alone, and goes into quarantine with its cause
            answer = Quarantine(
                f"{job.page.url}: extraction failed ({type(error).__name__}: {error}); the page is kept, look at its HTML"
            )
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(sink, _RESULT, pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))


def _send(sink: IO[bytes], kind: bytes, body: bytes) -> None:
    sink.write(_HEADER.pack(kind, len(body)) + body)
    sink.flush()


if __name__ == "__main__":
    _serve(float(sys.argv[1]))
