"""What a person sees while something is done: a spinner or bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar


class Progress:
    """Shows stages one after another; each ends with a line that says what was done and in how many seconds."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def stage(self, words: str) -> Iterator[None]:
        """Show that something is being done that cannot be counted."""
        began = time.monotonic()
        if self._console.is_terminal:
            with self._console.status(words):
                yield
        else:
            self._console.print(f"… {words}")
            yield
        self._console.print(f"[green]✓[/green] {words} [dim]({time.monotonic() - began:.1f} s)[/dim]")

    @contextmanager
    def counted(self, words: str, total: int) -> Iterator[Callable[[str], None]]:
        """Show how far something is; call the yielded function with a few words after each of `total` parts."""
        began = time.monotonic()
        if self._console.is_terminal:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            with Bar(*columns, console=self._console, transient=True) as bar:
                task = bar.add_task(words, total=total)

                def advance(part: str) -> None:
                    bar.update(task, advance=1, description=f"{words}: {part}")

                yield advance
        else:
            self._console.print(f"… {words}")
            done = 0

            def tell(part: str) -> None:
                nonlocal done
                done += 1
                if done % max(1, total // 4) == 0 and done < total:
                    self._console.print(f"  {done} of {total}: {part}")

            yield tell
        self._console.print(f"[green]✓[/green] {words} [dim]({time.monotonic() - began:.1f} s)[/dim]")
