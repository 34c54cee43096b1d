"""The PDF: what it is made of, the pages as printed, and how its absence is told."""

import re
import shutil
import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from helpers.publishing import baseline, contents, pdf

SINGLE = """<!doctype html><html><body><div class="body">
<section id="book"><h1>Book<a class="headerlink">#</a></h1>
<p>To <a href="#document-one">one</a> and <a href="one.html#id1">there</a>,
<a href="elsewhere.html">elsewhere</a>, <a href="https://example.org/">away</a>.</p>
<div class="toctree-wrapper"><span id="document-one"></span>
<section id="one"><h2>One &amp; only</h2><p id="id1">first<script>x</script> still</p></section>
<span id="document-two"></span>
<section id="two"><h2>Two</h2><h3>Within</h3><p id="id1">second</p><svg aria-label="Bars."></svg>
</section></div></section></div></body></html>"""
FAKE = "raise OSError(\"cannot load library 'libpango-1.0-0': not found\")"
MM = 72 / 25.4
SLACK = 4  # points: a label at an axis' end may stand out a little


# --- from the single page


@pytest.fixture
def page(tmp_path):
    """The page for print, made of a single page with two chapters."""
    (tmp_path / "index.html").write_text(SINGLE, encoding="utf-8")
    parts = [("First part", ["one"]), ("Last part", ["two"])]
    made = pdf.print_page(tmp_path, parts)
    for element in made.iter():  # written with its namespace, a drawing would have another name
        element.tag = element.tag.rpartition("}")[2]
    return BeautifulSoup(ElementTree.tostring(made, method="html"), "html.parser")


def test_contents_name_parts_and_chapters_in_reading_order(page):
    entries = [(one.get_text(), one["href"]) for one in page.select("nav.contents a")]
    assert [text for text, _ in entries] == ["First part", "One & only", "Last part", "Two"]
    for _, href in entries:
        assert page.find(id=href.removeprefix("#")) is not None, href


def test_every_chapter_has_a_first_heading_of_its_own(page):
    assert [one.get_text() for one in page.select("main h1")] == ["Book", "One & only", "Two"]
    assert [one.get_text() for one in page.select("main h2")] == ["Within"]


def test_what_is_of_no_use_on_paper_goes_and_the_words_around_it_stay(page):
    assert not page.select("script, .headerlink")
    assert page.find(id="one").p.get_text() == "first still"


def test_a_drawing_says_what_it_shows_where_the_typesetter_looks(page):
    assert page.svg.title.get_text() == "Bars."


def test_no_id_stands_twice_and_no_link_leaves_for_a_file(page):
    ids = [one["id"] for one in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    hrefs = {one.get_text(): one.get("href") for one in page.select("main a")}
    assert hrefs == {
        "one": "#document-one",
        "there": "#id1",
        "elsewhere": None,
        "away": "https://example.org/",
    }


# --- without the system's libraries


def test_what_is_missing_is_told_with_the_command_that_brings_it(monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text(FAKE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    told = r"libpango-1\.0-0 is missing.*apt-get install libpango"
    with pytest.raises(pdf.PdfUnavailableError, match=told):
        pdf.require()


def test_the_pages_come_out_all_the_same(small_book, tmp_path):
    (tmp_path / "fake").mkdir()
    (tmp_path / "fake" / "weasyprint.py").write_text(FAKE, encoding="utf-8")
    path = f"{tmp_path / 'fake'}:{small_book.path('src')}"
    made = small_book.book("build", PYTHONPATH=path)
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[0].startswith("No PDF: the system library libpango-1.0-0")
    assert small_book.path("_build/html/index.html").is_file()
    assert not small_book.path("_build/book.pdf").exists()


# --- as printed


@pytest.fixture(scope="module")
def printed(real_book) -> PdfReader:
    return PdfReader(real_book / "book.pdf")


@pytest.mark.book
def test_it_says_that_it_is_accessible_and_what_it_is(printed):
    root = printed.trailer["/Root"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
    assert "Ecuador" in printed.metadata.title
    assert printed.metadata.subject


@pytest.mark.book
def test_every_drawing_is_described_to_those_who_do_not_see_it(printed, real_book):
    figures = [
        one for one in tags(printed.trailer["/Root"]["/StructTreeRoot"]) if one["/S"] == "/Figure"
    ]
    published = {one.stem for one in (real_book / "html" / "figures").glob("*.svg")}
    accepted = baseline.read().figures.values()
    assert published == {one.id for one in accepted if one.kind == "figure"}
    assert len(figures) >= len(published) > 0
    assert all(str(one.get("/Alt", "")).strip() for one in figures)


def tags(element):
    """Every element of the document's structure."""
    kids = element.get("/K", [])
    for one in kids if isinstance(kids, list) else [kids]:
        kid = one.get_object() if isinstance(one, IndirectObject) else one
        if isinstance(kid, dict) and "/S" in kid:
            yield kid
            yield from tags(kid)


@pytest.mark.book
def test_bookmarks_are_the_parts_with_their_chapters(printed):
    parts = contents.parts()
    top = [one.title for one in printed.outline if not isinstance(one, list)]
    assert [one for one in top if one in dict(parts)] == [caption for caption, _ in parts]
    chapters = [
        [one for one in after if not isinstance(one, list)]
        for before, after in pairwise(printed.outline)
        if isinstance(after, list) and not isinstance(before, list) and before.title in dict(parts)
    ]
    assert [len(one) for one in chapters] == [len(names) for _, names in parts]


@pytest.mark.book
def test_the_contents_give_the_page_on_which_each_chapter_begins(printed):
    text = printed.pages[1].extract_text()
    told = dict(re.findall(r"^(.+?)[ .]{3,}(\d+)$", text, re.MULTILINE))
    begins = {
        " ".join(one.title.split()): printed.get_destination_page_number(one) + 1
        for part in printed.outline
        for one in (part if isinstance(part, list) else [part])
        if not isinstance(one, list)
    }
    found = {title: int(page) for title, page in told.items() if title in begins}
    assert len(found) > 20
    assert found == {title: begins[title] for title in found}


@pytest.mark.book
def test_every_link_within_leads_to_a_place(printed):
    known = set(printed.named_destinations)
    links = [
        (number, link.get_object())
        for number, page in enumerate(printed.pages, start=1)
        for link in page.get("/Annots", [])
    ]
    within = [(number, one) for number, one in links if "/Dest" in one or "/D" in one.get("/A", {})]
    assert len(within) > 500
    for number, one in within:
        target = one.get("/Dest") or one["/A"]["/D"]
        assert not isinstance(target, str) or target in known, f"page {number}: {target}"
    files = [
        one["/A"]["/URI"]
        for _, one in links
        if str(one.get("/A", {}).get("/URI", "")).startswith("file:")
    ]
    assert files == []


@pytest.mark.book
@pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="no pdftotext: where words stand is not measured"
)
def test_no_word_stands_outside_the_margins(real_book):
    told = subprocess.run(
        ["pdftotext", "-bbox", str(real_book / "book.pdf"), "-"],
        capture_output=True, text=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    left, right = 26 * MM - SLACK, (210 - 22) * MM + SLACK
    for number, page in enumerate(told.split("<page ")[1:], start=1):
        for x1, x2, word in re.findall(r'xMin="(.+?)" .*?xMax="(.+?)" .*?>(.*?)</word>', page):
            if number > 1:  # the title page has margins of its own
                assert left <= float(x1), f"page {number}: {word}"
                assert float(x2) <= right, f"page {number}: {word}"
