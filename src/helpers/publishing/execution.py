"""Executing chapters: several at a time, each in a process of its own, failures told together."""

import multiprocessing
import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import cache

from helpers import paths
from helpers.errors import BookError
from helpers.publishing.chapters import Page
from helpers.publishing.kernel import ENVIRONMENT, PRELOAD, Failure, Job, Result, serve


def jobs_for(
    chapters: list[Page], parameters: dict[str, dict], timeouts: dict[str, float]
) -> list[Job]:
    """Make a job of each chapter."""
    return [
        Job(one.name, one.content, parameters[one.name], str(paths.ROOT), timeouts[one.name])
        for one in chapters
    ]


def run(
    jobs: Iterable[Job],
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    submit: Callable[[Job], Result] | None = None,
) -> Iterator[Result]:
    """Execute jobs and yield their results as they come.

    Parameters
    ----------
    jobs : iterable of Job
        In the order in which to start them.
    workers : int, optional
        How many at a time; by default one a core.
    executor : concurrent.futures.Executor, optional
        Where to execute; by default threads, each of which minds one process.
    submit : callable, optional
        What the executor calls with a job; by default `isolated`.
    """
    owned = executor is None
    executor = executor or ThreadPoolExecutor(workers or os.cpu_count() or 1)
    try:
        waiting = [executor.submit(submit or isolated, job) for job in jobs]
        for future in as_completed(waiting):
            yield future.result()
    finally:
        if owned:
            executor.shutdown(cancel_futures=True)


def isolated(job: Job) -> Result:
    """Execute a job in a forked process; a process that dies or never ends is a failure."""
    receiving, sending = multiprocessing.Pipe(duplex=False)
    begun = time.monotonic()
    with _environment():
        process = _server().Process(target=serve, args=(sending, job), daemon=True)
        process.start()
    sending.close()
    try:
        if not receiving.poll(job.timeout):
            return Result(job.name, failure=Failure(0, _endless(job)))
        return pickle.loads(receiving.recv_bytes())
    except EOFError:
        process.join(5)
        seconds = time.monotonic() - begun
        return Result(job.name, failure=Failure(0, _died(process.exitcode, seconds)))
    finally:
        receiving.close()
        process.kill()
        process.join()


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


def _endless(job: Job) -> str:
    return (
        f"still executing after {job.timeout:g} s, so it was ended. If it needs longer, give it a "
        f"timeout (seconds) under {job.name} in chapters/parameters.yml."
    )


def _died(exitcode: int | None, seconds: float) -> str:
    how = f"killed by signal {-exitcode}" if exitcode and exitcode < 0 else f"exit code {exitcode}"
    return (
        f"the process that executed it died after {seconds:.1f} s ({how}), often for want of "
        "memory. The next build executes it again."
    )


@cache
def _server():
    """Start the server that has imported the heavy libraries once and forks a process a chapter."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


@contextmanager
def _environment():
    """Lend this process the executions' environment for the moment in which the server starts."""
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
