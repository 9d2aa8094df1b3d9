"""The command `wirewatch`: reads arguments and calls one function; what it does stands in the modules it names."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.errors import WirewatchError
from pipeline.settings import get_settings

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
    given = list(sys.argv[1:] if arguments is None else arguments)
    # `wirewatch psql` hands everything behind it to psql, options included, so argparse must not see it.
    further: list[str] = []
    if given[:1] == ["psql"]:
        further = [argument for argument in given[1:] if argument != "--demo"]
        given = ["psql", *(["--demo"] if "--demo" in given else [])]
    parsed = build_parser().parse_args(given)
    parsed.args = further
    if parsed.demo:
        os.environ["WIREWATCH_PROFILE"] = "demo"
        get_settings.cache_clear()
    try:
        return int(parsed.run(parsed) or 0)
    except WirewatchError as error:
        print(f"wirewatch: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options; docs/commands.md is generated from it."""
    parser = argparse.ArgumentParser(
        prog="wirewatch", description="From news feeds to a warehouse in which every number leads back to a sentence."
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(demo=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")

    def add(name: str, text: str, run: Callable[[argparse.Namespace], Any]) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--demo", action="store_true", help="work on the demo's home instead of the real one")
        command.set_defaults(run=run)
        return command

    for name, (module, function, text) in FILTERS.items():
        filter_command = commands.add_parser(name, help=f"JSON Lines filter: {text}", description=text)
        filter_command.set_defaults(run=_filter(module, function))
    _add_main_job(add)
    _add_looking(add)
    _add_database(add)
    return parser


Add = Callable[[str, str, Callable[[argparse.Namespace], Any]], argparse.ArgumentParser]


def _add_main_job(add: Add) -> None:
    demo = add(
        "demo",
        "run the main job on the sample newsroom, through Airflow (make run)",
        _call("pipeline.operate.demo", "demo", "fresh", "through_airflow"),
    )
    demo.add_argument("--fresh", action="store_true", help="forget the demo's data; its present day becomes yesterday")
    demo.add_argument(
        "--without-airflow",
        dest="through_airflow",
        action="store_false",
        help="run the same steps in this process instead of through the DAGs",
    )
    add("run", "collect, ingest and track once, without Airflow", _call("pipeline.operate.run", "run"))
    add("ingest", "read, code and track what was collected or imported", _call("pipeline.operate.run", "ingest"))
    up = add(
        "up",
        "run the Airflow UI and its services on 127.0.0.1 until Ctrl-C",
        _call("pipeline.operate.up", "up", "port"),
    )
    up.add_argument("--port", type=int, help="port of the UI; the first free one from 8080 on otherwise")
    imported = add(
        "import",
        "take WARC files, folders of HTML or texts of documents as if they had been fetched",
        _call("pipeline.operate.imports", "import_archives", "paths"),
    )
    imported.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a WARC file, a folder of HTML files, or texts of documents as JSON Lines (docs/operate.md)",
    )
    _add_reprocess(add)
    archive = add(
        "archive",
        "list the months of the archive, or export one into WARC files",
        _call("pipeline.operate.archive", "archive", "action", "month", "to"),
    )
    archive.add_argument("action", choices=["list", "export"], help="what to do")
    archive.add_argument(
        "--month", metavar="YYYY-MM", help="the month to export, by the day on which pages were first seen"
    )
    archive.add_argument(
        "--to", type=Path, metavar="FOLDER", help="where to write; the folder archive in the home otherwise"
    )


def _add_reprocess(add: Add) -> None:
    reprocess = add(
        "reprocess",
        "read archived articles again under the present rules and show what differs; switch only when told",
        _call(
            "pipeline.operate.reprocess", "reprocess_range", "first", "last", "domain", "switch", "undo", "list_sets"
        ),
    )
    day = date.fromisoformat
    reprocess.add_argument("--from", dest="first", type=day, metavar="DAY", help="first day of the articles, in UTC")
    reprocess.add_argument("--to", dest="last", type=day, metavar="DAY", help="last day")
    reprocess.add_argument("--domain", help="only this source, such as example.org")
    reprocess.add_argument("--switch", action="store_true", help="make the new reading the current one")
    reprocess.add_argument(
        "--undo", type=int, metavar="SET", help="make the reading before a switched set current again"
    )
    reprocess.add_argument("--list", dest="list_sets", action="store_true", help="list the sets that were read again")


def _add_looking(add: Add) -> None:
    explain = add(
        "explain",
        "say why a page or a text was read as it was",
        _call("pipeline.operate.explain", "explain", "url", "text"),
    )
    explain.add_argument("url", nargs="?", help="address of an article in the warehouse")
    explain.add_argument("--text", help="a text to code, in place of an address")
    _add_feeds(add)
    topics = add(
        "topics",
        "list topics, check a file of topics, preview what it would match, or add it to the catalog",
        _call("pipeline.operate.topics", "list_topics"),
    )
    topic_actions = topics.add_subparsers(dest="action", metavar="action")
    topic_actions.add_parser("list", help="print the topics of the catalog")
    for name, text in (
        ("check", "say whether a file of topics is right, and what is wrong with it"),
        ("preview", "run the topics of a file over the warehouse and show what they would match, with sentences"),
        ("add", "put a file of topics into WIREWATCH_CATALOG and backfill them"),
    ):
        action = topic_actions.add_parser(name, help=text, description=text)
        action.add_argument("file", type=Path, metavar="FILE", help="a YAML file that begins with topics:")
        action.set_defaults(run=_call("pipeline.operate.topics", f"{name}_topics", "file"))
    brief = add(
        "brief",
        "write a topic's week as a page and as Markdown",
        _call("pipeline.operate.brief", "brief", "topic", "since", "to"),
    )
    brief.add_argument("topic", help="key of the topic, as in `wirewatch topics list`")
    brief.add_argument("--since", metavar="YYYY-MM-DD", help="first day; seven days otherwise")
    brief.add_argument(
        "--to", type=Path, metavar="FOLDER", help="where to write; the folder briefs of the home otherwise"
    )
    correct = add(
        "correct",
        "correct a field of a claim or an event; the correction outlives re-extraction, and the marts follow",
        _call("pipeline.operate.correct", "correct", "key", "field", "value", "reason", "author"),
    )
    correct.add_argument("key", help="claim_key or event_key, or its first six characters or more")
    correct.add_argument(
        "--field",
        required=True,
        help="of a claim: supplier, recipient, weapon, quantity_min, stance …; of an event: type, source, target, modality, "
        "negated, date; of both: rejected (it is none)",
    )
    correct.add_argument(
        "--value", required=True, help="the right value, empty for unknown; several countries as PRK,RUS"
    )
    correct.add_argument("--reason", required=True, help="why, for those who read the ledger")
    correct.add_argument("--author", help="who; the present user otherwise")
    add(
        "corrections",
        "list all corrections, those without a claim or event since a re-extraction first",
        _call("pipeline.operate.correct", "corrections"),
    )
    actors = add(
        "actors",
        "list the actors of the registry, or fill in their ids from an export (Wikidata, OFAC, UN)",
        _call("pipeline.operate.actors", "list_actors", "words"),
    )
    actors.set_defaults(words=None)
    actions = actors.add_subparsers(dest="action", metavar="action")
    listed = actions.add_parser("list", help="print them, or those with these words in a name or code")
    listed.add_argument("words", nargs="?", help="part of a name, an id or a country code")
    verified = actions.add_parser("verify", help="look up ids in a CSV of Wikidata or OFAC, or the UN's XML list")
    verified.add_argument("export", type=Path, metavar="FILE", help="the export")
    verified.add_argument("--write", action="store_true", help="put the ids found into WIREWATCH_CATALOG")
    verified.set_defaults(run=_call("pipeline.operate.actors", "verify_actors", "export", "write"))
    add(
        "show",
        "print what the warehouse holds: balance, trend, ledger, a claim",
        _call("pipeline.operate.show", "show"),
    )


def _add_feeds(add: Add) -> None:
    module = "pipeline.operate.feeds"
    feeds = add("feeds", "list, add, check and switch feeds; read and write OPML", _call(module, "list_feeds"))
    actions = feeds.add_subparsers(dest="action", metavar="action")
    actions.add_parser("list", help="print every feed with its health, those that need a look first")
    added = actions.add_parser("add", help="add a feed, or the feeds that a home page names; they are asked once")
    added.add_argument("address", metavar="URL", help="address of a feed or of a site's page")
    added.add_argument("--all", dest="every", action="store_true", help="add every feed found, not only the first")
    added.add_argument("--name", help="name of the outlet; the feed's title otherwise")
    added.add_argument("--country", metavar="CODE", help="ISO 3166-1 alpha-3 code of the outlet's country")
    added.add_argument("--language", metavar="CODE", help="ISO 639-1 code; what the feed says of itself otherwise")
    added.add_argument("--owner", help="who owns the outlet: outlets of one owner are one voice")
    added.set_defaults(run=_call(module, "add", "address", "every", "name", "country", "language", "owner"))
    checked = actions.add_parser("check", help="poll a feed now, due or not, and explain what was seen")
    checked.add_argument("address", metavar="FEED", help="its address or its number")
    checked.set_defaults(run=_call(module, "check", "address"))
    imported = actions.add_parser("import", help="add the feeds of an OPML file")
    imported.add_argument("file", type=Path, metavar="OPML", help="the file")
    imported.set_defaults(run=_call(module, "import_list", "file"))
    exported = actions.add_parser("export", help="write the active feeds as OPML")
    exported.add_argument("file", type=Path, metavar="OPML", help="the file; - for standard output")
    exported.set_defaults(run=_call(module, "export_list", "file"))
    enabled = actions.add_parser("enable", help="switch a feed on again; it is due at once")
    enabled.add_argument("address", metavar="FEED", help="its address or its number")
    enabled.set_defaults(run=_call(module, "enable", "address"))
    disabled = actions.add_parser("disable", help="switch a feed off; what it brought stays")
    disabled.add_argument("address", metavar="FEED", help="its address or its number")
    disabled.add_argument("--reason", help="why, for those who read the list later")
    disabled.set_defaults(run=_call(module, "disable", "address", "reason"))


def _add_database(add: Add) -> None:
    add(
        "psql",
        "a SQL prompt as owner, or with -U analyst for reading only; all further arguments go to psql",
        _call("pipeline.warehouse.commands", "psql", "args"),
    )
    add("url", "print the warehouse's URL, its password included", _call("pipeline.warehouse.commands", "url"))
    serve = add(
        "serve-db",
        "offer the warehouse on 127.0.0.1 to BI tools, as role analyst, until Ctrl-C",
        _call("pipeline.warehouse.commands", "serve_db", "port"),
    )
    serve.add_argument("--port", type=int, default=0, help="port to listen on; any free one otherwise")
    add(
        "migrate",
        "bring the warehouse's tables up to this version",
        _call("pipeline.warehouse.commands", "migrate_command"),
    )
    maintain = add(
        "maintain",
        "make partitions, say what retention would drop, list dead feeds",
        _call("pipeline.operate.maintain", "maintain", "apply"),
    )
    maintain.add_argument("--apply", action="store_true", help="drop what is old, after its export to WARC")
    backup = add(
        "backup",
        "write the whole warehouse into one file",
        _call("pipeline.operate.backup", "backup", "file"),
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="a file that does not exist yet")
    restore = add(
        "restore",
        "bring a backup into an empty warehouse, then up to this version",
        _call("pipeline.operate.backup", "restore", "file", "replace"),
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="a file of `wirewatch backup`")
    restore.add_argument("--replace", action="store_true", help="drop what the warehouse holds first")
    add("stop", "end the embedded PostgreSQL", _call("pipeline.warehouse.commands", "stop"))


def _filter(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    def run(_: argparse.Namespace) -> int:
        from pipeline.jsonlines import run_filter

        return run_filter(getattr(import_module(module), function))

    return run


def _call(module: str, function: str, *names: str) -> Callable[[argparse.Namespace], Any]:
    """A runner that imports `module` late and calls `function(settings, **options named in names)`."""

    def run(parsed: argparse.Namespace) -> Any:
        options = {name: getattr(parsed, name) for name in names}
        return getattr(import_module(module), function)(get_settings(), **options)

    return run


if __name__ == "__main__":
    sys.exit(main())
