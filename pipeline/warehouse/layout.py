"""Where the embedded server of a home lies: files, data, socket; decides and creates folders, starts nothing.

    <profile home>/postgres/        mode 0700 (0711 for root, whose service user has to pass)
        lock                        one process at a time starts, stops or prepares the server
        pgpass                      the passwords, mode 0600
        server/                     mode 0700, owned by the account that runs the server
            data/ log/ socket/ start.log

As root, `server` is a link into /var/lib/wirewatch where the service user cannot enter the home (such as /root).
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.warehouse.accounts import (
    SERVICE_FOLDER,
    Account,
    account_of,
    can_enter,
    make_service_folder,
    own_account,
    run_as,
    service_account,
)

PORT = 5432  # only part of the socket's name: the server listens on no address
SOCKET_PATH_LIMIT = 107  # bytes of sockaddr_un.sun_path on Linux, without the closing NUL
_SOCKET_NAME = f".s.PGSQL.{PORT}"
_HOME_NOTE = "home"
_PLAIN_PATH = re.compile(r"[\w./-]+", re.ASCII)  # needs no quoting in libpq's lists of hosts, in URLs or in a shell


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one embedded server and the account that runs it."""

    home: Path  # <profile home>/postgres
    server: Path  # the real folder behind <home>/server
    account: Account

    @property
    def passwords(self) -> Path:
        return self.home / "pgpass"

    @property
    def data(self) -> Path:
        return self.server / "data"

    @property
    def logs(self) -> Path:
        return self.server / "log"

    @property
    def start_log(self) -> Path:
        return self.server / "start.log"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def socket_folder(self, cluster_id: str) -> Path:
        """The folder of the socket: in the server's folder where its path is short and plain, else under /tmp.

        The name under /tmp comes from the home's path and the cluster's random id: the same for every process,
        never that of a copied home, and not to be guessed by another user who would like to take it first.
        """
        folder = self.server / "socket"
        if fits_socket(folder):
            return folder
        key = hashlib.sha256(f"{cluster_id}\0{self.server}".encode()).hexdigest()[:16]
        return Path("/tmp") / f"wirewatch-{key}"  # noqa: S108 - checked for owner and mode by `make_private_folder`


def fits_socket(folder: Path) -> bool:
    """Whether a socket in that folder has a path that the kernel and every client can take."""
    path = str(folder / _SOCKET_NAME)
    return len(os.fsencode(path)) <= SOCKET_PATH_LIMIT and _PLAIN_PATH.fullmatch(path) is not None


def postgres_home(settings: Settings) -> Path:
    """The folder of the embedded server inside the profile's home."""
    return settings.profile_home / "postgres"


def find_layout(settings: Settings) -> Layout | None:
    """The places of a server that was set up before; None where there is none. Changes nothing.

    Raises ConfigurationError if the server belongs to somebody else.
    """
    home = postgres_home(settings)
    try:
        server = (home / "server").resolve(strict=True)
        owner = server.stat().st_uid
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise ConfigurationError(_foreign_home(home)) from error
    if os.geteuid() != 0 and owner != os.geteuid():
        raise ConfigurationError(_foreign_home(server))
    if owner == 0:
        raise ConfigurationError(f"{server} belongs to root, and PostgreSQL does not run as root. Move it away.")
    return Layout(home=home, server=server, account=account_of(owner))


def make_layout(settings: Settings) -> Layout:
    """The places of the home's server, created where missing. Call it under the home's lock."""
    home = postgres_home(settings)
    known = find_layout(settings)
    if known is not None:
        if (home / "server").is_symlink():
            note_home(known.server, home)
        return known
    if os.geteuid() != 0:
        server = home / "server"
        server.mkdir(mode=0o700)
        return Layout(home=home, server=server.resolve(), account=own_account())
    account = service_account()
    link = home / "server"
    link.unlink(missing_ok=True)  # a link whose target is gone
    if can_enter(account, home):
        link.mkdir(mode=0o700)
        os.chown(link, account.uid, account.gid)
        return Layout(home=home, server=link.resolve(), account=account)
    make_service_folder(account)
    server = SERVICE_FOLDER / f"{settings.profile}-{secrets.token_hex(4)}"
    make_private_folder(server, account)
    note_home(server, home)
    link.symlink_to(server)
    return Layout(home=home, server=server, account=account)


def note_home(server: Path, home: Path) -> None:
    """Write into a server's folder which home it belongs to, for people and for `abandoned_servers`."""
    note = server / _HOME_NOTE
    text = f"{home}\n"
    if not note.exists() or note.read_text(encoding="utf-8") != text:
        note.unlink(missing_ok=True)
        with note.open("x", encoding="utf-8") as file:
            file.write(text)


def abandoned_servers() -> list[tuple[Path, Path]]:
    """Folders in /var/lib/wirewatch, each with its former home, whose home was deleted or has another server now."""
    found = []
    for note in sorted(SERVICE_FOLDER.glob(f"*/{_HOME_NOTE}")):
        home = Path(note.read_text(encoding="utf-8").rstrip("\n"))
        if (home / "server").resolve() != note.parent:
            found.append((note.parent, home))
    return found


def make_home(settings: Settings) -> Path:
    """Create the embedded server's folder in the profile's home; leaves the modes of existing folders alone."""
    home = postgres_home(settings)
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        if not home.is_dir():
            home.mkdir(mode=0o700, exist_ok=True)
            if os.geteuid() == 0:
                home.chmod(0o711)
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise ConfigurationError(
            f"Cannot create the folder {home}: {error.strerror}. Set WIREWATCH_HOME to a folder of your own."
        ) from error
    return home


def make_private_folder(folder: Path, account: Account) -> None:
    """Create a folder of mode 0700 as `account`, or check that the existing one is its own and closed to others."""
    made = run_as(account, ["/bin/mkdir", "-m", "700", "--", folder])
    try:
        found = folder.lstat()
    except FileNotFoundError as error:
        raise ConfigurationError(f"The user {account.name} cannot create {folder}: {made.stdout.strip()}") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise ConfigurationError(
            f"{folder} exists and is not a closed folder of the user {account.name}. Remove it, or set WIREWATCH_HOME "
            "to a shorter path."
        )


def _foreign_home(folder: Path) -> str:
    return f"{folder} belongs to another user. Run as that user, or set WIREWATCH_HOME to a folder of your own."
