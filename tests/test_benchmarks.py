"""The benchmarks: they tell what was measured, and know a stale page from a right one."""

import sys
from itertools import product

import pytest

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
import books
import report
from results import Results

RESULTS = Results.read()


def test_the_readme_holds_what_was_measured():
    readme = report.README.read_text(encoding="utf-8")
    assert readme == report.with_table(readme, RESULTS)
    assert report.summary(RESULTS) in readme


def test_the_results_page_holds_what_was_measured():
    assert report.PAGE.read_text(encoding="utf-8") == report.page(RESULTS)


def test_every_book_is_measured_in_every_case():
    runs = {(row.tool, row.book, row.case, row.makes): row.runs for row in RESULTS.rows()}
    for tool, at_least in ((report.THIS, 3), (report.PLAIN, 1)):
        asked = product([tool], report.BOOKS, books.CASES, (report.HTML, report.PDF))
        assert [one for one in asked if runs.get(one, 0) < at_least] == []


def test_this_book_was_right_in_every_case():
    assert [row for row in RESULTS.rows() if row.tool == report.THIS and not row.right] == []


def test_a_book_of_any_size_is_reported():
    run = {"case": "cold", "tool": report.THIS, "makes": report.HTML, "seconds": 1.0}
    run |= {"driver": 1.0, "tree": 1.0, "right": True}
    made = Results(runs=[{**run, "book": name} for name in (books.OWN, "100 notebooks")])
    rows = [line for line in report.page(made).splitlines() if "| cold |" in line]
    assert [row.split(" | ")[0] for row in rows] == ["| 100 notebooks", f"| {books.OWN}"]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A generated book of two notebooks."""
    folder = tmp_path_factory.mktemp("generated")
    return books.Book(books.generate(folder / "source", 2), folder / "book")


@pytest.mark.parametrize("case", [case for case in books.CASES if case != "nothing changed"])
def test_a_stale_page_is_known(case, book):
    """A case's edit is not in the pages before a build, and is after it."""
    from measure import run

    expected = book.edit(case)
    assert not book.shows(expected)

    run([sys.executable, "-m", "helpers", "build", "--no-pdf"], book.folder)

    assert book.shows(expected)
