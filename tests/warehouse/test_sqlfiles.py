"""SQL and DAG files are found wherever the package runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import ConfigurationError
from pipeline.warehouse.sqlfiles import dags_path, load_sql, sql_path


def test_a_clone_uses_its_own_folders() -> None:
    root = Path(pipeline.__file__).parents[1]
    assert sql_path("migrations") == root / "sql" / "migrations"
    assert dags_path() == root / "dags"


def test_an_installed_package_uses_its_package_data_even_beside_a_foreign_sql_folder(tmp_path: Path) -> None:
    package = tmp_path / "site" / "pipeline"
    shipped = package / "package_data" / "sql" / "queries"
    shipped.mkdir(parents=True)
    (shipped / "one.sql").write_text("SELECT 1")
    (tmp_path / "site" / "sql").mkdir()
    (package / "warehouse").mkdir()
    source = Path(pipeline.__file__).parent
    for name in ("__init__.py", "errors.py", "warehouse/__init__.py", "warehouse/sqlfiles.py"):
        (package / name).write_text((source / name).read_text(encoding="utf-8"), encoding="utf-8")
    code = "from pipeline.warehouse.sqlfiles import load_sql; print(load_sql('queries/one.sql'))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == "SELECT 1\n"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"no SQL file queries/nothing\.sql"):
        load_sql("queries/nothing.sql")
