"""The search as a reader has it: typed into, from a disk, by keys and by a finger."""

import hashlib
import json
import time
from contextlib import suppress

import pytest
from bs4 import BeautifulSoup

from helpers import paths
from helpers.engine.sphinx_ext.search import index
from tests.engine.books import build

STATIC = paths.SOURCE / "helpers" / "engine" / "static" / "search"
DESK, PHONE, SMALLEST = (1280, 900), (390, 844), (320, 640)
HOSTILE = "<script>taken=1</script> <img src=x onerror=taken=2> Arraigo’s “\"'&"
PAGES = 8  # of the small book
LETTERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@pytest.fixture(scope="module")
def html(pristine_small_book, tmp_path_factory):
    """The small book with a long section, a text that is no text, and more rows than a screen."""
    book = pristine_small_book.copy(tmp_path_factory.mktemp("search") / "book")
    rows = book.read("data/observations.csv")
    hostile = HOSTILE.replace('"', '""')
    rows += f'prisons.hostile,prisons,"{hostile}",ecuador,2021,38693,people,author-2022,§2,8,,'
    rows += '"38,693",as-printed,\n'
    book.write("data/observations.csv", rows)
    package = json.loads(book.read("data/datapackage.json"))
    for one in package["resources"]:
        if one["name"] == "observations":
            one.pop("rows", None)
            one.pop("hash", None)
            one.pop("bytes", None)
    book.write("data/datapackage.json", json.dumps(package))
    filler = " ".join(f"Here {word} sentences follow each other." for word in LETTERS * 12)
    book.edit(
        "chapters/index.md",
        book.read("chapters/index.md"),
        book.read("chapters/index.md")
        + f"\n## Kidnapping\n\n{filler} Narcotráfico is a word of Spanish.\n\n{filler}\n",
    )
    build(book, pdf=False)
    return book.path("_build/html").resolve()


@pytest.fixture
def browser(chromium, html):
    """The browser at a chapter, at a desk; what goes wrong in it fails the test."""
    chromium.resize(*DESK)
    chromium.errors.clear()
    chromium.requests.clear()
    chromium.open(html / "deaths.html")
    yield chromium
    assert chromium.errors == []
    assert not [one for one in chromium.requests if not one.startswith(("file:", "data:"))]


def search(browser, typed: str) -> list[dict]:
    """Type into the search and give what it lists, best first."""
    browser.run("document.querySelector('.search-dialog').close()")
    browser.shortcut("k")
    browser.run("document.querySelector('.search-box input').value = ''")
    browser.type(typed)
    browser.wait("/result|Nothing/.test(document.querySelector('.search-status').textContent)")
    return browser.run(
        "[...document.querySelectorAll('.search-result')].map((one) => ({"
        "kind: one.closest('.search-group').querySelector('.search-kind').textContent,"
        "title: one.querySelector('.search-title')?.textContent ?? '',"
        "marked: [...one.querySelectorAll('mark')].map((mark) => mark.textContent),"
        "excerpt: one.querySelector('.search-excerpt')?.textContent ?? '',"
        "href: one.getAttribute('href')}))"
    )


def active(browser) -> str:
    """The title of the result that Enter leads to."""
    return browser.run(
        "document.getElementById(document.querySelector('.search-box input')"
        ".getAttribute('aria-activedescendant'))?.querySelector('.search-title')?.textContent"
    )


# --- opening


def test_the_shortcut_opens_the_field_and_nothing_typed_is_lost(browser):
    browser.shortcut("k")
    browser.type("deaths")
    assert browser.run("document.activeElement.value") == "deaths"
    browser.wait("document.querySelector('.search-result')")
    browser.shortcut("k")
    assert browser.run("document.querySelector('.search-dialog').open"), "it stays open"
    assert browser.run("document.activeElement.matches('.search-box input')")
    browser.type("p")
    assert browser.run("document.activeElement.value") == "p", "what stood there was selected"


def test_a_slash_opens_it_but_is_a_letter_where_one_types(browser):
    browser.type("/")
    assert browser.run("document.querySelector('.search-dialog').open")
    assert browser.run("document.activeElement.value") == ""
    browser.type("a/b")
    assert browser.run("document.activeElement.value") == "a/b"


