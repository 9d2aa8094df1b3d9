"""The error tree: what a step does with a failure depends on its class alone."""


class WirewatchError(Exception):
    """Root of all errors raised on purpose; the message names the item and the mend."""


class Transient(WirewatchError):
    """Try again later: a time-out, a refused connection, a server that asks for patience.

    `retry_after_seconds` is the server's own wish, when it named one.
    """

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Permanent(WirewatchError):
    """Record it and go on: trying again would give the same answer (404, a blocked address, a PDF)."""


class Quarantine(WirewatchError):
    """Keep the item and show it to a person: it should have worked and did not."""


class ConfigurationError(WirewatchError):
    """A setting or a catalog file is wrong; nothing was done."""
