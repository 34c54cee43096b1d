"""Executing on the workers of a Dask scheduler: bytes in, bytes out, no shared disk.

A worker needs Python and the locked libraries, and nothing of this project: what it is to do
(`dask_worker`) travels by value, with the job and a snapshot of the project.
"""

import io
import logging
import pickle
import tarfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from helpers import paths
from helpers.engine.execute import dask_worker, pool
from helpers.engine.execute.sandbox import Failure, Job, Result
from helpers.engine.state import fingerprints
from helpers.engine.worker import ENVIRONMENT, NEEDED
from helpers.errors import BookError

VARIABLES = {**dict.fromkeys(NEEDED), **ENVIRONMENT}  # None: as the worker has it
PATIENCE = 20  # seconds in which a scheduler must answer, and have a worker


def run_on(scheduler: str, jobs: Iterable[Job]) -> Iterator[Result]:
    """Execute jobs on the workers of a scheduler and yield their results as they come.

    Parameters
    ----------
    scheduler : str
        Its address, for example ``tcp://10.0.0.5:8786``.
    jobs : iterable of Job
        In the order in which to start them.

    Raises
    ------
    BookError
        When Dask is not installed, or the scheduler does not answer or has no worker.
    """
    cloudpickle, client = _connect(scheduler)
    cloudpickle.register_pickle_by_value(dask_worker)
    with client, _giving_up_without_workers(client):
        # To each worker, so that it is not lost with one of them.
        project = client.scatter(snapshot(), broadcast=True, hash=False)

        environment = fingerprints.of_environment()

        # Not a name that a worker would look up, but a function that travels with all it calls.
        def work(*given, execute=dask_worker.execute):
            return execute(*given)

        def submit(executor, job):
            packed = pickle.dumps(replace(job, root=""))
            return executor.submit(work, project, packed, job.timeout, VARIABLES, environment)

        yield from pool.run(
            jobs, executor=client.get_executor(pure=False), submit=submit, read=_read
        )


def _connect(scheduler: str):
    try:
        import cloudpickle
        from distributed import Client
    except ImportError:
        raise BookError(
            "--scheduler needs Dask. Install it with: .venv/bin/python -m pip install distributed"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told below
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BookError(
            f"no Dask scheduler answers at {scheduler} ({error}). Start one with `dask scheduler`, "
            "or execute on this machine: book build"
        ) from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        client.close()
        raise BookError(
            f"the Dask scheduler at {scheduler} has no workers. Start some with "
            f"`dask worker {scheduler}`, or execute on this machine: book build"
        ) from None
    return cloudpickle, client


@contextmanager
def _giving_up_without_workers(client):
    """Close the connection when scheduler or workers stay away: nothing would ever come back."""
    ended = threading.Event()

    def guard():
        missing = 0
        while not ended.wait(1):
            alive = client.status == "running" and client.scheduler_info(n_workers=-1)["workers"]
            missing = 0 if alive else missing + 1
            if missing > PATIENCE:
                client.close()
                return

    threading.Thread(target=guard, daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _read(job: Job, made: tuple[str, object]) -> Result:
    """Make a result of what came back."""
    outcome, told = made
    if outcome == "done":
        return pickle.loads(told)
    if outcome == "endless":
        return Result(job.name, failure=Failure(0, pool.endless(job)))
    return Result(job.name, failure=Failure(0, pool.died(*told)))


def snapshot() -> bytes:
    """Pack what a chapter may look at: chapters, data, code, and the files beside them.

    What links lead to travels in their place. Folders travel too: a chapter may ask for an empty
    one.
    """
    places = [place / name for place, names in fingerprints.folders() for name in ("", *names)]
    places += [one for one in paths.ROOT.iterdir() if one.is_file()]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1, dereference=True) as archive:
        for path in places:
            if path.exists():  # unlike what a broken link leads to
                archive.add(path, paths.relative(path), recursive=False)
    return packed.getvalue()
