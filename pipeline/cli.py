"""The command `wirewatch`: reads arguments and calls one function; what it does stands in the modules it names."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from pipeline import __version__
from pipeline.errors import WirewatchError
from pipeline.settings import Settings, get_settings

# JSON Lines filters: command -> (module, function, help). Imported only when called: spaCy takes a second to load.
FILTERS = {
    "extract": ("pipeline.extract.jsonl", "answer", "pages -> article text, title, date, language"),
    "annotate": ("pipeline.annotate.jsonl", "answer", "texts -> mentions, events, claims"),
    "group": ("pipeline.group.jsonl", "answer", "texts -> copies and stories"),
    "signals": ("pipeline.track.jsonl", "answer", "daily counts -> expectation, surprise, alerts"),
    "canonical": ("pipeline.collect.jsonl", "answer_canonical", "URLs -> canonical URLs"),
    "poll": ("pipeline.collect.jsonl", "answer_poll", "feed URLs -> items, polled now"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status (0 done, 1 failed, 2 wrong usage)."""
    parser = build_parser()
    # `wirewatch psql` hands everything behind it to psql, options included.
    parsed, further = parser.parse_known_args(arguments)
    if further and parsed.command != "psql":
        parser.error(f"unknown arguments: {' '.join(further)}")
    parsed.further = further
    try:
        return int(parsed.run(parsed) or 0)
    except WirewatchError as error:
        print(f"wirewatch: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options; the documentation of commands is generated from it."""
    parser = argparse.ArgumentParser(
        prog="wirewatch", description="From news feeds to a warehouse in which every number leads back to a sentence."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (module, function, text) in FILTERS.items():
        command = commands.add_parser(name, help=f"JSON Lines filter: {text}")
        command.set_defaults(run=_filter(module, function))
    return parser


def _filter(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    def run(_: argparse.Namespace) -> int:
        from pipeline.jsonlines import run_filter

        return run_filter(getattr(import_module(module), function))

    return run


def _call(module: str, function: str, *names: str) -> Callable[[argparse.Namespace], Any]:
    """A runner that imports `module` late and calls `function(settings, **options named in names)`."""

    def run(parsed: argparse.Namespace) -> Any:
        settings: Settings = get_settings()
        return getattr(import_module(module), function)(settings, **{name: getattr(parsed, name) for name in names})

    return run


if __name__ == "__main__":
    sys.exit(main())
