"""The PDF of the book, read back: what it says of itself, its structure, its pages, its data."""

import re
import shutil
import subprocess
from collections import Counter
from itertools import pairwise

import numpy as np
import pikepdf
import pytest
from PIL import Image

from helpers import paths
from helpers.evidence import package
from tests.engine.print.pages import read, walk

pytestmark = pytest.mark.book
EDGE, SIDE, WIDTH = 60, 92, 595.28  # points, as the template has them
SLACK = 4  # points: punctuation hangs into the margin
THIRD = 0.33
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="no pdftotext: pages are not looked at"
)


@pytest.fixture(scope="module")
def pdf(real_book):
    with pikepdf.open(real_book / "book.pdf") as opened:
        yield opened


@pytest.fixture(scope="module")
def tags(pdf):
    return [(str(one.S)[1:], one) for one in walk(pdf.Root.StructTreeRoot)]


def test_it_is_archivable_and_accessible_and_says_what_it_is(pdf):
    told = pdf.open_metadata()
    assert told.pdfa_status == "3A"
    assert told["pdfuaid:part"] == "1"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.Root.Lang) == "en"
    assert "Ecuador" in told["dc:title"]
    assert told["dc:creator"]
    assert "CC-BY-4.0" in told["dc:rights"]
    assert told["xmpRights:WebStatement"].startswith("https://creativecommons.org/")


def test_every_drawing_is_described_to_those_who_do_not_see_it(tags, real_book):
    figures = [read(one) for kind, one in tags if kind == "Figure"]
    published = list((real_book / "html" / "figures").glob("*.svg"))
    assert len(figures) >= len(published) == len(list((paths.BASELINE / "figures").glob("*.webp")))
    assert all(one.get("Alt", "").strip() for one in figures)


def test_every_table_has_heads(tags):
    tables = [one for kind, one in tags if kind == "Table"]
    assert len(tables) > 20
    assert all(any(str(kid.S) == "/TH" for kid in walk(one)) for one in tables)


