"""The real book, built once and read as its readers get it."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from pypdf import PdfReader

from helpers import paths
from helpers.engine.pages import table_of_contents
from helpers.evidence import package

pytestmark = pytest.mark.book

LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}


@pytest.fixture(scope="module")
def html(real_book) -> Path:
    return (real_book / "html").resolve()


@pytest.fixture(scope="module")
def pages(html) -> dict[str, BeautifulSoup]:
    """Every page, parsed, by its path in the book."""
    return {
        file.relative_to(html).as_posix(): soup(file)
        for file in sorted(html.rglob("*.html"))
        if "_static" not in file.parts
    }


@pytest.fixture(scope="module")
def bundles(real_book) -> dict[str, dict]:
    """What chapters published, by the anchor that it has in the book."""
    folder = real_book / "work" / "compile" / "bundles" / "figures"
    made = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    return {f"{'fig' if one['kind'] == 'figure' else 'tab'}-{one['id']}": one for one in made}


def articles(pages) -> list:
    """The pages of the contents list, in its order."""
    return [pages[f"{one.removeprefix('chapters/')}.html"] for one in table_of_contents.entries()]


@cache
def soup(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_bytes(), "html.parser")


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


@pytest.fixture(scope="module")
def shown(pages, bundles) -> dict:
    """The one place of the book at which each figure and table stands."""
    found = {anchor: [] for anchor in bundles}
    for page in pages.values():
        for element in page.find_all(["figure", "table"], id=True):
            found.get(element["id"], []).append(element)
    for anchor, places in found.items():
        assert len(places) == 1, f"{anchor} stands at {len(places)} places"
    return {
        anchor: places[0].find_parent(class_=["data-figure", "data-table"])
        for anchor, places in found.items()
    }


def test_every_entry_of_the_contents_has_its_page(pages):
    expected = {f"{one.removeprefix('chapters/')}.html" for one in table_of_contents.entries()}
    assert pages.keys() == expected | {"genindex.html", "search.html"}
    for name in expected:
        assert len(pages[name].select("article h1")) == 1, name


def test_every_page_is_reached_from_the_first(pages):
    listed = {link["href"] for link in pages["index.html"].select("nav a[href]")}
    expected = {f"{one.removeprefix('chapters/')}.html" for one in table_of_contents.entries()}
    assert listed >= expected - {"index.html"}


def test_no_role_or_directive_is_left_in_the_text(pages):
    for name, page in pages.items():
        text = page.find("article") or page
        for code in text.find_all(["pre", "code"]):
            code.extract()
        assert "{fact}" not in text.get_text(), name
        assert "```" not in text.get_text(), name


def test_every_figure_is_whole(shown, bundles, html):
    for anchor, bundle in bundles.items():
        place = shown[anchor]
        caption = place.find(["figcaption", "caption"])
        kind = "Fig." if bundle["kind"] == "figure" else "Table"
        assert caption.find(class_="caption-number").get_text().startswith(kind), anchor
        assert len(words(caption.find(class_="caption-text")).split()) >= 3, anchor
        assert "Source" in words(place.find(class_="figure-source")), anchor
        assert bundle["sources"], anchor
        assert bundle["id"] in words(place), "its permanent name"
        files = [a["href"] for a in place.select("a[download]")]
        suffixes = {"csv", "svg", "png"} if bundle["kind"] == "figure" else {"csv"}
        assert suffixes <= {file.rpartition(".")[2] for file in files}, anchor
        assert (html / "figures" / f"{bundle['id']}.csv").is_file()


def test_every_figure_is_told_in_words_and_in_numbers(shown, bundles):
    for anchor, bundle in bundles.items():
        place = shown[anchor]
        assert len(place.select("table tbody tr")) == bundle["rows"], f"{anchor}: rows of its data"
        if bundle["kind"] == "figure":
            drawing = place.find("svg")
            assert drawing["role"] == "img"
            assert len(drawing["aria-label"].split()) >= 8, f"{anchor}: alt text"
            assert not any(one in drawing["aria-label"] for one in ("{", "`")), anchor


def test_numbers_of_figures_count_on(pages, bundles):
    for kind in ("Fig.", "Table"):
        numbers = [
            int(words(number).split()[1])
            for page in pages.values()
            for number in page.select(".caption-number")
            if words(number).startswith(kind)
        ]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_every_number_in_a_sentence_leads_to_its_row(pages, html):
    links = [
        (name, link["href"])
        for name, page in pages.items()
        for link in page.select("span.fact a[href]")
    ]
    assert len(links) > 300
    for name, href in links:
        path, _, anchor = href.partition("#")
        row = soup((html / name).parent.joinpath(path).resolve()).find(id=anchor)
        assert row is not None, f"{name} → {href}"


def test_no_link_is_dead(pages, html):
    dead = [
        f"{name} → {address}"
        for name, page in pages.items()
        for address in addresses(page)
        if not leads_somewhere(html / name, address)
    ]
    assert not dead, "\n".join(sorted(set(dead)))


def addresses(page) -> list[str]:
    return [
        element[attribute]
        for tag, attribute in LINKS.items()
        for element in page.find_all(tag)
        if element.get(attribute)
    ]


def leads_somewhere(page: Path, address: str) -> bool:
    """Whether a file is there and has that anchor; addresses of other hosts are not asked."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https", "mailto", "data"}
    file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not file.is_file():
        return False
    anchor = unquote(parts.fragment)
    if not anchor or file.suffix != ".html":
        return True
    return anchor in anchors(file)


@cache
def anchors(file: Path) -> set[str]:
    return {element["id"] for element in soup(file).find_all(id=True)}


def test_no_name_stands_twice_on_a_page(pages):
    for name, page in pages.items():
        ids = Counter(element["id"] for element in page.find_all(id=True))
        assert not [one for one, count in ids.items() if count > 1], name


def test_no_table_lies_unused(pages, real_book):
    """Each table is read by a chapter, or readers find it in the catalogue."""
    records = (real_book / "work" / "executions").glob("*/record.json")
    read = {name for file in records for name in json.loads(file.read_bytes())["inputs"]}
    offered = {
        link["href"].removeprefix("../")
        for link in pages["apparatus/catalogue.html"].select("a[href]")
    }
    tables = {f"data/{one['path']}" for one in package.tables().values()}
    assert tables - read - offered == set()
    assert len(tables & read) > len(tables) / 2


def test_the_book_says_how_to_cite_it(pages):
    for page in articles(pages):
        assert "How to cite" in words(page), page.title
        assert "Contributors to International Cooperation" in words(page), page.title


def test_the_pdf_is_whole_and_tagged(real_book, pages):
    pdf = PdfReader(real_book / "book.pdf")
    assert len(pdf.pages) > 60
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert pdf.metadata.title
    assert pdf.metadata.author.startswith("Contributors to")
    bookmarks = {" ".join(one.title.split()) for one in flat(pdf.outline)}
    left_out = set(yaml.safe_load(paths.CONFIG.read_text())["sphinx"]["config"]["print_leaves_out"])
    titles = {
        words(page.select_one("article h1")).rstrip("# ")
        for name, page in pages.items()
        if page in articles(pages) and name.removesuffix(".html") not in left_out
    }
    assert titles <= bookmarks


def flat(outline) -> list:
    return [one for item in outline for one in (flat(item) if isinstance(item, list) else [item])]


def test_building_again_finds_nothing_to_do(real_project):
    ran = real_project.book("build")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("Nothing has changed: _build/html/index.html and _build/book.pdf")