def test_escape_and_the_space_around_close_it_and_the_focus_goes_back(browser):
    browser.run("document.querySelector('[data-search-open]').focus()")
    browser.key("Enter")
    browser.wait("document.querySelector('.search-dialog').open")
    browser.type("deaths")
    browser.key("Escape")
    browser.wait("!document.querySelector('.search-dialog').open")
    assert browser.run("document.activeElement.matches('[data-search-open]')")
    browser.shortcut("k")
    browser.click(5, 400)
    browser.wait("!document.querySelector('.search-dialog').open")


def test_the_index_comes_only_when_somebody_searches(browser):
    assert not [one for one in browser.requests if one.endswith(("index.js", "minisearch.js"))]
    search(browser, "deaths")
    assert [one for one in browser.requests if one.endswith("/search/index.js")]


def test_nothing_of_the_themes_search_is_left(html):
    for name in ("searchtools.js", "language_data.js", "sphinx_highlight.js", "doctools.js"):
        assert not (html / "_static" / name).exists()
    assert not (html / "searchindex.js").exists()
    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for name in ("searchindex", "searchtools", "sphinx_highlight", "doctools", "as_you_type"):
            assert name not in text, f"{page.name}: {name}"


# --- what is found


@pytest.mark.parametrize("typed", ["38,693", "38693", "38 693", "38.693", "38'693", "38\u202f693"])
def test_a_number_is_found_however_its_thousands_are_parted(browser, typed):
    first, *_ = search(browser, typed)
    assert first["kind"] == "Facts"
    assert first["title"].startswith("38,693 people")


@pytest.mark.parametrize("typed", ["29.42 %", "29.42", "29,42", "29,420", "prisoners 29.42"])
def test_a_number_is_found_by_either_mark_of_its_decimals(browser, typed):
    first, *_ = search(browser, typed)
    assert first["title"].startswith("29.42")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("kidnap", "Kidnapping"),
        ("kidnapped", "Kidnapping"),
        ("kidnappin", "Kidnapping"),
        ("kidnaping", "Kidnapping"),
        ("kidnappingg", "Kidnapping"),
        ("kindapping", "Kidnapping"),
        ("KIDNAPPING", "Kidnapping"),
        ("narcotrafico", "Narcotráfico"),
        ("narcotráfico", "Narcotráfico"),
        ("narcotrafica", "Narcotráfico"),
    ],
)
def test_a_word_is_found_by_its_stem_without_accents_and_with_a_typo(browser, typed, word):
    first, *_ = search(browser, typed)
    assert word in first["marked"]


def test_two_typos_in_a_word_and_short_words_are_not_guessed(browser):
    assert search(browser, "kidnepqing") == []
    assert search(browser, "tqo") == []
    told = browser.run("document.querySelector('.search-status').textContent")
    assert told == "Nothing found for “tqo”."


@pytest.mark.parametrize("typed", ["Fig. 2", "figure 2", "fig 2", "Figures 2"])
def test_a_figure_is_found_by_its_number(browser, typed):
    first, *_ = search(browser, typed)
    assert first["kind"] == "Figures"
    assert first["title"].startswith("Fig. 2. ")
    assert first["href"].endswith("#fig-death-rate")


def test_what_is_called_so_comes_before_what_speaks_of_it(browser):
    found = search(browser, "prisons")
    assert found[0]["title"] == "Prisons"
    assert len(found) > 3


def test_results_are_listed_by_kind_and_all_words_count(browser):
    found = search(browser, "deaths 2021")
    kinds = list(dict.fromkeys(one["kind"] for one in found))
    assert [one["kind"] for one in found] == sorted((one["kind"] for one in found), key=kinds.index)
    assert "Facts" in kinds
    assert all({"deaths", "2021"} <= {mark.lower() for mark in one["marked"]} for one in found[:1])


def test_an_excerpt_shows_the_place_of_the_word_in_a_long_section(browser):
    [found] = [one for one in search(browser, "narcotrafico") if one["kind"] == "Sections"]
    assert "Narcotráfico is a word of Spanish." in found["excerpt"]
    assert found["excerpt"].startswith("… ")
    assert len(found["excerpt"]) < 200
    assert found["marked"] == ["Narcotráfico"]


# --- keys, and where a result leads


