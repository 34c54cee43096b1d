"""Edits, and what each must cause: which chapters execute again, which pages are written again.

After each edit the book is the one that a build from nothing makes, byte for byte.
"""

import json

import pytest

from tests.engine.books import Edit, apply, build, keep, put_back, replace

ALL = {"deaths", "prisons", "provinces"}
APPARATUS = {"apparatus/observations", "apparatus/computed", "apparatus/bibliography"}
LISTED = {"apparatus/reproducibility"}  # lists the digests of chapters and data
PAGES = ALL | APPARATUS | LISTED | {"index"}


def append(name, text):
    return lambda project: project.write(name, project.read(name) + text)


def every(reason, chapters=ALL):
    return dict.fromkeys(chapters, reason)


def prisons_first(project):
    entries = ["      - file: chapters/deaths\n", "      - file: chapters/prisons\n"]
    project.edit("_toc.yml", "".join(entries), "".join(reversed(entries)))


def drop_provinces(project):
    project.edit(
        "_toc.yml", "  - caption: Places\n    chapters:\n      - file: chapters/provinces\n", ""
    )
    project.path("chapters/provinces.ipynb").unlink()


def reorder_figures(project):
    """The figures change places, so the reference to the first prints another number."""
    notebook = json.loads(project.read("chapters/deaths.ipynb"))
    cells = notebook["cells"]
    shown = [index for index, one in enumerate(cells) if "{data-figure}" in "".join(one["source"])]
    first, last = shown[0], shown[-1]
    cells[first], cells[last] = cells[last], cells[first]
    project.write("chapters/deaths.ipynb", json.dumps(notebook))


STYLE = "src/helpers/figures/style.py"
STATIC = "src/helpers/engine/static"
PRINTED = "src/helpers/engine/print/template/book.typ"
EDITS = [
    Edit("nothing", lambda project: None),
    Edit(
        "a CSV that one chapter draws",
        replace("data/deaths.csv", "0.6833", "0.6834"),
        stale={"deaths": "data/deaths.csv changed"},
        written={"deaths"} | LISTED,
        pdf=True,
    ),
    Edit(
        "a CSV from which a chapter computes what another page lists",
        replace("data/prisons.csv", "10112", "10113"),
        stale={"prisons": "data/prisons.csv changed"},
        written={"prisons", "apparatus/computed", "apparatus/observations"} | LISTED,
    ),
    Edit(
        "an observation",
        replace("data/observations.csv", "29.42,", "29.43,"),
        stale=every("data/observations.csv changed", {"deaths", "prisons"}),
        written={"prisons", "apparatus/computed", "apparatus/observations"} | LISTED,
    ),
    Edit(
        "what every explanation of a fact tells",
        replace("data/sources.csv", "Author, Anna", "Writer, Anna"),
        stale=every("data/sources.csv changed"),
        written=PAGES - {"apparatus/bibliography"},
    ),
    Edit(
        "geodata",
        replace("data/geo/provinces.geojson", "Azuay", "El Azuay"),
        stale={"provinces": "data/geo/provinces.geojson changed"},
        written={"provinces"} | LISTED,
    ),
    Edit(
        "places, which no chapter reads",
        replace("data/geo/places.csv", ",Ecuador", ",The Republic of Ecuador"),
        written={"apparatus/computed", "apparatus/observations"} | LISTED,
    ),
    Edit(
        "what a unit is called",
        replace("data/units.csv", "people,person,people", "people,person,persons"),
        stale=every("data/units.csv changed", {"deaths", "prisons"}),
        written={"apparatus/computed", "apparatus/observations"} | LISTED,
    ),
    Edit(
        "the contract of the tables",
        replace("data/datapackage.json", '"title": "Units"', '"title": "Units of measure"'),
        stale=every("data/datapackage.json changed"),
        written=LISTED,
    ),
    Edit(
        "a helper that drawing chapters import",
        append(STYLE, "\nUNUSED = 1\n"),
        stale=every(f"{STYLE} changed", {"deaths", "provinces"}),
    ),
    Edit(
        "a helper that chapters reach through another",
        append("src/helpers/figures/canonical.py", "\nUNUSED = 1\n"),
        stale=every("src/helpers/figures/canonical.py changed"),
    ),
    Edit(
        "a helper that nobody imports",
        append("src/helpers/figures/charts/dates.py", "\nUNUSED = 1\n"),
    ),
    Edit("a comment in a helper", append(STYLE, "\n# A remark.\n")),
    Edit(
        "the palette, which chapters and pages share",
        replace("src/helpers/figures/palette.py", 'SECOND = "#17456b"', 'SECOND = "#17456c"'),
        stale=every("src/helpers/figures/palette.py changed", {"deaths", "provinces"}),
        written=PAGES,
    ),
    Edit("the style of pages", append(f"{STATIC}/book.css", "mark { top: 0; }"), written=PAGES),
    Edit(
        "the style of print",
        replace(PRINTED, "size: 10pt, fill: ink", "size: 10.5pt, fill: ink"),
        written=PAGES,
        pdf=True,
    ),
    Edit(
        "a parameter",
        replace("chapters/parameters.yml", "2018", "2019"),
        stale={"deaths": "parameter first_year changed"},
        written={"deaths"} | LISTED,
    ),
    Edit("_config.yml", replace("_config.yml", "Search this book", "Search"), written=PAGES),
    Edit(
        "the lock",
        append("requirements.lock", "# another\n"),
        stale=every("the locked environment changed"),
        written=PAGES,
    ),
    Edit(
        "prose in a chapter",
        replace("chapters/deaths.ipynb", "The rate rose as well.", "The speed rose as well."),
        written={"deaths"} | LISTED,
        pdf=True,
    ),
    Edit("prose on a page", append("chapters/index.md", "\nMore.\n"), written={"index"} | LISTED),
    Edit("a title", replace("chapters/prisons.ipynb", "# Prisons", "# Cells"), written=PAGES),
    Edit(
        "code",
        replace("chapters/prisons.ipynb", r"table(\"prisons\")", r"table(\"prisons\").head(2)"),
        stale={"prisons": "its code cells changed"},
        written={"prisons", "apparatus/computed", "apparatus/observations"} | LISTED,
    ),
    Edit(
        "a comment in code",
        replace("chapters/prisons.ipynb", r"table(\"prisons\")", r"table(\"prisons\")  # all"),
        written={"prisons"} | LISTED,
    ),
    Edit(
        "a figure before the others: the numbers of those behind it change",
        reorder_figures,
        written={"deaths"} | LISTED,
    ),
    Edit("the order of chapters", prisons_first, written=PAGES),
    Edit("the caption of a part", replace("_toc.yml", "Places", "Where"), written=PAGES),
    Edit("a chapter taken out", drop_provinces, written=PAGES - {"provinces"}),
    Edit("how to cite the book", replace("CITATION.cff", "0.1.0", "0.1.1"), written=PAGES),
    Edit(
        "a file that no page reads, and one lists",
        lambda project: project.write("data/notes.txt", "Read by nobody.\n"),
        written=LISTED,
    ),
    Edit(
        "a citation: its work leaves the bibliography, by which notes of facts name it",
        replace("chapters/deaths.ipynb", " {cite}`author2022`", ""),
        written={"deaths", "index", "prisons"} | APPARATUS | LISTED,
    ),
    Edit(
        "the bibliography",
        replace("chapters/references.bib", "A Press", "Another Press"),
        written=PAGES,
    ),
]


