"""The book itself: every figure, table, fact, parameter and file of data is the accepted one."""

import subprocess
import sys

import pytest

from helpers import paths


@pytest.mark.book
def test_the_book_comes_out_as_accepted():
    ran = subprocess.run(
        [sys.executable, "-m", "helpers", "verify"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_baseline_is_small_enough_for_git():
    size = sum(file.stat().st_size for file in paths.BASELINE.rglob("*") if file.is_file())
    assert 0 < size < 4 * 2**20
