"""Server parameters of the embedded PostgreSQL, from the machine's memory; pure but for reading its size."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MAX_CONNECTIONS = 200
_MEGABYTE = 1024 * 1024
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - only its size is read
_SHARED_MEMORY_NEEDED = 512 * _MEGABYTE  # containers often give 64 MB, too little for parallel queries


def server_parameters(socket_folder: Path, port: int) -> dict[str, str]:
    """The parameters that each start passes on the command line, so that a new version applies them at once.

    The server listens on no network address; TCP for other programs is `wirewatch serve-db`.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE
    parameters = {
        "listen_addresses": "",
        "port": str(port),
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "max_connections": str(MAX_CONNECTIONS),
        "shared_buffers": f"{min(512, max(32, memory // 16))}MB",
        "effective_cache_size": f"{max(128, memory // 2)}MB",
        "maintenance_work_mem": f"{min(256, max(32, memory // 32))}MB",
        "work_mem": "16MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",  # many short queries: compiling costs more than it gains
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_directory": "../log",
        "log_filename": "postgresql-%a.log",  # one a weekday, overwritten a week later
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_line_prefix": "%m [%p] %q%u@%d %a ",
    }
    if _SHARED_MEMORY.is_dir() and shutil.disk_usage(_SHARED_MEMORY).total < _SHARED_MEMORY_NEEDED:
        parameters["dynamic_shared_memory_type"] = "mmap"
    return parameters
