"""Nothing that the book prints can change without verification naming it."""

import json

import pytest
from test_verify import verify

from helpers.engine.extensions import PrintsFacts, registry
from helpers.engine.pages import myst
from tests.conftest import SMALL_BOOK, WHOLE_BOOK

DEATHS, PRISONS = "chapters/deaths.ipynb", "chapters/prisons.ipynb"
NUMBERS = "src/helpers/evidence/numbers.py"


@pytest.fixture
def book(accepted_book, tmp_path):
    """A copy of the small book to harm."""
    return accepted_book.copy(tmp_path / "book")


@pytest.fixture
def whole_book(accepted_whole_book, tmp_path):
    """A copy of the whole book to harm."""
    return accepted_whole_book.copy(tmp_path / "book")


def uses() -> tuple[set[str], set[str]]:
    """The roles and directives on the pages of the small book and its additions."""
    texts = [
        file.read_text(encoding="utf-8")
        for folder in (SMALL_BOOK, WHOLE_BOOK)
        for file in folder.rglob("chapters/**/*.md")
    ]
    for file in SMALL_BOOK.rglob("*.ipynb"):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        texts += ["".join(one["source"]) for one in cells if one["cell_type"] == "markdown"]
    items = [item for text in texts for item in myst.read(text)]
    directives = {item.name for item in items if isinstance(item, myst.Directive)}
    return {one.name for one in myst.roles_in(items)}, directives


def test_the_small_books_use_every_role_and_directive_of_the_project():
    roles, directives = uses()
    assert registry().roles.keys() - roles == set()
    assert registry().directives.keys() - directives == set()


@pytest.mark.parametrize("name", registry().roles)
def test_every_role_says_what_it_prints(name):
    assert isinstance(registry().roles[name], PrintsFacts)


HARM = {
    "a fact": (
        ("data/observations.csv", "2021,29.42,", "2021,29.52,"),
        {"data/observations.csv", "prisons.overcrowding"},
        "29.42\u202f% → 29.52\u202f%",
    ),
    "a fact in words": (
        ("data/observations.csv", "2021,3,prisons", "2021,4,prisons"),
        {"data/observations.csv", "prisons.counted"},
        "3 → 4",
    ),
    "a word for a number": (
        ("src/helpers/engine/sphinx_ext/fact_roles.py", '"three"', '"drei"'),
        {"prisons.counted"},
        "fact-words: three; fact-words-capital: Three → fact-words: drei; fact-words-capital: Drei",
    ),
    "a fact for another": (
        (DEATHS, "In 2021 {fact}`deaths.2021`", "In 2021 {fact}`deaths.2020`"),
        {"page:deaths", "deaths.2021", "deaths.2020"},
        "block 2 of 4 is changed: “In 2021 {fact}`deaths.2020` people died",
    ),
    "a caption": (
        (DEATHS, "The rate rose as well.", "The rate fell as well."),
        {"death-rate"},
        "caption, rose → fell",
    ),
    "a fact in a caption": (
        (DEATHS, "to {fact}`deaths.2021` in", "to {fact}`deaths.2020` in"),
        {"prison-deaths"},
        "caption, {fact}`deaths.2021` → {fact}`deaths.2020`",
    ),
    "an alt text": (
        (DEATHS, "A line of the death rate, rising", "A line of the death rate, falling"),
        {"death-rate"},
        "alt text, rising → falling",
    ),
    "a cell of a table": (
        ("data/prisons.csv", "Turi,1634", "Turi,1635"),
        {"data/prisons.csv", "prison-places", "prisons.held"},
        "row Turi, held 1634 → 1635",
    ),
    "how a cell is printed": (
        (NUMBERS, 'f"{value:z,.{digits}f}"', 'f"{value:z_.{digits}f}"'),
        {"prison-places", "prisons.held"},
        "its columns' titles or its numbers are printed otherwise",
    ),
    "the order of rows": (
        (PRISONS, "data=prisons)", 'data=prisons.sort_values(\\"places\\"))'),
        {"prison-places"},
        "in another order: row 1 was Guayas · 10112 · 5036, is Turi · 1634 · 2716",
    ),
    "the order of columns": (
        (PRISONS, "data=prisons)", "data=prisons[prisons.columns[::-1]])"),
        {"prison-places"},
        "in another order: columns prison, held, places → places, held, prison",
    ),
    "where a figure is from": (
        ("chapters/provinces.ipynb", "author-2022 §2", "author-2022 §3"),
        {"map-provinces"},
        "sources, §2 → §3",
    ),
    "a computed value": (
        (DEATHS, 'value(\\"deaths.2021\\") /', '2 * value(\\"deaths.2021\\") /'),
        {"deaths.growth"},
        "2.37\u202ftimes → 4.75\u202ftimes",
    ),
    "a word on a page": (
        ("chapters/index.md", "executes in a moment", "executes in an hour"),
        {"page:index"},
        "block 2 of 2 is changed: “It has everything",
    ),
    "a heading": (
        (PRISONS, "# Prisons", "# Jails"),
        {"page:prisons"},
        "block 1 of 3 is changed: “Jails”",
    ),
    "an output of a cell": (
        (
            PRISONS,
            'prisons = table(\\"prisons\\")',
            'prisons = table(\\"prisons\\")\\nlen(prisons)',
        ),
        {"page:prisons"},
        "block 4 of 4 is new: “output of code cell 1: 3”",
    ),
    "where a figure stands": (
        (DEATHS, "```{data-figure} death-rate", "Words.\\n\\n```{data-figure} death-rate"),
        {"page:deaths"},
        "block 4 of 5 is new: “Words.”",
    ),
}


