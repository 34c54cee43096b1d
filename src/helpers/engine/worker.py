"""Processes that do one piece of work aside, and never outlive the build that started them."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait

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
    "MATPLOTLIBRC": os.devnull,  # else a person's own settings
    "GDAL_CONFIG_FILE": os.devnull,
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",  # GDAL reaches the network where no hook sees it
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
# What else is let in: what a process needs to run, and where libraries put what they find out once.
# All other variables stay outside, for no kept result knows of them.
NEEDED = (
    "PATH",
    "HOME",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONPYCACHEPREFIX",
    "MPLCONFIGDIR",
    "XDG_CACHE_HOME",
)
_starting = threading.Lock()


class DiedError(Exception):
    """A process ended without a result.

    Parameters
    ----------
    exitcode : int or None
        As of ``multiprocessing``: negative for the signal that ended it.
    """

    def __init__(self, exitcode: int | None):
        killed = exitcode is not None and exitcode < 0
        super().__init__(f"killed by signal {-exitcode}" if killed else f"exit code {exitcode}")


class Worker:
    """A process in the executions' environment that does one piece of work.

    Parameters
    ----------
    method : str
        How ``multiprocessing`` starts it: ``spawn``, or ``forkserver``.
    work : callable
        What it does with the arguments that `give` sends.
    prepare : callable, optional
        What it does before they come, such as importing what is slow to import.
    """

    def __init__(self, method: str, work: Callable, prepare: Callable | None = None):
        context = multiprocessing.get_context(method)
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, work, prepare), daemon=True)
        with executions_environment():
            self._process.start()
        theirs.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def give(self, *args) -> None:
        """Send it its work."""
        with suppress(OSError):  # it is gone; `take` says so
            self._connection.send(args)

    def take(self, timeout: float | None = None):
        """Wait for what its work returned; raise what it raised.

        Raises
        ------
        TimeoutError
            When it takes longer than `timeout` seconds.
        DiedError
            When the process ended without a result.
        """
        try:
            if not self._connection.poll(timeout):
                raise TimeoutError
            made, error = self._connection.recv()
        except (EOFError, ConnectionError):
            self._process.join(5)
            raise DiedError(self._process.exitcode) from None
        if error is not None:
            raise error
        return made

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()  # before it could find nobody there, and complain
        self._process.join()
        self._connection.close()


@contextmanager
def executions_environment():
    """Lend this process the executions' environment for the moment in which another starts."""
    with _starting:
        before = dict(os.environ)
        for name in before.keys() - set(NEEDED):
            del os.environ[name]
        os.environ.update(ENVIRONMENT)
        try:
            yield
        finally:
            for name in ENVIRONMENT:
                del os.environ[name]
            os.environ.update(before)


def _serve(connection, work: Callable, prepare: Callable | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build hears it, and ends its workers
    _end_with_parent()
    if prepare is not None:
        prepare()
    try:
        outcome = work(*connection.recv()), None
    except Exception as error:
        outcome = None, error
    connection.send(outcome)


def _end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, however that ended.

    A build that is killed cannot end its workers. Without this, one would go on writing where
    the next build already works, or execute an endless cell for ever.
    """

    def guard():
        wait([multiprocessing.parent_process().sentinel])
        os._exit(1)

    threading.Thread(target=guard, daemon=True).start()
