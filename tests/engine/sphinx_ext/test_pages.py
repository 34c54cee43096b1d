"""What the book mends of its theme, and what its pages do under a reader's hands."""

import pytest
from bs4 import BeautifulSoup

from helpers.engine.sphinx_ext import page_context

PHONE, DESK = (390, 844), (1280, 900)


@pytest.fixture(scope="module")
def html(pristine_small_book, tmp_path_factory):
    book = pristine_small_book.copy(tmp_path_factory.mktemp("pages") / "book")
    made = book.book("build", "--no-pdf")
    assert made.returncode == 0, made.stderr
    return book.path("_build/html").resolve()


@pytest.fixture(scope="module")
def chapter(html):
    return BeautifulSoup((html / "deaths.html").read_bytes(), "html.parser")


@pytest.fixture(scope="module")
def browser(chromium):
    return chromium


# --- the theme's own faults (jupyter-book issue 2135) and what a screen reader stumbles over


def test_every_search_form_has_a_button_that_sends_it(html):
    for name in ("deaths.html", "search.html"):
        page = BeautifulSoup((html / name).read_bytes(), "html.parser")
        [form] = page.select("form[role=search]")
        assert form.select_one("button[type=submit][aria-label]"), name
        assert (html / form["action"]).is_file() or form["action"] == "#", name


def test_no_heading_is_empty_and_none_is_there_twice(chapter):
    headings = [one.get_text(strip=True) for one in chapter.select("h1, h2, h3")]
    assert all(headings)
    assert len(chapter.find_all("h1")) == 1
    assert chapter.find(id="jb-print-docs-body") is None


def test_buttons_are_named_in_words(chapter):
    for button in chapter.select("button"):
        assert button.get("aria-label") or button.get_text(strip=True), button


def test_folded_code_is_named_by_what_stands_there(chapter):
    folded = chapter.select("details.hide > summary")
    assert folded
    assert not [one for one in folded if one.has_attr("aria-label")]
    assert folded[0].get_text(" ", strip=True) == "Show the code Hide the code"


def test_no_advertiser_has_a_place(html):
    assert not [file for file in html.rglob("*.html") if "ethical-ad" in file.read_text("utf-8")]


# --- the page's end, and its scripts


def test_every_chapter_says_how_to_cite_it(chapter):
    box = chapter.select_one(".cite-page")
    assert "“Deaths”. In International Cooperation" in box.select_one(".cite").get_text()
    assert box.select_one("pre").get_text().startswith("@incollection{deaths,")


def test_scripts_loaded_without_need_are_taken_out(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<script src="a.js"></script><script defer src="x/fontawesome.js?d=1"></script>'
    )
    page_context.lighten(page)
    assert page.read_text() == '<script src="a.js"></script>'


# --- in a browser


def test_a_note_opens_on_focus_stays_in_the_window_and_yields_to_escape(html, browser):
    for size in (PHONE, DESK):
        browser.resize(*size)
        browser.open(html / "deaths.html")
        for number in range(browser.run("document.querySelectorAll('.fact').length")):
            fact = f"document.querySelectorAll('.fact')[{number}]"
            browser.run(f"{fact}.querySelector('a').focus()")
            assert browser.run("document.querySelectorAll(':popover-open').length") == 1
            box = f"{fact}.querySelector('.fact-note').getBoundingClientRect()"
            left, right, top = browser.run(f"(({{left, right, top}}) => [left, right, top])({box})")
            assert left >= 0 <= top
            assert right <= size[0]
            browser.key("Escape")
            assert browser.run("document.querySelectorAll(':popover-open').length") == 0
            assert browser.run("document.activeElement.closest('.fact') !== null"), "focus stays"
    assert browser.errors == []


def test_a_drawing_too_wide_for_a_phone_can_be_reached_and_moved(html, browser):
    browser.resize(*PHONE)
    browser.open(html / "deaths.html")
    browser.wait("document.querySelector('.drawing-scroll.scrolls')")
    told = browser.run(
        "(({tabIndex, role, ariaLabel, className, nextElementSibling: hint}) =>"
        " [tabIndex, role, ariaLabel, className, hint.hidden])"
        "(document.querySelector('.drawing-scroll'))"
    )
    assert told[:3] == [0, "region", "Fig. 1, moves sideways"]
    assert "more-right" in told[3]
    assert told[4] is False
    browser.run("document.querySelector('.drawing-scroll').scrollLeft = 9999")
    browser.wait("!document.querySelector('.drawing-scroll').matches('.more-right')")
    assert browser.run("document.documentElement.scrollWidth") <= PHONE[0]
    text = browser.run(
        "Math.min(...[...document.querySelectorAll('svg.drawing text')]"
        ".map((one) => one.getBoundingClientRect().height))"
    )
    assert text >= 9, "height of the smallest text in a drawing, in pixels"


def test_what_fits_is_no_stop_for_the_keyboard(html, browser):
    browser.resize(*DESK)
    browser.open(html / "deaths.html")
    browser.wait("document.querySelector('.drawing-scroll').nextElementSibling.hidden")
    assert (
        browser.run("document.querySelector('.drawing-scroll').hasAttribute('tabindex')") is False
    )
