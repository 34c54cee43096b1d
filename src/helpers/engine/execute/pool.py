"""Executing chapters: several at a time, each in a process of its own, failures told together."""

import multiprocessing
import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor, as_completed
from functools import cache
from pathlib import Path

from helpers import paths
from helpers.engine.execute.sandbox import PRELOAD, Failure, Job, Result, execute
from helpers.engine.pages.chapters import Page
from helpers.engine.worker import DiedError, Worker
from helpers.errors import BookError

UNKNOWN = 300 * 1024  # KiB that a chapter is taken to need before it was ever measured


def jobs_for(
    chapters: list[Page],
    parameters: dict[str, dict],
    timeouts: dict[str, float],
    memory: dict[str, int] | None = None,
) -> list[Job]:
    """Make a job of each chapter; `memory` tells what each took the last time, in KiB."""
    return [
        Job(
            one.name,
            one.content,
            parameters[one.name],
            str(paths.ROOT),
            timeouts[one.name],
            (memory or {}).get(one.name, 0),
        )
        for one in chapters
    ]


def run(
    jobs: Iterable[Job],
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    submit: Callable[[Executor, Job], Future] | None = None,
    read: Callable[[Job, object], Result] = lambda job, made: made,
) -> Iterator[Result]:
    """Execute jobs and yield their results as they come.

    Parameters
    ----------
    jobs : iterable of Job
        In the order in which to start them.
    workers : int, optional
        How many at a time; by default one a core.
    executor : concurrent.futures.Executor, optional
        Where to execute; by default threads, each of which minds one process and waits until
        there is memory for it.
    submit : callable, optional
        Hands the executor a job; by default it calls `isolated`.
    read : callable
        Makes a result of what the executor's future holds.
    """
    owned = executor is None
    executor = executor or ThreadPoolExecutor(workers or cores())
    # Who executes elsewhere minds the memory there.
    execute_one = Memory().when_there_is_room(isolated) if owned else isolated
    submit = submit or (lambda executor, job: executor.submit(execute_one, job))
    try:
        waiting = {submit(executor, job): job for job in jobs}
        for future in as_completed(waiting):
            job = waiting[future]
            try:
                yield read(job, future.result())
            except (Exception, CancelledError) as error:  # a worker is gone, for example
                yield Result(job.name, failure=Failure(0, f"{type(error).__name__}: {error}"))
    except BaseException:  # interrupted: nobody waits for what still executes
        for worker in multiprocessing.active_children():
            worker.kill()
        raise
    finally:
        if owned:
            executor.shutdown(cancel_futures=True)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Memory:
    """The memory that chapters share: one starts when what it took last time is free.

    Parameters
    ----------
    available : int, optional
        KiB; by default what the machine has to give now. One chapter always runs.
    """

    def __init__(self, available: int | None = None):
        self._free = self._available = _available() if available is None else available
        self._changed = threading.Condition()

    def when_there_is_room(self, call: Callable[[Job], Result]) -> Callable[[Job], Result]:
        """Make of `call` one that waits for memory first."""

        def waiting(job: Job) -> Result:
            need = min(job.memory or UNKNOWN, self._available)
            with self._changed:
                self._changed.wait_for(lambda: self._free >= need)
                self._free -= need
            try:
                return call(job)
            finally:
                with self._changed:
                    self._free += need
                    self._changed.notify_all()

        return waiting


def _available() -> int:
    """Return the memory to be had without swapping, in KiB; a great deal where nobody can say."""
    try:
        told = Path("/proc/meminfo").read_text(encoding="ascii")
        return int(re.search(r"^MemAvailable:\s+(\d+) kB", told, re.MULTILINE).group(1))
    except (OSError, AttributeError):
        return 2**40


def isolated(job: Job) -> Result:
    """Execute a job in a forked process; one that dies or never ends is a failure."""
    preload()
    begun = time.monotonic()
    with Worker("forkserver", execute) as worker:
        worker.give(job)
        try:
            return worker.take(job.timeout)
        except TimeoutError:
            told = endless(job)
        except DiedError as error:
            told = died(error, time.monotonic() - begun)
        except Exception as error:  # around the notebook, such as a full disk
            told = f"{type(error).__name__}: {error}"
    return Result(job.name, failure=Failure(0, told))


def require_success(results: Iterable[Result]) -> None:
    """Raise one error that tells every failure: notebook, cell, error, the lines around it.

    Raises
    ------
    BookError
        When any chapter failed, or read a file that is neither the project's nor the system's.
    """
    problems = []
    for result in sorted(results, key=lambda one: one.name):
        where = f"chapters/{result.name}.ipynb"
        if (failure := result.failure) is not None:
            cell = f", cell {failure.cell}" if failure.cell else ""
            excerpt = f"\n{failure.excerpt}" if failure.excerpt else ""
            problems.append(f"{where}{cell}: {failure.error}{excerpt}")
        problems += [
            f"{where}: reads {path}, which is outside the project. Put the file into data/, with "
            "its source, so that the book can be built elsewhere."
            for path in result.outside
        ]
    if problems:
        raise BookError(problems)


def endless(job: Job) -> str:
    """Say that a chapter did not end in time."""
    return (
        f"still executing after {job.timeout:g} s, so it was ended. If it needs longer, give it a "
        f"timeout (seconds) under {job.name} in chapters/parameters.yml."
    )


def died(how: Exception | str, seconds: float) -> str:
    """Say that the process executing a chapter ended without a result."""
    return (
        f"the process that executed it died after {seconds:.1f} s ({how}), often for want of "
        "memory. The next build executes it again."
    )


@cache
def preload() -> None:
    """Let the server that forks a process a chapter import the heavy libraries, once."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOAD)