def test_arrows_choose_and_enter_leads_there_with_the_words_marked(browser):
    found = search(browser, "deaths")
    assert active(browser) == found[0]["title"]
    browser.key("ArrowDown")
    assert active(browser) == found[1]["title"]
    browser.key("ArrowUp")
    browser.key("ArrowUp")
    last = "[...document.querySelectorAll('.search-result')].pop()"
    assert browser.run(f"{last}.getAttribute('aria-selected')") == "true", "round and round"
    assert browser.run("document.activeElement.matches('.search-box input')")
    search(browser, "kidnap")
    browser.key("Enter")
    browser.wait("location.hash === '#kidnapping' && document.querySelector('mark.found')")
    marks = browser.run("[...document.querySelectorAll('mark.found')].map((m) => m.textContent)")
    assert marks == ["Kidnapping"]
    assert browser.run("location.search") == "", "the address can be sent on as it is"
    assert browser.run("document.querySelector('.search-dialog').open") is False
    browser.key("Escape")
    assert browser.run("document.querySelector('mark.found')") is None


def test_the_word_is_brought_into_view_in_a_long_section(browser):
    search(browser, "narcotrafico")
    browser.key("Enter")
    top = "document.querySelector('mark.found')?.getBoundingClientRect().top"
    browser.wait(f"document.readyState === 'complete' && {top} > 0 && {top} < {DESK[1]}")
    assert browser.run("scrollY") > 0


def test_a_mark_changes_no_word_of_the_page(browser, html):
    browser.open(html / "index.html")
    before = browser.run("document.querySelector('article').textContent")
    search(browser, "narcotrafico")
    browser.key("Enter")
    browser.wait("document.querySelector('mark.found')")
    assert browser.run("document.querySelector('article').textContent") == before


def test_data_that_looks_like_code_stays_text(browser):
    found = search(browser, "arraigo")
    [one] = [one for one in found if one["kind"] == "Facts"]
    assert "<script>taken=1</script> <img src=x onerror=taken=2>" in one["title"]
    assert browser.run("typeof taken") == "undefined"
    assert browser.run("document.querySelector('.search-results :is(script, img)')") is None
    browser.key("Enter")
    browser.wait("document.querySelector('mark.found')")
    assert browser.run("document.querySelector('article img[src=x]')") is None
    assert browser.run("typeof taken") == "undefined"


def test_words_in_an_address_that_look_like_code_stay_text(browser, html):
    address = (html / "deaths.html").as_uri()
    browser.send("Page.navigate", url=f"{address}?found=%3Cimg%20src%3Dx%3E&found=(&found=deaths")
    browser.wait("document.querySelector('mark.found')")
    assert browser.run("document.querySelector('img[src=x]')") is None


# --- the page of its own


def test_the_search_page_answers_its_address_and_keeps_it(browser, html):
    browser.send("Page.navigate", url=f"{(html / 'search.html').as_uri()}?q=kidnap")
    browser.wait("document.querySelector('.search-page .search-result')")
    assert browser.run("document.activeElement.value") == "kidnap"
    browser.type("deaths")
    browser.wait("new URLSearchParams(location.search).get('q') === 'deaths'")
    browser.key("Enter")
    browser.wait("!location.pathname.endsWith('search.html')")


def test_without_scripts_the_search_page_lists_every_page(chromium, html):
    chromium.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page = BeautifulSoup((html / "deaths.html").read_bytes(), "html.parser")
        assert page.select_one("noscript a")["href"] == "search.html", "the way there"
        chromium.send("Page.navigate", url=(html / "search.html").as_uri())
        listed = []
        for _ in range(200):  # scripts that wait do not run either
            with suppress(RuntimeError):
                listed = chromium.run(
                    "[...document.querySelectorAll('.search-page li a')].filter((one) =>"
                    "one.offsetHeight >= 24).map((one) => one.getAttribute('href'))"
                )
            if len(listed) == PAGES:
                break
            time.sleep(0.05)
        assert listed[:4] == ["index.html", "deaths.html", "prisons.html", "provinces.html"]
        assert len(listed) == PAGES
        box = "document.querySelector('.search-box')"
        assert chromium.run(f"{box}.offsetHeight") == 0, "a field that nothing answers is not shown"
    finally:
        chromium.send("Emulation.setScriptExecutionDisabled", value=False)


# --- in the hand


