"""What a disk refuses is told in words, whatever form its error has."""

import errno
import os
import shutil

import pytest

from helpers import paths
from helpers.engine.state import disk_errors

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(paths.BUILD / "book.pdf"))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FULL, "_build/book.pdf: no space left on device."),
        (shutil.Error([("a", "b", "Permission denied")]), "permission denied."),
        (TimeoutError("No valid workers found"), "no valid workers found."),
    ],
)
def test_an_error_says_where_and_why(error, told):
    assert disk_errors.told(error).startswith(f"{told} The published book is as it was.")