@pytest.mark.parametrize(("edit", "named", "told"), HARM.values(), ids=HARM)
def test_what_changes_is_named(edit, named, told, book):
    book.edit(*edit)
    failures, _ = verify(book)
    assert failures.keys() == named
    assert any(told in one for one in failures.values()), failures


HARM_OF_THE_ATLAS = {
    "a feature": (
        ("data/thesis-2022/prison_riots.csv", "azuay,34,", "azuay,35,"),
        {"data/thesis-2022/prison_riots.csv", "atlas-prisons"},
        "Deaths: 34; Date",
    ),
    "a layer": (
        ("src/helpers/book/atlas/wording.py", '"Drug routes"', '"Ways of drugs"'),
        {"atlas-drug-routes"},
        "note, Drug routes: → Ways of drugs:",
    ),
    "an outline": (
        ("src/helpers/book/atlas/script.py", "FAR, NEAR = 0.1,", "FAR, NEAR = 3,"),
        {"atlas-outlines"},
        "row ",
    ),
}


@pytest.mark.parametrize(
    ("edit", "named", "told"), HARM_OF_THE_ATLAS.values(), ids=HARM_OF_THE_ATLAS
)
def test_what_changes_in_the_atlas_is_named(edit, named, told, whole_book):
    whole_book.edit(*edit)
    failures, _ = verify(whole_book)
    assert failures.keys() == named
    assert any(told in one for one in failures.values()), failures


def test_a_role_that_is_added_later_is_covered_by_itself(book):
    book.edit(
        "src/helpers/engine/sphinx_ext/fact_roles.py",
        '    app.add_role("fact", FactRole())',
        '    app.add_role("fact", FactRole())\n    app.add_role("number-of", FactRole())',
    )
    book.edit("chapters/index.md", "{fact}`deaths.2021` people", "{number-of}`deaths.2020` people")
    assert verify(book)[0].keys() == {"page:index", "deaths.2020", "deaths.2021"}
    assert book.book("accept").returncode == 0
    book.edit("data/observations.csv", "2020,51,", "2020,52,")
    failures, _ = verify(book)
    assert failures["deaths.2020"] == "51 → 52"


def test_a_fact_that_verification_does_not_see_is_refused(book):
    text = "\n```{eval-rst}\nThere were :fact:`deaths.2020` deaths.\n```\n"
    book.write("chapters/index.md", book.read("chapters/index.md") + text)
    done = book.book("build", "--no-pdf")
    assert done.returncode == 1
    assert "chapters/index.md" in done.stderr
    assert "the fact deaths.2020 is printed here by something that verification" in done.stderr


def test_the_page_of_what_is_verified_counts_all_that_the_book_prints(book):
    assert book.book("build", "--no-pdf").returncode == 0
    page = book.read("_build/html/apparatus/reproducibility.html")
    assert "25 in all, 25 verified" in page
    book.edit("data/observations.csv", "2021,3,prisons", "2021,4,prisons")
    assert book.book("build", "--no-pdf").returncode == 0
    page = book.read("_build/html/apparatus/reproducibility.html")
    assert "25 in all, 23 verified" in page
