"""The embedded server's passwords: one generated per role, in a file of mode 0600 in libpq's own pgpass format.

The format lets psql log in as any of the roles (`wirewatch psql -U analyst`) without a password on a command line.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import ConfigurationError
from pipeline.warehouse.roles import ROLE_NAMES, Role

PASSWORD_BYTES = 24  # of randomness; base64url text without a character that any URL or file format would quote
_CLUSTER_COMMENT = "# cluster "


@dataclass(frozen=True, slots=True)
class Passwords:
    """The passwords by role, and a random id that tells this cluster from one that lay at the same path before."""

    cluster_id: str
    by_role: dict[Role, str] = field(repr=False)  # a traceback shows reprs


def load_passwords(path: Path) -> Passwords | None:
    """Read the file; None where it is missing or lacks a role (then `ensure_passwords` completes it)."""
    found = _read(path)
    return found if found is not None and found.cluster_id and set(found.by_role) == set(ROLE_NAMES) else None


def ensure_passwords(path: Path) -> Passwords:
    """Read the file, or write it with new passwords for the roles that it lacks. Call it under the home's lock.

    The owner gets a new one with any other role: he cannot log in before the roles of the server match the file.
    """
    complete = load_passwords(path)
    if complete is None:
        known = _read(path) or Passwords(cluster_id="", by_role={})
        kept: dict[Role, str] = {role: password for role, password in known.by_role.items() if role != "owner"}
        complete = Passwords(
            cluster_id=known.cluster_id or secrets.token_hex(6),
            by_role={role: kept.get(role) or secrets.token_urlsafe(PASSWORD_BYTES) for role in ROLE_NAMES},
        )
        _write(path, complete)
    elif path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return complete


def _read(path: Path) -> Passwords | None:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise ConfigurationError(
            f"{path} belongs to another user. Run as that user, or set WIREWATCH_HOME to a folder of your own."
        ) from error
    cluster_id = next((line.removeprefix(_CLUSTER_COMMENT) for line in lines if line.startswith(_CLUSTER_COMMENT)), "")
    roles_by_name: dict[str, Role] = {name: role for role, name in ROLE_NAMES.items()}
    by_role: dict[Role, str] = {}
    for line in lines:
        fields = line.split(":")
        if not line.startswith("#") and len(fields) == 5 and fields[3] in roles_by_name:
            by_role[roles_by_name[fields[3]]] = fields[4]
    return Passwords(cluster_id=cluster_id, by_role=by_role)


def _write(path: Path, passwords: Passwords) -> None:
    """Replace the file in one step, so that a killed process leaves the old one or the new one."""
    text = "".join(
        [
            "# Passwords of Wirewatch's embedded PostgreSQL, in the format of PGPASSFILE. Show them to nobody.\n",
            f"{_CLUSTER_COMMENT}{passwords.cluster_id}\n",
            *(f"*:*:*:{ROLE_NAMES[role]}:{password}\n" for role, password in passwords.by_role.items()),
        ]
    )
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        owner = path.parent.stat()
        if os.geteuid() == 0 and owner.st_uid != 0:  # root helps out in another user's home: it stays that user's file
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        os.fsync(descriptor)
    draft.replace(path)
