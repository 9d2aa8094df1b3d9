"""The child process that parses feeds: reads framed requests from standard input, answers on standard output.

A frame is a length (4 bytes, big endian) and that many bytes. A request is a JSON line of arguments and the document;
an answer is the letter D and a document, or E and an error. Only `parse_pool` talks to it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from datetime import datetime
from typing import BinaryIO

from pipeline.collect.feed_document import NotAFeed, to_json
from pipeline.collect.outcomes import Outcome
from pipeline.collect.parse_feed import parse_feed

MAX_MEMORY_BYTES = 2 << 30


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer requests until the input ends."""
    while header := source.read(4):
        head, _, body = source.read(int.from_bytes(header, "big")).partition(b"\n")
        answer = answer_to(json.loads(head), body)
        sink.write(len(answer).to_bytes(4, "big") + answer)
        sink.flush()


def answer_to(arguments: dict[str, object], body: bytes) -> bytes:
    """The answer to one request; a document can break the parser but not the worker."""
    now = datetime.fromisoformat(str(arguments.pop("now")))
    url = str(arguments.pop("url"))
    try:
        return b"D" + to_json(parse_feed(body, url, now, **arguments))  # type: ignore[arg-type]
    except NotAFeed as refusal:
        return _error(refusal.outcome, str(refusal))
    except RecursionError:
        return _error(Outcome.PARSE_FAILURE, "the document nests too deep")
    except MemoryError:
        return _error(Outcome.PARSE_FAILURE, "the document needs more memory than is allowed")
    except Exception as error:
        return _error(Outcome.PARSE_FAILURE, f"the parser failed: {type(error).__name__}: {error}")


def _error(outcome: Outcome, words: str) -> bytes:
    return b"E" + json.dumps({"outcome": outcome.value, "words": words[:1000]}).encode()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(1)  # whoever asked has died; at a usual exit Python would complain of the pipe once more
