"""Unix filters over JSON Lines: one answer per line, in order, and a damaged line never stops the rest."""

from __future__ import annotations

import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Record = dict[str, Any]
Answer = Callable[[Iterable[Record]], Iterator[Record]]

_MAX_LINE_BYTES = 64 * 1024 * 1024  # a 20 MB page in base64 fits; more is no article


def answer_lines(lines: Iterable[bytes], answer: Answer) -> Iterator[Record]:
    """Answer each line of JSON Lines, in the order of the lines.

    `answer` gets the sound records as an iterator and yields one record for each, in order; it may read ahead to work
    in batches. A line that is no JSON object gives {"id": null, "error": ...} in its place. Blank lines are passed over.
    """
    pending: deque[Record | None] = deque()  # None waits for the next answer; a record is the answer of a damaged line

    def sound_records() -> Iterator[Record]:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = _parse(line)
            except ValueError as error:
                pending.append({"id": None, "error": f"line {number}: {error}"})
            else:
                pending.append(None)
                yield record

    for answered in answer(sound_records()):
        while (waiting := pending.popleft()) is not None:
            yield waiting
        yield answered
    for waiting in pending:
        yield waiting if waiting is not None else {"id": None, "error": "no answer was given for this line"}


def run_filter(answer: Answer) -> int:
    """Read standard input, write standard output; whatever a library prints meanwhile goes to standard error.

    Returns the exit status: 0 also when some lines were damaged (their answers say so), 1 if the reader went away.
    """
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        for record in _with_progress(answer_lines(sys.stdin.buffer, answer)):
            _write(output, record)
    except BrokenPipeError:
        return 1
    return 0


def _parse(line: bytes) -> Record:
    if len(line) > _MAX_LINE_BYTES:
        raise ValueError(f"longer than {_MAX_LINE_BYTES} bytes; split the document")
    try:
        record = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply to be a record") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 ({error.reason} at byte {error.start}); save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at column {error.colno})") from None
    if not isinstance(record, dict):
        raise ValueError(f"a JSON object is expected, this is {type(record).__name__}")
    return record


def _write(output: BinaryIO, record: Record) -> None:
    # A lone surrogate (legal in JSON escapes) cannot be written as UTF-8; escaped it can.
    try:
        encoded = json.dumps(record, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        encoded = json.dumps(record, default=str).encode()
    output.write(encoded + b"\n")
    output.flush()


def _with_progress(records: Iterable[Record]) -> Iterator[Record]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from records
        return
    columns = (TextColumn("{task.completed} lines"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("answering", total=None)
        for record in records:
            yield record
            progress.advance(task)
