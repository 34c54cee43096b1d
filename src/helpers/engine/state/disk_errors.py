"""What a disk refuses, told in words: a full or a read-only one is no programmer's mistake."""

from contextlib import contextmanager
from pathlib import Path

from helpers import paths
from helpers.errors import BookError


def unwritable(path: Path, error: OSError) -> BookError:
    """Make the error for a disk that refuses to be written."""
    return BookError(
        f"{paths.relative(path)}: cannot be written ({error.strerror or error}). Make it writable, "
        "or free the disk, and try again."
    )


def told(error: OSError) -> str:
    """Say what a disk refuses, and that nothing is lost."""
    where = f"{paths.relative(error.filename)}: " if error.filename else ""
    why = error.strerror or str(error)
    if error.args and isinstance(error.args[0], list):  # shutil tells several at once
        why = str(error.args[0][0][-1])
    return (
        f"{where}{why[:1].lower()}{why[1:]}. The published book is as it was. Free some space, or "
        "make the place readable and writable, and try again: what is finished is kept."
    )


@contextmanager
def errors_in_words():
    """Tell what a disk refuses as a person's mistake is told: without a traceback.

    Raises
    ------
    BookError
        In place of an `OSError`.
    """
    try:
        yield
    except OSError as error:
        raise BookError(told(error)) from None
