"""Reads docker/compose.yaml as an engine would: variables put in, one command and one environment for each service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

COMPOSE_FILE = Path(__file__).with_name("compose.yaml")
# $$, ${NAME}, ${NAME:-default} and ${NAME:?message}, the forms of the Compose specification that the file uses.
_VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?:(?P<kind>:[-?])(?P<rest>[^}]*))?\})")


@dataclass(frozen=True)
class ComposeService:
    """What an engine would start: a command line with its environment."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]


def read_services(variables: Mapping[str, str], path: Path = COMPOSE_FILE) -> dict[str, ComposeService]:
    """The services of the file, with its variables taken from `variables` alone.

    Raises KeyError with the file's own message where a variable that it demands is missing.
    """
    services = yaml.safe_load(path.read_text(encoding="utf-8"))["services"]
    return {
        name: ComposeService(
            name,
            tuple(put_in(part, variables) for part in service["command"]),
            {key: put_in(str(value), variables) for key, value in _environment(service).items()},
        )
        for name, service in services.items()
    }


def read_env_file(path: Path) -> dict[str, str]:
    """The variables of a .env file of the plain form that generate_env.py writes."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def put_in(text: str, variables: Mapping[str, str]) -> str:
    """The text with its variables replaced; an empty variable counts as missing, as `:-` and `:?` have it."""

    def value(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        name, kind, rest = match["name"], match["kind"], match["rest"]
        given = variables.get(name, "")
        if given or kind is None:
            return given
        if kind == ":?":
            raise KeyError(f"{name}: {rest}")
        return str(rest)

    return _VARIABLE.sub(value, text)


def _environment(service: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = service.get("environment") or {}
    return {name: "" if value is None else value for name, value in given.items()}
