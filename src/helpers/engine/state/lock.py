"""One build at a time: a lock that says who holds it."""

import os
import time
from contextlib import contextmanager

from helpers import paths
from helpers.errors import BookError


@contextmanager
def build_lock():
    """Hold the project's build folder for as long as the block runs.

    Raises
    ------
    BookError
        When another build holds it, naming that build, or when the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    holder = paths.BUILD / "lock.holder"
    try:
        paths.BUILD.mkdir(parents=True, exist_ok=True)
        lock = FileLock(paths.BUILD / "lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise BookError(
            f"another build is at work here ({_read(holder)}). Wait for it, or end it."
        ) from None
    except OSError as error:
        raise BookError(
            f"{paths.relative(paths.BUILD)}: cannot be written ({error.strerror}). The book is "
            "built there; make it writable."
        ) from None
    try:
        holder.write_text(
            f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}", encoding="utf-8"
        )
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _read(holder) -> str:
    try:
        return holder.read_text(encoding="utf-8")
    except FileNotFoundError:
        return "it has just begun"
