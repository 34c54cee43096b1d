"""Mistakes of an author: each is told in words, changes nothing, and leaves the earlier book whole.

A mistake is made in the small book that was built before, and the book is built again, as a person
would. What can be known before a chapter executes is told before one does. Mistakes that
only Sphinx sees are all made in one copy: they are told together.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

DEATHS, PRISONS = "chapters/deaths.ipynb", "chapters/prisons.ipynb"
INDEX, PARAMETERS = "chapters/index.md", "chapters/parameters.yml"
BIBLIOGRAPHY = "chapters/references.bib"


@dataclass(frozen=True)
class Mistake:
    """A mistake, and what must be said of it: the whole message, or how it begins and goes on."""

    name: str
    make: Callable
    told: tuple[str, ...]


def edit(file: str, old: str, new: str) -> Callable:
    return lambda book: book.edit(file, old, new)


def write(file: str, text: str) -> Callable:
    return lambda book: book.write(file, text)


def delete(file: str) -> Callable:
    return lambda book: book.path(file).unlink()


def published(root: Path) -> dict[str, str]:
    """Digests of all that readers see, by name, and where the links to it lead."""
    build = root / "_build"
    pages = (build / "html").resolve()
    digests = {
        file.relative_to(pages).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(pages.rglob("*"))
        if file.is_file()
    }
    return {
        **digests,
        "html": os.readlink(build / "html"),
        "current": os.readlink(build / "current"),
    }


def problems(book) -> list[str]:
    """Build the book, which must be refused in words; return the problems that were told."""
    before = published(book.root)
    ran = book.book("build", "--no-pdf")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr, ran.stderr
    assert not ran.stdout
    assert before == published(book.root), "the published book is another"
    assert [one.name for one in book.path("_build/editions").iterdir()] == ["1"], "half an edition"
    head, *told = re.split(r"^- ", ran.stderr, flags=re.MULTILINE)
    assert head == f"{len(told)} problem{'s' if len(told) > 1 else ''}:\n"
    assert str(book.root) not in ran.stderr, "files are named from the project's root"
    return [one.strip() for one in told]


@pytest.fixture(scope="module")
def built(pristine_small_book, tmp_path_factory):
    """The small book, built."""
    book = pristine_small_book.copy(tmp_path_factory.mktemp("built") / "book")
    ran = book.book("build", "--no-pdf")
    assert ran.returncode == 0, ran.stderr
    return book


@pytest.fixture
def book(built, pristine_small_book):
    """The same book, to make a mistake in, which is mended afterwards."""
    yield built
    for name in ("chapters", "data"):
        shutil.rmtree(built.path(name))
        shutil.copytree(pristine_small_book.path(name), built.path(name))
    for name in ("_config.yml", "_toc.yml", "CITATION.cff"):
        shutil.copyfile(pristine_small_book.path(name), built.path(name))


def without_a_column(book) -> None:
    rows = [line.split(",") for line in book.read("data/deaths.csv").splitlines()]
    book.write("data/deaths.csv", "".join(",".join(r[:2] + r[3:]) + "\n" for r in rows))


BEFORE_EXECUTING = [
    Mistake(
        "a missing column",
        without_a_column,
        ("data/deaths.csv, row 1: column rate is missing. Expected year, deaths, rate, source",),
    ),
    Mistake(
        "a wrong type",
        edit("data/deaths.csv", "2021,121,", "2021,many,"),
        ("data/deaths.csv, row 5, field deaths: found 'many', expected an integer. Mend the cell",),
    ),
    Mistake(
        "a duplicate id",
        edit("data/observations.csv", "deaths.2021,deaths", "deaths.2020,deaths"),
        (
            "data/observations.csv, row 3, field id: found 'deaths.2020' a second time, expected a "
            "value that no other row has. Mend the cell",
        ),
    ),
    Mistake(
        "a key that stands twice",
        edit("data/deaths.csv", "2021,121,", "2020,121,"),
        (
            "data/deaths.csv, row 5: found the key of row 4 again, expected one that no other row "
            "has",
        ),
    ),
    Mistake(
        "an unknown source",
        edit("data/deaths.csv", "0.6833,author-2022", "0.6833,autor-2022"),
        (
            "data/deaths.csv, row 5, field source: found 'autor-2022', expected id of a row of "
            "table "
            "sources. Mend the cell, or add the row to data/sources.csv. Did you mean author-2022?",
        ),
    ),
    Mistake(
        "an unknown place",
        edit("data/observations.csv", "ecuador,2020", "equador,2020"),
        (
            "data/observations.csv, row 2, field place: found 'equador', expected id of a row of "
            "table places. Mend the cell, or add the row to data/geo/places.csv. Did you mean "
            "ecuador?",
        ),
    ),
    Mistake(
        "a work that a table cites and the bibliography lacks",
        edit("data/observations.csv", "3,author2022,51", "3,autor2022,51"),
        (
            "data/observations.csv, row 2, field cited: found 'autor2022', expected a key of "
            "chapters/references.bib. Add the work there, or mend the key. Did you mean "
            "author2022?",
        ),
    ),
    Mistake(
        "a contract without tables",
        edit("data/datapackage.json", '"resources": [', '"tables": ['),
        (
            "data/datapackage.json: no list of resources. It names every table; restore it from "
            "git.",
        ),
    ),
    Mistake(
        "a notebook that is not JSON",
        edit(DEATHS, '"cells"', "cells"),
        (f"{DEATHS}, line 2: not valid JSON (Expecting property name", "Restore the notebook"),
    ),
    Mistake(
        "a notebook that is none",
        write(DEATHS, "[]"),
        (f"{DEATHS}: JSON, but not a notebook (it has no list of cells). Restore",),
    ),
    Mistake(
        "a notebook of another version",
        edit(DEATHS, '"nbformat": 4', '"nbformat": 3'),
        (f"{DEATHS}: found nbformat 3, expected 4. Save the notebook with a current Jupyter.",),
    ),
    Mistake(
        "a page that is not UTF-8",
        lambda book: book.path(INDEX).write_bytes(b"# A small book\n\n\xe9\n"),
        (f"{INDEX}, line 3: a byte that is not UTF-8. Save the file as UTF-8.",),
    ),
    Mistake(
        "an entry without a file",
        lambda book: (
            book.edit("_toc.yml", "/provinces", "/province"),
            book.path("chapters/provinces.ipynb").rename(book.path("chapters/p.txt")),
        ),
        (
            "_toc.yml: chapters/province has no file (looked for chapters/province.ipynb and "
            "chapters/province.md below chapters/). Add the file or take the entry out.",
        ),
    ),
    Mistake(
        "a file in no entry",
        write("chapters/left-out.md", "# Left out\n"),
        (
            "chapters/left-out.md: in no entry of _toc.yml, so no reader would find it. Add an "
            "entry "
            "or delete the file.",
        ),
    ),
    Mistake(
        "two files for one page",
        write("chapters/deaths.md", "# Deaths\n"),
        ("chapters/deaths.md: deaths.ipynb lies beside it, and both would be the same page.",),
    ),
    Mistake(
        "a misspelt word in the contents list",
        edit("_toc.yml", "caption: Places", "captoin: Places"),
        ("_toc.yml, part 2: 'captoin' means nothing here; expected caption, chapters",),
    ),
    Mistake(
        "a contents list of another form",
        edit("_toc.yml", "format: jb-book", "format: jb-article"),
        ("_toc.yml: found format 'jb-article', expected `format: jb-book`. Mend",),
    ),
    Mistake(
        "broken YAML in _toc.yml",
        edit("_toc.yml", "root: chapters", "root: [chapters"),
        ("_toc.yml, line 3: not valid YAML (expected ',' or ']', but got ':'). Mend that line",),
    ),
    Mistake(
        "broken YAML in _config.yml",
        edit("_config.yml", "\ntitle: ", "\ntitle: ["),
        ("_config.yml, line 3: not valid YAML (",),
    ),
    Mistake(
        "broken YAML in parameters.yml",
        edit(PARAMETERS, "deaths:", "deaths: ["),
        (f"{PARAMETERS}, line 3: not valid YAML (",),
    ),
    Mistake(
        "broken YAML in CITATION.cff",
        edit("CITATION.cff", "\ntitle: ", "\ntitle: ["),
        ("CITATION.cff, line 5: not valid YAML (",),
    ),
    Mistake(
        "a citation without authors",
        edit("CITATION.cff", "\nauthors:", "\nwriters:"),
        ("CITATION.cff: authors is missing. Every page says how to cite it with that; add a line",),
    ),
    Mistake(
        "an unknown setting",
        edit("_config.yml", "use_issues_button", "use_isues_button"),
        (
            "_config.yml, html: Jupyter Book has no setting 'use_isues_button' here. Mend the "
            "word, "
            "or take the line out. Did you mean use_issues_button",
        ),
    ),
    Mistake(
        "a setting of the wrong type",
        edit("_config.yml", "home_page_in_navbar: true", "home_page_in_navbar: 3"),
        ("_config.yml, html, home_page_in_navbar: 3 is not of type 'boolean'. Mend the value.",),
    ),
    Mistake(
        "a broken entry of the bibliography",
        edit(BIBLIOGRAPHY, "title = {On Deaths in Prisons},", "title = {On Deaths in Prisons}"),
        (f"{BIBLIOGRAPHY}, line 4: '}}' expected. Look there for a comma, brace or quote",),
    ),
    Mistake(
        "a key of the bibliography that stands twice",
        lambda book: book.write(BIBLIOGRAPHY, book.read(BIBLIOGRAPHY) * 2),
        (
            f"{BIBLIOGRAPHY}: repeated bibliography entry: author2022. Every work needs a key of "
            f"its",
        ),
    ),
    Mistake(
        "an unknown parameter",
        edit(PARAMETERS, "first_year: 2018", "first_year: 2018\n  last_yaer: 2021"),
        (
            f"{PARAMETERS}, deaths: last_yaer is not a parameter of the notebook (it has "
            f"first_year). "
            "Declare it there, or take the line out.",
        ),
    ),
    Mistake(
        "a missing parameter",
        write(PARAMETERS, "{}\n"),
        (f"{PARAMETERS}, deaths: parameter first_year (int) is missing. Give its value.",),
    ),
    Mistake(
        "a parameter of the wrong type",
        edit(PARAMETERS, "2018", '"2018"'),
        (
            f"{PARAMETERS}, deaths: parameter first_year is '2018', a text; the notebook declares "
            f"it "
            "as int. Mend the value, or the notebook's parameters cell.",
        ),
    ),
    Mistake(
        "a parameter without a type",
        edit(DEATHS, "first_year: int = 2018", "first_year = 2018"),
        (f"{DEATHS}, cell 2, line 1: found `first_year = 2018`, but a parameters cell holds only",),
    ),
    Mistake(
        "a parameter that stands twice",
        edit(PARAMETERS, "first_year: 2018", "first_year: 2018\n  first_year: 2019"),
        (f"{PARAMETERS}, line 3: not valid YAML ('first_year' stands twice).",),
    ),
    Mistake(
        "a number typed into prose",
        edit(INDEX, "In 2021\n", "In 2021, with 16,636 people held,\n"),
        (
            f"{INDEX}, line 3: the number 16,636 is typed by hand in “In 2021, with 16,636 people "
            "held,",
            "Print it with {fact}`…`, so that it can be traced and verified; a number that is no "
            "evidence is written {plain}`16,636`.",
        ),
    ),
    Mistake(
        "a number typed into a caption",
        edit(DEATHS, "The rate rose as well.", "The rate rose to 0.68."),
        (f"{DEATHS}, cell 7, line 3: the number 0.68 is typed by hand in “",),
    ),
]


@pytest.mark.parametrize("mistake", BEFORE_EXECUTING, ids=lambda one: one.name)
def test_told_before_a_chapter_executes(book, mistake):
    mistake.make(book)
    (told,) = problems(book)
    assert told.startswith(mistake.told[0])
    assert all(part in told for part in mistake.told)


def test_mistakes_in_several_files_are_told_together(book):
    book.edit("data/deaths.csv", "2021,121,", "2021,many,")
    book.edit(PARAMETERS, "2018", "soon")
    book.edit("_config.yml", "use_issues_button", "use_isues_button")
    book.edit(INDEX, "In 2021\n", "In 2021, with 16,636 people held,\n")
    files = {told.partition(",")[0] for told in problems(book)}
    assert files == {"data/deaths.csv", PARAMETERS, "_config.yml", INDEX}


def test_an_entry_that_is_misspelt_finds_its_file(book):
    book.edit("_toc.yml", "/prisons", "/prison")
    entry, file = problems(book)
    assert entry.endswith("Did you mean chapters/prisons?")
    assert file.startswith("chapters/prisons.ipynb: in no entry of _toc.yml")


EXECUTING = [
    Mistake(
        "a notebook that raises",
        edit(DEATHS, "set_ylim(0, 140)", "set_ylim(0, 1 / 0)"),
        (f"{DEATHS}, cell 4: ZeroDivisionError: division by zero", ">   3 ax.set_ylim(0, 1 / 0)"),
    ),
    Mistake(
        "a cell that is no Python",
        edit(DEATHS, "set_ylim(0, 140)", "set_ylim(0, 140"),
        (f"{DEATHS}, cell 4: SyntaxError: '(' was never closed\n", ">   3 ax.set_ylim(0, 140"),
    ),
    Mistake(
        "an unknown unit",
        edit(PRISONS, '\\"people\\"', '\\"peple\\"'),
        (f"{PRISONS}, cell 3: unit 'peple': not in data/units.csv. Did you mean people",),
    ),
    Mistake(
        "one id for two figures",
        edit(PRISONS, 'publish(\\"prison-places\\"', 'publish(\\"death-rate\\"'),
        (
            f"{PRISONS}: figure 'death-rate' is made by {DEATHS} already. Every figure and fact "
            f"needs "
            "an id of its own.",
        ),
    ),
]


@pytest.mark.parametrize("mistake", EXECUTING, ids=lambda one: one.name)
def test_told_when_chapters_execute(book, mistake):
    mistake.make(book)
    (told,) = problems(book)
    assert told.startswith(mistake.told[0])
    assert all(part in told for part in mistake.told)


COMPILING = [
    Mistake(
        "an unknown fact in a page",
        edit(INDEX, "{fact}`deaths.2021`", "{fact}`deaths.2022`"),
        (
            f"{INDEX}, line 3: fact 'deaths.2022': neither in data/observations.csv nor declared "
            "with computed(…) in a chapter. Did you mean deaths.2021",
        ),
    ),
    Mistake(
        "an unknown fact in a caption",
        edit(DEATHS, "from {fact}`deaths.2020`", "from {fact}`deaths.2029`"),
        (f"{DEATHS}, cell 5, line 3: fact 'deaths.2029': neither in data/observations.csv",),
    ),
    Mistake(
        "an unknown page",
        edit(INDEX, "{doc}`deaths`", "{doc}`death`"),
        (f"{INDEX}, line 3: a link leads to 'death', which is no page", "Did you mean /deaths?"),
    ),
    Mistake(
        "an unknown figure",
        lambda book: book.edit(
            "chapters/provinces.ipynb", "{data-figure} map-provinces", "{data-figure} map-province"
        ),
        (
            "chapters/provinces.ipynb, cell 4, line 1: figure 'map-province': no chapter publishes "
            "it. Add publish('map-province', …) to a cell. Did you mean map-provinces",
        ),
    ),
    Mistake(
        "a figure that is made and not shown",  # for that it is misspelt where it is to be shown
        lambda book: None,
        (
            "chapters/provinces.ipynb, cell 1, line 3: 'fig-map-provinces' is made, but no page "
            "shows",
        ),
    ),
    Mistake(
        "an unknown table",
        edit(PRISONS, "{data-table} prison-places", "{data-table} prison-place"),
        (
            f"{PRISONS}, cell 4, line 1: table 'prison-place': no chapter publishes it.",
            "Did you mean prison-places",
        ),
    ),
    Mistake(
        "a reference to no figure",
        edit(DEATHS, "{numref}`fig-prison-deaths`", "{numref}`fig-prison-death`"),
        (
            f"{DEATHS}, cell 1, line 3: {{numref}} or {{ref}} to 'fig-prison-death', which no page "
            "has. A figure is named fig-ID after {data-figure} ID",
            "Did you mean fig-prison-deaths",
        ),
    ),
    Mistake(
        "a figure without an alt text",
        edit(DEATHS, ":alt: A line of the death rate, rising each year.", ":alt:"),
        (
            f"{DEATHS}, cell 7, line 1: figure 'death-rate': no alt text. Add :alt: with what a "
            "reader who cannot see the figure must know",
        ),
    ),
    Mistake(
        "a citation of an unknown work",
        edit(DEATHS, "{cite}`author2022`", "{cite}`autor2022`"),
        (
            f"{DEATHS}, cell 1, line 3: citation key 'autor2022' is not in {BIBLIOGRAPHY}. Add the "
            "work there, or mend the key. Did you mean author2022?",
        ),
    ),
    Mistake(
        "a role that there is not",
        edit(PRISONS, "{fact}`prisons.overcrowding`", "{fakt}`prisons.overcrowding`"),
        (
            f"{PRISONS}, cell 1, line 3: there is no role {{fakt}}. Mend the word. Did you mean "
            f"fact?",
        ),
    ),
    Mistake(
        "an unknown setting of Sphinx",
        edit("_config.yml", "html_show_sphinx", "html_show_sphnx"),
        ("_config.yml, sphinx, config: Sphinx has no setting 'html_show_sphnx'. Mend the word",),
    ),
]


@pytest.fixture(scope="module")
def told_by_compiling(built, tmp_path_factory):
    """What a book is told that has all of these mistakes at once."""
    book = built.copy(tmp_path_factory.mktemp("compiling") / "book")
    for mistake in COMPILING:
        mistake.make(book)
    return problems(book)


@pytest.mark.parametrize("mistake", COMPILING, ids=lambda one: one.name)
def test_told_when_pages_are_made(told_by_compiling, mistake):
    (told,) = [one for one in told_by_compiling if one.startswith(mistake.told[0])]
    assert all(part in told for part in mistake.told)


def test_nothing_else_is_told(told_by_compiling):
    assert len(told_by_compiling) == len(COMPILING)


def test_a_mistake_mended_leaves_no_trace(book):
    before = published(book.root)
    book.edit("data/deaths.csv", "2021,121,", "2021,many,")
    problems(book)
    book.edit("data/deaths.csv", "2021,many,", "2021,121,")
    ran = book.book("build", "--no-pdf")
    assert ran.stdout.startswith("Nothing has changed")
    assert before == published(book.root)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["bild"], "No such command 'bild'. Did you mean 'build'?"),
        (["build", "--pfd"], "No such option '--pfd'. (Did you mean"),
        (
            ["build", "--jobs", "-1"],
            "Invalid value for '--jobs': -1 is not in the range x>=0",
        ),
        (["build", "--jobs", "all"], "Invalid value for '--jobs'"),
        (["sources", "nowhere"], "'nowhere' does not exist"),
        (["check", "dta"], "No such command 'dta'. Did you mean 'data'?"),
    ],
)
def test_a_command_misused_is_told_in_words(small_book, arguments, told):
    ran = small_book.book(*arguments)
    assert ran.returncode == 2
    assert told in ran.stderr
    assert ran.stderr.startswith("Usage: book ")
    assert "Traceback" not in ran.stderr
    assert not small_book.path("_build").exists()
