"""Telling a person what goes on: live on a terminal, in a few lines elsewhere, quiet under CI."""

import os
import sys
import time
from contextlib import contextmanager


class Progress:
    """Report steps of known length.

    Parameters
    ----------
    quiet : bool, optional
        Say nothing but the last line; by default so when ``CI`` is set.
    """

    def __init__(self, quiet: bool | None = None):
        self.quiet = os.environ.get("CI", "") not in {"", "false"} if quiet is None else quiet
        self.live = not self.quiet and sys.stderr.isatty()

    @contextmanager
    def steps(self, what: str, total: int, expected: float = 0.0):
        """Count the steps of one stage; yields a function to call with what was done.

        Parameters
        ----------
        expected : float
            Seconds that the whole stage took the last time, for the time left.
        """
        if self.live:
            with self._bar(what, total, expected) as advance:
                yield advance
            return
        if not self.quiet and total:
            print(f"{what} ({total})", file=sys.stderr)
        yield lambda _done: None

    @contextmanager
    def _bar(self, what: str, total: int, expected: float):
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        begun = time.monotonic()
        columns = [
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}"),
            TextColumn("[dim]{task.fields[now]}"),
        ]
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=total or 1, now="", left=_left(expected))
            done = 0

            def advance(now: str) -> None:
                nonlocal done
                done += 1
                spent = time.monotonic() - begun
                estimate = spent / done * (total - done)
                bar.update(task, advance=1, now=now, left=_left(estimate))

            yield advance


def _left(seconds: float) -> str:
    return f"{seconds:.0f} s left" if seconds >= 1 else ""