@pytest.fixture(scope="module")
def kept(pristine_small_book, tmp_path_factory):
    """The small book, built, and a copy of it as it was then."""
    return keep(pristine_small_book, tmp_path_factory.mktemp("built"))


@pytest.fixture
def built(kept):
    """The small book, built."""
    return put_back(*kept)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_what_an_edit_causes(edit, built, pristine_small_book, tmp_path):
    """Exactly the right chapters execute and pages are written; the result is a clean one."""
    told, written = apply(edit, built, pristine_small_book.copy(tmp_path / "clean"))
    assert {name for name, why in told.items() if why != "fresh"} == edit.stale.keys()
    for name, reason in edit.stale.items():
        assert reason in told[name]
    assert written == edit.written


AHEAD = """\
import time

ours = time.time_ns
time.time_ns = lambda: ours() + 86_400 * 10**9
"""


def test_an_edit_is_seen_though_the_clock_was_set_back(pristine_small_book, tmp_path):
    """Sphinx compares the time of an edit with that of its last reading, here a day ahead."""
    project = pristine_small_book.copy(tmp_path / "book")
    project.write("src/sitecustomize.py", AHEAD)
    build(project, pdf=False)
    project.path("src/sitecustomize.py").unlink()
    project.edit("chapters/deaths.ipynb", "The rate rose as well.", "The speed rose as well.")
    project.edit("chapters/index.md", "executes in a moment", "executes at once")
    build(project, pdf=False)
    assert "The speed rose as well." in project.read("_build/html/deaths.html")
    assert "executes at once" in project.read("_build/html/index.html")


def test_every_file_is_edited(pristine_small_book, tmp_path):
    """The table leaves out no CSV, geodata, notebook or setting of the small book."""
    before, edited = contents(pristine_small_book), set()
    for number, edit in enumerate(EDITS):
        project = pristine_small_book.copy(tmp_path / str(number))
        edit.make(project)
        after = contents(project)
        edited |= {name for name in before if after.get(name) != before[name]}

    assert before.keys() - edited == set()


def contents(project):
    """Every file of the small book but code and the apparatus's few lines of prose."""
    files = {file.relative_to(project.root).as_posix(): file for file in project.root.rglob("*")}
    return {
        name: file.read_bytes()
        for name, file in files.items()
        if file.is_file() and not name.startswith(("src/", "chapters/apparatus/"))
    }
