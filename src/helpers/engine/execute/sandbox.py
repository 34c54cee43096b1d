"""Executing one notebook in a process of its own: isolated, and watched.

The process is forked from a server that has imported the heavy libraries once (`PRELOAD`), so a
chapter pays neither for a kernel's start nor for those imports, and none sees another's state.
"""

import json
import os
import pickle
import random
import resource
import socket
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from helpers.engine.execute.audit import Watch

PRELOAD = [
    "IPython.core.interactiveshell",
    "geopandas",
    "matplotlib.pyplot",
    "papermill",
    "pyogrio",
    "seaborn",
]

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
    memory : int
        KiB that it took the last time; 0 when that is not known.
    """

    name: str
    notebook: bytes
    parameters: dict
    root: str
    timeout: float
    memory: int = 0


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
        What it looked at in the project, relative to the root: files that it opened, files and
        folders that it asked for, whether they are there or not, modules that it imported, folders
        that it listed (``data/``).
    outside : list of str
        Files that it opened and that are neither the project's nor the environment's.
    seconds, peak : float, int
        Time taken; peak memory in KiB.
    """

    name: str
    outputs: list = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    inputs: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    seconds: float = 0.0
    peak: int = 0
    failure: Failure | None = None


def execute(job: Job) -> Result:
    """Execute a notebook with papermill in this very process, which must end afterwards."""
    import numpy as np

    begun = time.perf_counter()
    result = Result(job.name)
    root = Path(job.root)
    scratch = root / "_build" / "work" / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        os.environ["BOOK_OUTPUT"] = f"{folder}/bundle"
        os.chdir((root / "chapters" / job.name).parent)
        random.seed(SEED)
        np.random.seed(SEED)  # whatever a chapter's libraries draw from
        _forget_settings()
        watch = Watch(root, Path(folder))
        try:
            _run_papermill(job, result, watch, Path(folder))
        finally:  # whatever happens: the folder must be deleted
            watch.stop()
        bundle = Path(folder) / "bundle"
        result.files = {
            file.relative_to(bundle).as_posix(): file.read_bytes()
            for file in sorted(bundle.rglob("*"))
            if file.is_file()
        }
        result.inputs, result.outside = watch.inputs(), watch.outside()
    result.seconds = time.perf_counter() - begun
    result.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return result


def _forget_settings() -> None:
    """Draw by matplotlib's defaults, not by a ``matplotlibrc`` where the build was started.

    That file goes before the one which ``MATPLOTLIBRC`` names, and is read before anything watches.
    """
    import matplotlib

    defaults = dict(matplotlib.rcParamsDefault)
    del defaults["backend"]
    dict.update(matplotlib.rcParams, defaults)  # as it does itself: values that it has checked


@contextmanager
def _modules_of_its_own(root: Path):
    """Let a chapter import the project's modules itself, so that the watch sees each of them.

    It finds them, and the environment, and nothing that happens to lie where the build was started.
    """
    own = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_ours(name)}
    environment = (sys.prefix, sys.base_prefix)
    sys.path[:] = [str(root / "src"), *(one for one in sys.path if one.startswith(environment))]
    try:
        yield
    finally:
        sys.modules.update(own)


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == "helpers"


def _run_papermill(job: Job, result: Result, watch: Watch, folder: Path) -> None:
    import papermill
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    from helpers.engine.execute.papermill_engine import InProcessEngine

    papermill_engines.register("in-process", InProcessEngine)
    stored = folder / "notebook.ipynb"
    stored.write_bytes(job.notebook)
    try:
        with _modules_of_its_own(Path(job.root)):
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
            [dict(one) for one in cell["outputs"]]
            for cell in executed["cells"]
            if cell["cell_type"] == "code"
            and "injected-parameters" not in cell["metadata"].get("tags", [])
        ]


def _failure(error, job: Job) -> Failure:
    """Say where in the stored notebook it failed: papermill's own cell is not counted."""
    cell = error.cell_index + 1
    if job.parameters and cell > _parameters_cell(job.notebook):
        cell -= 1
    told = error.evalue if error.ename == "BookError" else f"{error.ename}: {error.evalue}"
    return Failure(cell, told, "\n".join(error.traceback))


def _parameters_cell(notebook: bytes) -> int:
    for number, cell in enumerate(json.loads(notebook)["cells"], start=1):
        if "parameters" in cell.get("metadata", {}).get("tags", []):
            return number
    return 0


def main(given: str, made: str, environment: str) -> None:
    """Execute a pickled job in the folder where this process was started: a distant worker's main.

    Parameters
    ----------
    given, made : str
        Files: the job, and where to put the result.
    environment : str
        Digest of the environment that the job is for.
    """
    from helpers.engine.state import fingerprints

    for name in PRELOAD:
        import_module(name)
    job = pickle.loads(Path(given).read_bytes())
    if fingerprints.of_environment() == environment:
        result = execute(replace(job, root=os.getcwd()))
    else:
        told = (
            f"the worker on {socket.gethostname()} has another Python, or other libraries, than "
            "this machine. Install requirements.lock there."
        )
        result = Result(job.name, failure=Failure(0, told))
    Path(made).write_bytes(pickle.dumps(result))
