"""Reads the YAML files of `catalog/verbs` with a checked schema, a user's folder laid over the shipped one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.errors import ConfigurationError
from pipeline.settings import get_settings

SHIPPED = Path(__file__).resolve().parent.parent / "catalog" / "verbs"

Schema = TypeVar("Schema", bound=BaseModel)


def read_verbs_catalog(name: str, schema: type[Schema]) -> Schema:
    """The file `verbs/<name>.yaml`, overlaid by the user's file of that name, checked against `schema`.

    Raises ConfigurationError that names the file and the field.
    """
    merged = _read(SHIPPED / f"{name}.yaml")
    own = get_settings().catalog
    if own is not None and (own / "verbs" / f"{name}.yaml").is_file():
        merged = _overlay(merged, _read(own / "verbs" / f"{name}.yaml"))
    try:
        return schema.model_validate(merged)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"catalog verbs/{name}.yaml, field {where}: {first['msg']}; mend the file") from error


def _read(path: Path) -> Any:
    try:
        # The base loader leaves every scalar a string, so that the words "no", "on" and "off" stay words.
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  builds strings only
    except (OSError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{path} cannot be read as YAML ({error}); mend or remove it") from error


def _overlay(base: Any, own: Any) -> Any:
    """Mappings merge, lists of entries with ids replace by id and else add, scalars replace."""
    if isinstance(base, dict) and isinstance(own, dict):
        return {
            key: _overlay(base[key], own[key]) if key in base and key in own else base.get(key, own.get(key))
            for key in [*base, *[k for k in own if k not in base]]
        }
    if isinstance(base, list) and isinstance(own, list):
        replaced = {item["id"] for item in own if isinstance(item, dict) and "id" in item}
        kept = [item for item in base if not (isinstance(item, dict) and item.get("id") in replaced)]
        return [*own, *kept]
    return own
