"""One process at a time for what must not run twice in one home."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings


@contextmanager
def only_one(settings: Settings, name: str) -> Iterator[None]:
    """Hold the lock `name` of the profile's home; it ends with the process, however that ends.

    Raises ConfigurationError where another process holds it.
    """
    settings.profile_home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.profile_home / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConfigurationError(
                f"`wirewatch {name}` is running in {settings.profile_home} already; end it first, or set another "
                "WIREWATCH_HOME"
            ) from None
        yield
