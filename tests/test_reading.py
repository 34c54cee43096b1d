"""The real book in the hands of its readers: on a phone, with a keyboard, read aloud, offline."""

import re
from itertools import pairwise

import pytest
from browser import EXECUTABLE
from bs4 import BeautifulSoup

pytestmark = pytest.mark.book

PHONE = 390
needs_browser = pytest.mark.skipif(
    EXECUTABLE is None, reason="no Chromium on this machine: pages are not looked at in a browser"
)


@pytest.fixture(scope="module")
def html(real_book):
    return (real_book / "html").resolve()


@pytest.fixture(scope="module")
def files(html):
    return [file for file in sorted(html.rglob("*.html")) if "_static" not in file.parts]


@pytest.fixture(scope="module")
def browser(chromium):
    return chromium


def read(file) -> BeautifulSoup:
    return BeautifulSoup(file.read_bytes(), "html.parser")


def test_headings_form_an_outline(files, html):
    for file in files:
        levels = [int(one.name[1]) for one in read(file).select("main :is(h1, h2, h3, h4)")]
        name = file.relative_to(html)
        assert levels.count(1) == 1, f"{name}: {levels.count(1)} first headings"
        steps = pairwise(levels)
        assert all(after <= before + 1 for before, after in steps), f"{name}: {levels}"


def test_everything_drawn_and_every_field_has_a_name(files, html):
    for file in files:
        page = read(file)
        name = file.relative_to(html)
        for drawing in page.select("svg.drawing"):
            assert drawing["aria-label"].strip(), name
        for image in page.find_all("img"):
            assert image.has_attr("alt"), f"{name}: {image}"
        for field in page.select("input:not([type=hidden]), select, textarea"):
            named = field.get("aria-label") or field.find_parent("label")
            named = named or page.find("label", attrs={"for": field.get("id", "")})
            assert named or field.get("title") or field.get("type") == "checkbox", (
                f"{name}: {field}"
            )


def test_pages_and_styles_load_nothing_from_another_host(files, html):
    for file in files:
        for element in read(file).select("script[src], img[src], iframe[src], link[rel][href]"):
            if element.name == "link" and "stylesheet" not in element["rel"]:
                continue
            address = element.get("src") or element["href"]
            assert not re.match(r"(https?:)?//", address), f"{file.relative_to(html)}: {address}"
    for style in html.rglob("*.css"):
        found = re.findall(
            r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^)'\"]+", style.read_text("utf-8")
        )
        assert not found, f"{style.relative_to(html)}: {found}"


@needs_browser
def test_no_page_is_wider_than_a_phone_or_complains(files, html, browser):
    browser.resize(PHONE, 844)
    for file in files:
        browser.open(file)
        width = browser.run("document.documentElement.scrollWidth")
        assert width <= PHONE, f"{file.relative_to(html)}: {width} px wide"
    outside = [one for one in browser.requests if not one.startswith(("file:", "data:"))]
    assert outside == []
    assert browser.errors == []


@needs_browser
def test_a_number_says_where_it_is_from_when_the_keyboard_reaches_it(html, browser):
    browser.resize(PHONE, 844)
    browser.open(html / "threats" / "prison-crisis.html")
    browser.run("document.querySelector('.fact > a').focus()")
    browser.wait("getComputedStyle(document.querySelector('.fact > .fact-note')).opacity === '1'")
    box = browser.run(
        "(() => { const one = document.querySelector('.fact > .fact-note')"
        ".getBoundingClientRect(); return [one.left, one.right, one.top]; })()"
    )
    assert box[0] >= 0
    assert box[1] <= PHONE
    assert box[2] >= 0
