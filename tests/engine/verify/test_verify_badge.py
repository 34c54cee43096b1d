"""Readers are told what is verified, and never of a figure that is not."""

import re

import pytest


@pytest.fixture(scope="module")
def book(accepted_book, tmp_path_factory):
    made = accepted_book.copy(tmp_path_factory.mktemp("badge") / "book")
    assert made.book("build").returncode == 0
    return made


def badges(book) -> dict[str, str]:
    """What each figure and table says of itself, by id."""
    pages = [book.read(f"_build/html/{name}.html") for name in ("deaths", "prisons", "provinces")]
    return dict(
        re.findall(
            r'title="Permanent link">([\w-]+)</a>.*?figure-verified"[^>]*>([^<]*)<',
            "".join(pages),
            re.DOTALL,
        )
    )


def test_a_figure_is_verified_until_it_changes_and_again_when_that_is_accepted(book):
    date = re.search(r'date-released: "(.*)"', book.read("CITATION.cff"))[1]
    version = re.search(r"^version: (.*)$", book.read("CITATION.cff"), re.MULTILINE)[1]
    edition = f"verified {date}, version {version}"
    figures = ("death-rate", "map-provinces", "prison-deaths", "prison-places")
    assert badges(book) == dict.fromkeys(figures, edition)

    book.edit("chapters/deaths.ipynb", "set_ylim(0, 140)", "set_ylim(0, 150)")
    assert book.book("build").returncode == 0
    assert badges(book) == {**dict.fromkeys(figures, edition), "prison-deaths": "not verified"}

    assert book.book("accept", "prison-deaths").returncode == 0
    assert book.book("build").returncode == 0
    assert badges(book) == dict.fromkeys(figures, edition)


def test_the_badge_leads_to_the_page_that_explains_it(book):
    page = book.read("_build/html/deaths.html")
    assert 'class="figure-verified" href="apparatus/reproducibility.html"' in page


def test_the_page_lists_figures_facts_and_files_with_their_hashes(book):
    page = book.read("_build/html/apparatus/reproducibility.html")
    index = book.read("tests/baseline/figures.csv").splitlines()[1:]
    for line in index:
        id, _, _, rows, digest, *_ = line.split(",")
        assert re.search(rf"<code>{id}</code>.*?>{rows}<.*?{digest}.*?>verified<", page)
    for name in ("data/deaths.csv", "chapters/deaths.ipynb", "requirements.lock"):
        assert f"<code>{name}</code>" in page
    facts = re.search(r"Facts that sentences print.*?>(\d+)<.*?>(\d+)<", page)
    assert facts[1] == facts[2] == "6"


def test_print_says_it_too(book):
    from pypdf import PdfReader

    text = "".join(page.extract_text() for page in PdfReader(book.path("_build/book.pdf")).pages)
    assert re.search(r"prison-deaths · data \w{8} · verified \d{4}-\d\d-\d\d, version", text)
