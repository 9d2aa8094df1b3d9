"""The documentation says what the code does: generated parts are up to date, named commands and files exist."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.cli import build_parser
from pipeline.warehouse.connect import connect
from pipeline.warehouse.dictionary import uncommented
from tests.conftest import Warehouse

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_commands_page_is_what_the_parser_says(generate: ModuleType) -> None:
    assert text("docs/commands.md") == generate.commands(), "run `make docs`"


def test_the_dags_page_is_what_the_dag_files_say(generate: ModuleType) -> None:
    assert text("docs/dags.md") == generate.dags(), "run `make docs`"


def test_the_queries_page_is_what_the_files_headers_say(generate: ModuleType) -> None:
    assert text("docs/queries.md") == generate.queries(), "run `make docs`"


def test_the_readme_has_every_setting_with_its_default(generate: ModuleType) -> None:
    assert text("README.md") == generate.readme(text("README.md")), "run `make docs`"


def test_the_data_dictionary_is_what_the_comments_say(generate: ModuleType, warehouse: Warehouse) -> None:
    assert text("docs/data_dictionary.md") == generate.data_dictionary(warehouse.owner), "run `make docs`"


def test_every_table_and_column_has_a_comment(warehouse: Warehouse) -> None:
    with connect(warehouse.owner, application_name="tests") as connection:
        assert list(uncommented(connection)) == []


def test_every_command_that_the_readme_names_exists() -> None:
    parser = build_parser()
    known = next(action.choices for action in parser._actions if hasattr(action, "choices") and action.choices)
    named = set(re.findall(r"wirewatch ([a-z][a-z-]+)", text("README.md")))
    assert named <= set(known), named - set(known)


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^|=\S* )make ([a-z-]+)", text("README.md"), re.MULTILINE))
    assert named <= targets, named - targets


def test_every_file_that_the_readme_links_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text("README.md"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
