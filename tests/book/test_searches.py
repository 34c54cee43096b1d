"""The real book, searched: what comes first, how fast, how heavy, and whether it leads anywhere.

``searches.csv`` beside this file says what a reader types and what must come first, by its kind,
its title and its place. Add a row for whatever must be found.
"""

import csv
import gzip
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.book

with (Path(__file__).parent / "searches.csv").open(encoding="utf-8", newline="") as opened:
    SEARCHES = list(csv.DictReader(opened))
KINDS = {
    *("Sections", "Figures", "Tables", "Works cited", "Findings", "Facts", "Places", "Actors"),
    *("Agreements", "Events", "Glossary", "What the sources say", "Discrepancies", "Data"),
}
HEAVIEST = 400 * 1024  # bytes, with gzip, of all that comes when somebody searches
SLOWEST = 150  # milliseconds from a letter to its results
LISTS = ("observations", "computed", "timeline", "discrepancies", "glossary", "passages")


@pytest.fixture(scope="module")
def html(real_book):
    return (real_book / "html").resolve()


@pytest.fixture(scope="module")
def index(html) -> dict:
    """What pages load when they are searched."""
    text = (html / "_static" / "search" / "index.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("window.BOOK_INDEX=").rstrip(";\n"))


@pytest.fixture
def browser(chromium):
    chromium.resize(1280, 900)
    chromium.errors.clear()
    yield chromium
    assert chromium.errors == []


@pytest.fixture
def searching(browser, html):
    """The browser with the search open, on whatever page."""
    if not browser.run(
        "Boolean(document.querySelector('.search-dialog[open]') && window.BookFind)"
    ):
        browser.open(html / "threats" / "prison-crisis.html")
        browser.shortcut("k")
        browser.wait("window.BookFind")
        browser.run("BookFind.ready")
    browser.run("document.querySelector('.search-box input').select()")
    return browser


# --- what comes first


@pytest.mark.parametrize("row", SEARCHES, ids=lambda row: row["typed"])
def test_what_must_come_first_does(row, searching):
    searching.type(row["typed"])
    searching.wait("document.querySelector('.search-result')")
    first = searching.run(
        "((one) => [one.closest('.search-group').querySelector('.search-kind').textContent,"
        "one.querySelector('.search-title').textContent, one.href])"
        "(document.querySelector('.search-result'))"
    )
    kind, title, href = first
    before, _, anchor = href.partition("#")
    place = before.partition("?")[0].partition("/html/")[2] + (f"#{anchor}" if anchor else "")
    assert (kind, title, place) == (row["kind"], row["title"], row["leads_to"])


def test_all_of_a_kind_are_a_click_away(searching):
    searching.type("cooperation")
    searching.wait("document.querySelector('.search-all')")
    told = searching.run("document.querySelector('.search-all').textContent")
    count, kind = told.removeprefix("All ").split(": ")
    searching.run("document.querySelector('.search-all').click()")
    searching.wait(f"document.querySelectorAll('.search-page .search-result').length === {count}")
    kinds = "[...document.querySelectorAll('.search-kind')].map((one) => one.textContent)"
    assert searching.run(kinds) == [kind]
    searching.run("document.querySelector('.search-status a').click()")
    searching.wait("document.querySelectorAll('.search-kind').length > 3")


def test_at_least_twenty_searches_are_held():
    assert len(SEARCHES) >= 20
    assert len({row["kind"] for row in SEARCHES}) >= 8


def test_every_kind_of_thing_can_be_found(index):
    found = {index["kinds"][entry[0]][0] for entry in index["entries"]}
    assert found == KINDS


def test_everything_that_is_found_is_where_it_is_said_to_be(index, html):
    anchors = {}
    for address, title in index["pages"]:
        page = BeautifulSoup((html / address).read_bytes(), "html.parser")
        anchors[address] = {one["id"] for one in page.find_all(id=True)}
        assert title == page.find("h1").get_text().removesuffix("#"), address
    missing = [
        f"{entry[3]} → {index['pages'][entry[1]][0]}#{entry[2]}"
        for entry in index["entries"]
        if entry[2] and entry[2] not in anchors[index["pages"][entry[1]][0]]
    ]
    assert not missing, "\n".join(missing[:20])


def test_nothing_is_listed_twice_and_nothing_is_nameless(index):
    told = [(*entry[:4], entry[5]) for entry in index["entries"]]
    assert len(told) == len(set(told))
    assert all(entry[3].strip() for entry in index["entries"])


def test_a_fact_names_the_pages_that_print_it(index):
    numbers = {page: number for number, (page, _) in enumerate(index["pages"])}
    [fact] = [one for one in index["entries"] if one[2] == "fact-prisons-population-2021-02"]
    assert numbers["threats/prison-crisis.html"] in fact[6]


# --- weight and time


def test_what_a_search_loads_is_light(html):
    folder = html / "_static" / "search"
    loaded = [folder / name for name in ("minisearch.js", "language.js", "index.js", "find.js")]
    weights = {file.name: len(gzip.compress(file.read_bytes(), mtime=0)) for file in loaded}
    assert sum(weights.values()) < HEAVIEST, weights


def test_a_letter_is_answered_before_one_notices(searching):
    slowest = searching.run(
        """(async () => {
        const input = document.querySelector(".search-box input");
        const times = {};
        for (let again = 0; again < 3; again += 1) {
          for (const text of ["cooperation between", "prison deaths 2021", "38,693", "homocide"]) {
            for (let end = 1; end <= text.length; end += 1) {
              const typed = text.slice(0, end);
              input.value = typed;
              const begun = performance.now();
              input.dispatchEvent(new Event("input"));
              document.querySelector(".search-results").getBoundingClientRect();
              const took = performance.now() - begun;
              times[typed] = Math.min(times[typed] ?? Infinity, took);
              await new Promise((go) => setTimeout(go));
            }
          }
        }
        return Object.entries(times).sort((a, b) => b[1] - a[1])[0]; })()"""
    )
    assert slowest[1] < SLOWEST, slowest


# --- the filters of long lists


def shown(browser) -> int:
    return browser.run(
        "[...document.querySelectorAll('[data-row]')].filter((r) => !r.hidden).length"
    )


@pytest.mark.parametrize("name", LISTS)
def test_filters_stay_below_the_header_and_can_be_clicked(name, browser, html):
    for width in (1920, 1280, 820, 700):
        browser.resize(width, 900)
        browser.open(html / "apparatus" / f"{name}.html")
        browser.wait("document.querySelector('.browse input')")
        browser.run("scrollTo({top: 2500, behavior: 'instant'})")
        over = browser.run(
            "(() => { const one = document.querySelector('.browse input'), box ="
            " one.getBoundingClientRect(); return [box.top, one === document.elementFromPoint("
            "box.left + box.width / 2, box.top + box.height / 2)]; })()"
        )
        assert over[0] > 0, width
        assert over[1], f"{width} px: something lies over the filters"


def test_a_row_that_is_led_to_is_not_under_the_filters(browser, html):
    page = html / "apparatus" / "observations.html"
    browser.send("Page.navigate", url=f"{page.as_uri()}#fact-prisons-population-2021-02")
    row = "document.getElementById('fact-prisons-population-2021-02')"
    bar = "document.querySelector('.browse')?.getBoundingClientRect().bottom"
    browser.wait(
        f"document.readyState === 'complete' && {row}.getBoundingClientRect().top >= {bar}"
    )


@pytest.mark.parametrize("typed", ["narcotrafico", "NARCOTRÁFICO"])
def test_filters_know_no_accents(typed, browser, html):
    browser.open(html / "apparatus" / "glossary.html")
    browser.wait("document.querySelector('.browse input')")
    browser.run("document.querySelector('.browse input').focus()")
    browser.type(typed)
    text = browser.run("document.querySelector('[data-row]:not([hidden])').textContent")
    assert "narcotráfico" in text
    assert 0 < shown(browser) < 10


def test_filters_know_a_number_without_its_comma(browser, html):
    counts = []
    for typed in ("38,693", "38693"):
        browser.open(html / "apparatus" / "observations.html")
        browser.wait("document.querySelector('.browse input')")
        browser.run("document.querySelector('.browse input').focus()")
        browser.type(typed)
        counts.append(shown(browser))
    assert counts[0] == counts[1] > 0


def test_filters_are_in_the_address_and_come_back_with_it(browser, html):
    browser.open(html / "apparatus" / "timeline.html")
    browser.wait("document.querySelector('.browse select')")
    browser.run(
        "(() => { const one = document.querySelector('.browse select[data-key=kind]');"
        "one.value = 'treaty' in one ? 'treaty' : one.options[1].value;"
        "one.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    browser.run("document.querySelector('.browse input').focus()")
    browser.type("bogota")
    browser.wait("new URLSearchParams(location.search).get('q') === 'bogota'")
    kept = browser.run("[location.search, document.querySelector('.browse output').textContent]")
    assert "kind=" in kept[0]
    before = browser.run("location.href")
    browser.open(html / "index.html")
    browser.send("Page.navigate", url=before)
    browser.wait(f"document.querySelector('.browse output')?.textContent === {kept[1]!r}")
    assert browser.run("document.querySelector('.browse input').value") == "bogota"
    browser.run("document.querySelector('.browse [type=reset]').click()")
    browser.wait("location.search === ''")


def test_a_link_to_a_row_clears_the_filters_that_hide_it(browser, html):
    page = (html / "apparatus" / "observations.html").as_uri()
    browser.send("Page.navigate", url=f"{page}?q=nothing-like-it#fact-prisons-population-2021-02")
    browser.wait("document.getElementById('fact-prisons-population-2021-02')?.offsetHeight > 0")
    browser.wait("document.querySelector('.browse input')?.value === ''")
