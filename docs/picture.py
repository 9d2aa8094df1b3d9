"""Makes docs/images/run.svg: what `make run` shows at its end, captured from the demo's warehouse.

Run it after `make run`: .venv/bin/python docs/picture.py
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from pipeline.operate.show import show_results
from pipeline.settings import Settings


def main() -> None:
    """Write the picture."""
    console = Console(record=True, width=104, force_terminal=True)
    show_results(Settings(profile="demo"), console)
    path = Path(__file__).parent / "images" / "run.svg"
    path.parent.mkdir(exist_ok=True)
    console.save_svg(str(path), title="make run")


if __name__ == "__main__":
    main()
