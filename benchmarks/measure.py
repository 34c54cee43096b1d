"""Running a command and measuring what it takes: seconds, and memory of it and of all it starts."""

import contextlib
import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.05  # seconds between two looks at memory


@dataclass(frozen=True)
class Run:
    """What a command took.

    Attributes
    ----------
    seconds : float
        Time on the wall.
    driver, tree : float
        Peak resident memory in MiB: of the process started, and of it with all its descendants
        (what they share, such as libraries, counted once for each).
    output : str
        What it printed.
    """

    seconds: float
    driver: float
    tree: float
    output: str

    def __add__(self, other: "Run") -> "Run":
        """Add what another took after this one."""
        peaks = max(self.driver, other.driver), max(self.tree, other.tree)
        return Run(self.seconds + other.seconds, *peaks, self.output + other.output)


def run(command: list[str], folder: Path, **variables: str) -> Run:
    """Run a command in a folder, with that project's code, and measure it.

    Raises
    ------
    RuntimeError
        When it fails, with what it printed.
    """
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "CI": "true", **variables}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed book's code is compiled once
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    peaks = [0.0, 0.0]
    watching = threading.Thread(target=_watch, args=(process.pid, peaks), daemon=True)
    watching.start()
    output = process.communicate()[0].decode(errors="replace")
    seconds = time.perf_counter() - begun
    watching.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed in {folder}:\n{output}")
    return Run(seconds, *peaks, output)


def _watch(pid: int, peaks: list[float]) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        while root.status() != psutil.STATUS_ZOMBIE:
            driver = root.memory_info().rss / 2**20
            tree = driver
            for one in root.children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    tree += one.memory_info().rss / 2**20
            peaks[:] = max(peaks[0], driver), max(peaks[1], tree)
            time.sleep(EVERY)
