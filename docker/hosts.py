"""Gives each service of the rehearsal a host of its own: network, process and host name apart, as a container has.

With root and iproute2 a host is a set of Linux namespaces on one bridge; without, all share the loopback address.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_TOOLS = ("ip", "unshare", "setpriv")
_NEWSROOM_ADDRESSES = range(11, 40)
_FIRST_HOST = 101


@dataclass
class Host:
    """One host: its name, its address, and the process that runs on it."""

    name: str
    address: str
    namespace: str | None = None
    process: subprocess.Popen[bytes] | None = None

    def kill(self) -> None:
        """End everything on the host at once, with SIGKILL, as when its machine loses power."""
        if self.process is None or self.process.poll() is not None:
            return
        family = [self.process_tree(), *psutil.Process(self.process.pid).children(recursive=True)]
        for process in family:
            try:
                process.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue
        self.process.wait()

    def process_tree(self) -> psutil.Process:
        """The process by which the host was started."""
        assert self.process is not None
        return psutil.Process(self.process.pid)


def can_separate() -> bool:
    """Whether this machine lets us make namespaces."""
    if os.geteuid() != 0 or not all(shutil.which(tool) for tool in _TOOLS):
        return False
    command = ["unshare", "--net", "--uts", "--pid", "--fork", "--mount-proc", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@dataclass
class Network:
    """The hosts of a rehearsal; a context manager that leaves nothing behind."""

    is_separate: bool
    tag: str = field(default_factory=lambda: f"ww{os.getpid() % 100_000:05d}")
    prefix: str = field(default_factory=lambda: f"10.{random.randint(180, 250)}.{random.randint(1, 250)}")
    hosts: list[Host] = field(default_factory=list)

    @property
    def newsroom_network(self) -> str:
        """The first three numbers of the addresses that the newsroom shall listen on."""
        return self.prefix if self.is_separate else "127.0.0"

    def __enter__(self) -> Network:
        if self.is_separate:
            _ip("link", "add", self.tag, "type", "bridge")
            _ip("addr", "add", f"{self.prefix}.1/24", "dev", self.tag)
            for number in _NEWSROOM_ADDRESSES:
                _ip("addr", "add", f"{self.prefix}.{number}/24", "dev", self.tag)
            _ip("link", "set", self.tag, "up")
        return self

    def __exit__(self, *_: object) -> None:
        for host in reversed(self.hosts):
            host.kill()
        if self.is_separate:
            for host in self.hosts:
                subprocess.run(["ip", "netns", "delete", str(host.namespace)], capture_output=True, check=False)
            subprocess.run(["ip", "link", "delete", self.tag], capture_output=True, check=False)

    def host(self, name: str) -> Host:
        """A new host, as yet without a process."""
        if not self.is_separate:
            made = Host(name, "127.0.0.1")
        else:
            number = _FIRST_HOST + len(self.hosts)
            made = Host(name, f"{self.prefix}.{number}", f"{self.tag}-{name}")
            inside, outside = f"{self.tag}i{number}", f"{self.tag}o{number}"
            _ip("netns", "add", str(made.namespace))
            _ip("link", "add", outside, "type", "veth", "peer", "name", inside)
            _ip("link", "set", outside, "master", self.tag, "up")
            _ip("link", "set", inside, "netns", str(made.namespace))
            _ip("-n", str(made.namespace), "link", "set", "lo", "up")
            _ip("-n", str(made.namespace), "addr", "add", f"{made.address}/24", "dev", inside)
            _ip("-n", str(made.namespace), "link", "set", inside, "up")
        self.hosts.append(made)
        return made

    def start(
        self,
        host: Host,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        user: tuple[int, int] | None = None,
    ) -> None:
        """Start the host's process; what it prints goes to <host>.log in `folder`, where it also works."""
        line = list(command)
        if user is not None and os.geteuid() == 0:
            line = ["setpriv", f"--reuid={user[0]}", f"--regid={user[1]}", "--clear-groups", *line]
        if host.namespace is not None:
            line = [
                *("setpriv", "--pdeathsig=KILL", "ip", "netns", "exec", host.namespace),
                *("unshare", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"),
                *("sh", "-c", 'hostname "$0"; exec "$@"', host.name, *line),
            ]
        with (folder / f"{host.name}.log").open("ab") as log:
            host.process = subprocess.Popen(
                line,
                env=dict(environment),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
