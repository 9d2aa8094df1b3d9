"""Finds the files of sql/ and dags/, in a clone as well as in an installed wheel; runs nothing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pipeline
from pipeline.errors import ConfigurationError


def sql_path(*parts: str) -> Path:
    """The path of a file or folder under sql/, such as `sql_path("queries", "trend.sql")`."""
    return _shipped("sql").joinpath(*parts)


def dags_path(*parts: str) -> Path:
    """The path of a file or folder under dags/."""
    return _shipped("dags").joinpath(*parts)


@lru_cache(maxsize=512)
def load_sql(name: str) -> str:
    """The text of a file of sql/, by its path there: `load_sql("queries/trend.sql")`.

    Raises ConfigurationError if there is no such file.
    """
    path = sql_path(*name.split("/"))
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigurationError(f"There is no SQL file {name} (looked for {path}); reinstall wirewatch.") from error


def _shipped(folder: str) -> Path:
    """The folder of the wheel's package data, else that of the clone.

    The wheel comes first: beside an installed package, a folder named sql belongs to somebody else.
    """
    package = Path(pipeline.__file__).parent
    for candidate in (package / "package_data" / folder, package.parent / folder):
        if candidate.is_dir():
            return candidate
    raise ConfigurationError(f"The folder {folder}/ is missing beside {package}; reinstall wirewatch.")