@pytest.mark.parametrize("size", [PHONE, SMALLEST])
def test_a_finger_opens_it_and_leads_on(browser, html, size):
    browser.resize(*size)
    browser.send("Emulation.setTouchEmulationEnabled", enabled=True)
    try:
        browser.open(html / "prisons.html")
        browser.tap("[data-search-open][aria-label]")
        browser.wait("document.querySelector('.search-dialog').open")
        browser.type("kidnap")
        browser.wait("document.querySelector('.search-result')")
        assert browser.run("document.documentElement.scrollWidth") <= size[0]
        box = browser.run(
            "(({left, right, bottom}) => [left, right, bottom])"
            "(document.querySelector('.search-dialog').getBoundingClientRect())"
        )
        assert box == [0, *size], "it has the whole screen"
        sizes = browser.run(
            "[...document.querySelectorAll('.search-result, .search-close')]"
            ".map((one) => one.getBoundingClientRect().height)"
        )
        assert min(sizes) >= 24
        browser.tap(".search-result")
        browser.wait("location.hash === '#kidnapping'")
    finally:
        browser.send("Emulation.setTouchEmulationEnabled", enabled=False)


def test_nothing_of_it_moves(browser):
    search(browser, "deaths")
    moving = browser.run(
        "[...document.querySelectorAll('.search-dialog, .search-dialog *')].filter((one) => {"
        "const {animationName, transitionDuration, scrollBehavior} = getComputedStyle(one);"
        "return animationName !== 'none' || scrollBehavior === 'smooth' ||"
        " transitionDuration.split(', ').some((time) => parseFloat(time) > 0.2); })"
        ".map((one) => one.className)"
    )
    assert moving == []


def test_marks_can_be_read_by_day_and_by_night(browser):
    for theme in ("light", "dark"):
        browser.run(f"document.documentElement.dataset.theme = '{theme}'")
        search(browser, "deaths")
        colours = browser.run(
            "(({color, backgroundColor}) => [color, backgroundColor])"
            "(getComputedStyle(document.querySelector('.search-result mark')))"
        )
        assert contrast(*colours) >= 4.5, theme


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG counts it."""

    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in colour.strip("rgba()").split(",")[:3]]
        linear = [x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
        return sum(part * by for part, by in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))

    dark, bright = sorted([light(one), light(other)])
    return (bright + 0.05) / (dark + 0.05)


# --- the rules of words and numbers


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1,234.5", ["1234.5"]),
        ("1.234,5", ["1234.5"]),
        ("1.234.567", ["1234567"]),
        ("1,234,567.80", ["1234567.8"]),
        ("4.625", ["4.625", "4625"]),
        ("4,625", ["4625", "4.625"]),
        ("5.0", ["5"]),
        ("007", ["7"]),
        ("3.2.2", ["3.2.2"]),
        ("0.5", ["0.5"]),
        ("2013–2017", ["2013"]),
        ("Ecuador’s", ["ecuador"]),
        ("2030s", ["2030s"]),
    ],
)
def test_words_and_numbers_are_read(browser, text, read):
    assert browser.run(f"BookWords.scan({json.dumps(text)})[0].ways") == read


def test_folding_keeps_every_letter_in_its_place(browser):
    for text in ("Sucumbíos", "Ñandú İstanbul ß", "“Él”", "a\u0301e"):
        assert browser.run(f"BookWords.fold({json.dumps(text)}).length") == len(text)


def test_what_is_vendored_is_the_packages_and_has_its_licence():
    told = json.loads((STATIC / "VENDORED.json").read_text(encoding="utf-8"))
    for name, digest in told["files"].items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest
    assert told["license"] == "MIT"
    licence = (STATIC / "minisearch-LICENSE.txt").read_text(encoding="utf-8")
    assert "Permission is hereby granted, free of charge" in licence


def test_other_languages_have_their_own_words_and_stems():
    class Config:
        numfig_format: dict = {"figure": "Figura %s", "table": "Cuadro %s"}  # noqa: RUF012
        html_search_language = None
        html_search_options: dict = {}  # noqa: RUF012
        language = "es"

    class App:
        config = Config()

        class env:  # noqa: N801
            _search_index_titles = _search_index_filenames = _search_index_mapping = {}  # noqa: RUF012
            _search_index_title_mapping = _search_index_all_titles = {}  # noqa: RUF012
            _search_index_index_entries = {}  # noqa: RUF012
            _search_index_objtypes = _search_index_objnames = {}  # noqa: RUF012

    known = index.labels(App.config)
    assert known["figura"] == known["fig"] == "figure"
    assert known["cuadro"] == "table"
    assert "SpanishStemmer" in index.language(App)
