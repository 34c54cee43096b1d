"""Executing one notebook in a process of its own: isolated, and watched.

The process is forked from a server that has imported the heavy libraries once (`PRELOAD`), so a
chapter pays neither for a kernel's start nor for those imports, and none sees another's state.
"""

import json
import os
import pickle
import random
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

PRELOAD = [
    "IPython.core.interactiveshell",
    "geopandas",
    "matplotlib.pyplot",
    "papermill",
    "seaborn",
]

# One locale, time zone, hash seed and clock; one thread, for numerics that add up in one order.
ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "1767225600",  # 2026-01-01
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
SEED = 20221


@dataclass(frozen=True)
class Job:
    """What it takes to execute a chapter, anywhere.

    Attributes
    ----------
    name : str
        The chapter's name.
    notebook : bytes
        The notebook, as stored.
    parameters : dict
        Its fixed parameters.
    root : str
        The project's folder where it executes.
    timeout : float
        Seconds after which it is ended.
    """

    name: str
    notebook: bytes
    parameters: dict
    root: str
    timeout: float


@dataclass
class Failure:
    """Why a chapter did not execute: the cell, the error, the lines around it."""

    cell: int
    error: str
    excerpt: str = ""


@dataclass
class Result:
    """What executing a chapter made and used.

    Attributes
    ----------
    outputs : list of list of dict
        The outputs of each code cell of the stored notebook, in order.
    files : dict of str to bytes
        The bundle: figures and computed facts, by path.
    inputs : list of str
        Project files that were opened, relative to the root.
    modules : list of str
        Project modules that were imported, as files relative to the root.
    outside : list of str
        Files outside the project and the environment that were opened.
    seconds, peak : float, int
        Time taken; peak memory in KiB.
    """

    name: str
    outputs: list = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    inputs: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    seconds: float = 0.0
    peak: int = 0
    failure: Failure | None = None


class NetworkError(PermissionError):
    """A chapter tried to reach the network."""


class Watch:
    """Record every file opened, and refuse the network.

    An audit hook cannot be taken away, so a watch is for a process that ends with its notebook.
    """

    NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto")

    def __init__(self):
        self.opened: set[str] = set()
        self.on = False

    def start(self) -> None:
        """Begin to watch this process."""
        self.on = True
        sys.addaudithook(self._hook)

    def _hook(self, event, args) -> None:
        if not self.on:
            return
        if event == "open":
            path, mode, flags = args
            if isinstance(path, (str, bytes)) and _reads(mode, flags):
                self.opened.add(os.path.abspath(os.fsdecode(path)))
        elif event in self.NETWORK:
            raise NetworkError(
                "chapters execute without the network, so that the book can be built offline and "
                "comes out the same. Put what you need into data/, with its source."
            )


def _reads(mode, flags) -> bool:
    if mode is not None:
        return "r" in mode or "+" in mode
    return not (flags or 0) & (os.O_WRONLY | os.O_CREAT)


def serve(connection, job: Job) -> None:
    """Execute a job in this process and send the pickled result: a forked process's main."""
    connection.send_bytes(pickle.dumps(execute(job)))
    connection.close()


def execute(job: Job) -> Result:
    """Execute a notebook with papermill in this very process, which must end afterwards."""
    import numpy as np

    begun = time.perf_counter()
    result = Result(job.name)
    root = Path(job.root)
    with tempfile.TemporaryDirectory(prefix="book-") as folder:
        os.environ["BOOK_OUTPUT"] = folder
        os.chdir((root / "chapters" / job.name).parent)
        random.seed(SEED)
        np.random.seed(SEED)  # noqa: NPY002  whatever a chapter's libraries draw from
        watch = Watch()
        _run_papermill(job, result, watch, folder)
        watch.on = False
        result.files = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(Path(folder).rglob("*"))
            if file.is_file() and file.parent != Path(folder)
        }
        _sort_opened(watch.opened, root, folder, result)
    result.modules = _project_modules(root)
    result.seconds = time.perf_counter() - begun
    result.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return result


def _run_papermill(job: Job, result: Result, watch: Watch, folder: str) -> None:
    import papermill
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    from helpers.publishing.engine import InProcessEngine

    papermill_engines.register("in-process", InProcessEngine)
    stored = Path(folder) / "notebook.ipynb"
    stored.write_bytes(job.notebook)
    try:
        executed = papermill.execute_notebook(
            stored,
            None,
            parameters=job.parameters,
            engine_name="in-process",
            kernel_name="python3",
            language="python",
            progress_bar=False,
            watch=watch,
        )
    except PapermillExecutionError as error:
        result.failure = _failure(error, job)
    else:
        result.outputs = [
            [_plain(one) for one in cell["outputs"]]
            for cell in executed["cells"]
            if cell["cell_type"] == "code"
            and "injected-parameters" not in cell["metadata"].get("tags", [])
        ]


def _failure(error, job: Job) -> Failure:
    """Say where in the stored notebook it failed: papermill's own cell is not counted."""
    cell = error.cell_index + 1
    if job.parameters and cell > _parameters_cell(job.notebook):
        cell -= 1
    return Failure(cell, f"{error.ename}: {error.evalue}", "\n".join(error.traceback))


def _parameters_cell(notebook: bytes) -> int:
    for number, cell in enumerate(json.loads(notebook)["cells"], start=1):
        if "parameters" in cell.get("metadata", {}).get("tags", []):
            return number
    return 0


def _plain(output) -> dict:
    """Strip what differs from run to run from a cell's output."""
    kept = {key: value for key, value in dict(output).items() if key != "execution_count"}
    if kept["output_type"] == "execute_result":
        kept["output_type"] = "display_data"
    return kept


def _sort_opened(opened: set[str], root: Path, folder: str, result: Result) -> None:
    allowed = [sys.prefix, sys.base_prefix, folder, "/proc", "/sys", "/dev", "/etc", "/usr"]
    allowed += [os.path.dirname(os.__file__), os.path.expanduser("~/.ipython")]
    for name in sorted(opened):
        path = Path(name)
        if path.is_relative_to(root / "_build") or "__pycache__" in name:
            continue
        if any(path.is_relative_to(one) for one in allowed):
            continue
        if path.is_relative_to(root):
            if path.is_file() and path.suffix != ".py":
                result.inputs.append(path.relative_to(root).as_posix())
        elif not path.is_dir():
            result.outside.append(name)


def _project_modules(root: Path) -> list[str]:
    """List the project's modules that are loaded, but for those that only run the execution."""
    files = {
        Path(module.__file__).resolve()
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == "helpers"
        and getattr(module, "__file__", None)
        and not name.startswith(("helpers.publishing", "helpers.cli", "helpers.__main__"))
    }
    return sorted(
        file.relative_to(root).as_posix() for file in files if file.is_relative_to(root)
    )
