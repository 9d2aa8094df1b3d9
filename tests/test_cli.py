"""The command line: usage errors are told, settings are named, psql gets its arguments untouched."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.cli import build_parser, main
from pipeline.operate.chart import trend_chart


def test_every_command_has_a_help_text_and_a_runner() -> None:
    parser = build_parser()
    commands = next(action.choices for action in parser._actions if isinstance(action.choices, dict))
    for name, command in commands.items():
        assert command.description, name
        assert callable(command.get_default("run")), name


def test_an_unknown_command_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["nonsense"])
    assert ended.value.code == 2


def test_an_error_of_ours_is_one_line_and_not_a_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "topics"],
        env={"WIREWATCH_CATALOG": "/nowhere", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("wirewatch: ")
    assert "/nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_gap_is_hatched_and_small_values_are_seen() -> None:
    from datetime import date

    lines = trend_chart([(date(2026, 3, 2), 10.0), (date(2026, 3, 3), None), (date(2026, 3, 4), 0.1)], height=4)
    assert all("░░" in line for line in lines[:4])
    assert lines[3].rstrip().endswith("▁")
    assert "2 Mar" in lines[-1]
