"""What a chapter pays before its first cell: in a fresh kernel, and forked from a warm process."""

import statistics
import sys
import time

from books import ROOT
from measure import run

IMPORTS = "import geopandas, matplotlib.pyplot, seaborn"


def measure(repeats: int) -> dict[str, float]:
    """Measure each in seconds."""
    command = [sys.executable, "-m", "helpers"]
    helped = _median(lambda: run([*command, "--help"], ROOT).seconds, repeats)
    fresh = _median(_fresh_kernel, repeats)
    server, forked = _forked(repeats)
    return {
        "`book --help`": helped,
        f"a fresh Jupyter kernel with `{IMPORTS}`, a chapter": fresh,
        "the server that imports them once, a build": server,
        "a process forked from it with the same modules, a chapter": forked,
    }


def _median(call, repeats: int) -> float:
    return statistics.median(call() for _ in range(repeats))


def _fresh_kernel() -> float:
    from jupyter_client.manager import start_new_kernel

    begun = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="python3")
    client.execute_interactive(IMPORTS, output_hook=lambda _: None)
    seconds = time.perf_counter() - begun
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return seconds


def _forked(repeats: int) -> tuple[float, float]:
    """Seconds until the first forked process has answered, and until each later one has."""
    sys.path.insert(0, str(ROOT / "src"))
    from helpers.engine.execute import pool
    from helpers.engine.worker import Worker

    pool.preload()

    def start() -> float:
        begun = time.perf_counter()
        with Worker("forkserver", exec) as worker:
            worker.give(IMPORTS)
            worker.take()
        return time.perf_counter() - begun

    return start(), _median(start, repeats)