def test_headings_are_read_in_order(tags):
    levels = [int(kind[1]) for kind, _ in tags if re.fullmatch("H[1-6]", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bookmarks_are_the_parts_with_their_chapters_and_sections(pdf):
    with pdf.open_outline() as outline:
        tree = {
            one.title: {two.title: [three.title for three in two.children] for two in one.children}
            for one in outline.root
        }
    assert {"Contents", "I. Threats", "Figures and tables", "Index"} <= tree.keys()
    prisons = tree["I. Threats"]["The prison crisis"]
    assert len(prisons) > 3
    assert prisons[-1] == "Evidence"


def test_pages_are_labelled_as_they_are_numbered(pdf):
    labels = [pdf.pages[number].label for number in (1, 2, 3, 4)]
    assert labels == ["ii", "iii", "1", "2"]


def test_the_data_package_is_inside_byte_for_byte(pdf):
    inside = {name: one.get_file().read_bytes() for name, one in pdf.attachments.items()}
    for name in package.tables():
        path = package.resource(name)["path"]
        if path.endswith(".csv"):
            assert inside[f"data/{path}"] == (paths.DATA / path).read_bytes(), path
    assert inside["data/datapackage.json"] == paths.PACKAGE.read_bytes()
    assert inside["computed.csv"].startswith(b"id,indicator,value,unit")
    related = [str(one.AFRelationship) for one in pdf.Root.AF]
    assert set(related) == {"/Data"}
    assert len(related) == len(inside)


def test_every_link_within_leads_to_a_place(pdf):
    known = set(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Dests" in pdf.Root.Names else set()
    within = outside = 0
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            target = link.get("/Dest") or link.get("/A", {}).get("/D")
            if target is None:
                assert str(link.A.URI).startswith(("https:", "http:", "mailto:"))
                outside += 1
                continue
            within += 1
            assert not isinstance(target, pikepdf.String) or str(target) in known
    assert within > 500
    assert outside > 20


@pytest.fixture(scope="module")
def texts(real_book):
    told = subprocess.run(
        ["pdftotext", str(real_book / "book.pdf"), "-"],
        capture_output=True, text=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    return told.split("\f")


@needs_poppler
def test_a_chapter_closes_with_what_it_rests_on(texts):
    whole = " ".join(" ".join(texts).split())
    chapter = whole.split("The prison crisis", 2)[2]
    assert "38,693 People held in prison" in chapter
    assert "Ordóñez, 2021" in chapter


@needs_poppler
def test_references_tell_pages_and_the_index_lists_them(texts):
    whole = " ".join(" ".join(texts).split())
    assert re.search(r"Fig\. \d+, p\. \d+", whole)
    index = whole.rsplit("Index", 1)[1]
    for group in ("Institutions", "Places", "Agreements", "Themes", "Authors cited"):
        assert group in index
    assert re.search(r"Colombia \d+", index)


@needs_poppler
def test_no_word_stands_outside_the_margins(real_book):
    told = subprocess.run(
        ["pdftotext", "-bbox", str(real_book / "book.pdf"), "-"],
        capture_output=True, text=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    for number, page in enumerate(told.split("<page ")[1:], start=1):
        for x1, x2, word in re.findall(r'xMin="(.+?)" .*?xMax="(.+?)" .*?>(.*?)</word>', page):
            assert float(x1) >= EDGE - SLACK, f"page {number}: {word}"
            assert float(x2) <= WIDTH - EDGE + SLACK, f"page {number}: {word}"


@needs_poppler
def test_no_page_is_left_nearly_empty(pdf, real_book, tmp_path):
    subprocess.run(
        ["pdftoppm", "-r", "24", "-gray", str(real_book / "book.pdf"), str(tmp_path / "p")],
        check=True,
    )
    empty = []
    drawn = [np.asarray(Image.open(file)) for file in sorted(tmp_path.glob("*.pgm"))]
    for number, page in enumerate(drawn):
        if drawn[min(number + 1, len(drawn) - 1)].mean() < 128 or number > len(drawn) - 16:
            continue  # a part ends here, or the chapters have
        body = page[int(len(page) * 0.085) : int(len(page) * 0.915)]
        inked = np.flatnonzero((body < 200).any(axis=1))
        if not inked.size or inked[-1] / len(body) < THIRD:
            empty.append(number + 1)
    # A chapter that no way of setting it fits is rare.
    assert len(empty) <= 3, empty


def test_expect_at_most_so_many_pages(pdf):
    assert len(pdf.pages) <= 150


@needs_poppler
def test_pages_and_print_hold_the_same_words(real_book, texts):
    """Word for word, chapter by chapter, but for what only a screen or only paper has."""
    from bs4 import BeautifulSoup

    whole = " ".join(texts)
    printed = Counter(words(whole))
    for page in ("threats/prison-crisis", "partners/colombia", "region/donors"):
        soup = BeautifulSoup(
            (real_book / "html" / f"{page}.html").read_text("utf-8"), "html.parser"
        )
        article = soup.select_one("article")
        for unseen in article.select(
            ".fact-note, .headerlink, .cell_input, details, script, style, svg, .figure-tools, "
            ".passage, .finding-link, .parameters, .prev-next-area, .page-cite, footer, .cite"
        ):
            unseen.decompose()
        missing = [
            word
            for word, number in Counter(words(article.get_text(" "))).items()
            if printed[word] < number and not runs_over(word, whole)
        ]
        assert not missing, f"{page}: {missing}"


def words(text):
    """The words of a text, without the breaks that lines and long names are given."""
    text = re.sub("\u00ad\\s*\n\\s*", "", text.replace("\u200b", ""))
    text = re.sub(r"(\w)[-‐–/]\s*\n\s*(?=\w)", r"\1", text)
    return re.findall(r"\w+", re.sub(r"(\w)[-‐–/.,’'](?=\w)", r"\1", text))


def runs_over(word, text):
    """Whether a word begins at one page's foot and ends on the next, with heads in between."""
    return any(
        re.search(rf"\b{word[:at]}[-‐\u00ad]\s*\n[^§]{{0,300}}?\b{word[at:]}\b", text)
        for at in range(2, len(word) - 1)
    )
