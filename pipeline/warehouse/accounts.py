"""The operating-system account that runs the embedded server: one's own, or as root a service user."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigurationError

SERVICE_USER = "wirewatch"
SERVICE_FOLDER = Path("/var/lib/wirewatch")
_STAND_INS = ("postgres", "nobody")  # where a system lets nobody create users


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_self(self) -> bool:
        """Whether this process already runs as that user."""
        return self.uid == os.geteuid()


def own_account() -> Account:
    """The user of this process."""
    return account_of(os.geteuid())


def account_of(uid: int) -> Account:
    """The account with that number; a number without an entry in the user database stands for itself."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(name=str(uid), uid=uid, gid=os.getegid() if uid == os.geteuid() else uid)
    return Account(name=entry.pw_name, uid=uid, gid=entry.pw_gid)


def service_account() -> Account:
    """The user that runs the server when the caller is root, created where missing (PostgreSQL refuses root).

    Raises ConfigurationError where there is no such user, none can be created and none can stand in.
    """
    account = _named(SERVICE_USER) or _create(SERVICE_USER)
    if account is not None:
        return account
    for name in _STAND_INS:
        account = _named(name)
        if account is not None:
            print(
                f"Could not create the system user {SERVICE_USER}; PostgreSQL runs as {name} instead. "
                f"To give it a user of its own: useradd --system {SERVICE_USER}",
                file=sys.stderr,
            )
            return account
    raise ConfigurationError(
        f"PostgreSQL does not run as root, and the system user {SERVICE_USER} could not be created. "
        "Create it, run wirewatch as an ordinary user, or set WIREWATCH_WAREHOUSE_URL to a PostgreSQL 16 or newer."
    )


def run_as(
    account: Account,
    command: Sequence[str | Path],
    *,
    cwd: Path = Path("/"),
    environment: Mapping[str, str] | None = None,
    stdin_text: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run a command as that account, in a session of its own and a bare environment; never raises on its exit code.

    The output goes through a file: with a pipe, a server that the command leaves behind would hold it open for ever.
    """
    identity: dict[str, object] = {}
    if not account.is_self:
        identity = {"user": account.uid, "group": account.gid, "extra_groups": []}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603 - fixed commands, no shell
            [str(part) for part in command],
            cwd=cwd,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", **(environment or {})},
            input=stdin_text,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            check=False,
            **identity,
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, stdout=output.read())


def can_enter(account: Account, folder: Path) -> bool:
    """Whether that account may pass through `folder` and all folders above it."""
    return run_as(account, ["/bin/sh", "-c", 'cd -- "$1"', "sh", folder]).returncode == 0


def make_service_folder(account: Account) -> None:
    """Create /var/lib/wirewatch, where root keeps programs and servers for the service user."""
    if not SERVICE_FOLDER.is_dir():
        try:
            SERVICE_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
            SERVICE_FOLDER.chmod(0o755)
            os.chown(SERVICE_FOLDER, account.uid, account.gid)
        except OSError as error:
            raise ConfigurationError(
                f"Cannot create {SERVICE_FOLDER}: {error.strerror}. "
                f"Set WIREWATCH_HOME to a folder that the user {account.name} can enter."
            ) from error
    if not can_enter(account, SERVICE_FOLDER):
        raise ConfigurationError(f"The user {account.name} cannot enter {SERVICE_FOLDER}; check its owner and mode.")


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid) if entry.pw_uid != 0 else None


def _create(name: str) -> Account | None:
    """Create a system user without a password or a shell; None if the system does not let us."""
    search = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    home = str(SERVICE_FOLDER)
    variants = (
        ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", home, "--shell", "/bin/false", name),
        ("adduser", "-S", "-D", "-H", "-h", home, "-s", "/bin/false", name),  # BusyBox
    )
    for program, *arguments in variants:
        path = shutil.which(program, path=search)
        if path is None:
            continue
        for _ in range(10):
            done = subprocess.run([path, *arguments], check=False, capture_output=True)  # noqa: S603 - fixed commands
            account = _named(name)
            if account is not None:
                return account
            if b"lock" not in done.stderr:
                break
            time.sleep(0.3)  # another process holds the lock on /etc/passwd
    return None
