"""The apparatus: its pages tell what the data and the rest of the book are, and nothing stale."""

import html
import json
import re
import shutil

import pytest
from docutils import nodes

from helpers import paths
from helpers.book.back_matter import glossary_links, network, timeline
from helpers.engine.pages import chapters
from helpers.engine.sphinx_ext.back_matter import bibliography
from helpers.evidence.tables import rows

SOURCES = paths.ROOT.parent / "shared" / "sources"


# --- the real data


def test_every_target_of_the_concordance_is_a_page_of_the_book():
    pages = {page.name for page in chapters.pages()}
    code = "\n".join(
        chapters.source(cell) for page in chapters.notebooks() for cell in page.notebook["cells"]
    )
    published = set(re.findall(r'publish\(\s*"([a-z0-9-]+)"', code))
    missing = {
        one["target"]: one["id"]
        for one in rows("concordance")
        if one["target"] and one["target"] not in pages | published
    }
    assert missing == {}


def test_what_has_a_place_says_where_and_what_has_none_says_why():
    for one in rows("concordance"):
        assert one["target"] if one["status"] == "placed" else one["note"], one["id"]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The five texts by source, where they lie beside the checkout."""
    if not SOURCES.is_dir():
        pytest.skip(f"the five source texts are not at {SOURCES}")
    return {
        one["id"]: (SOURCES / one["file"]).read_text("utf-8", "replace")
        for one in rows("sources")
        if one["context"] == "false"
    }


def test_the_concordance_has_every_numbered_part_of_the_thesis(texts):
    body = texts["thesis-2022"].partition("INTRODUCTION**")[2]
    printed = set(re.findall(r"^#+ \**(\d(?:\.\d+)+) ", body, re.MULTILINE))
    printed |= set(re.findall(r"^#+ \**CHAPTER (\d)\.", body, re.MULTILINE))
    printed |= set(re.findall(r"^((?:Table|Figure) \d+) ", body, re.MULTILINE))
    listed = [one["number"] for one in rows("concordance") if one["source"] == "thesis-2022"]
    assert len(printed) == 3 + 17 + 4 + 5
    assert sorted(number for number in listed if number) == sorted(printed)


def test_glossary_and_concordance_share_no_sentence_with_the_sources(texts):
    def runs(text):
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[at : at + 10]) for at in range(len(words) - 9)}

    theirs = set().union(*map(runs, texts.values()))
    ours = [one["definition"] for one in rows("glossary")]
    ours += [one[name] for one in rows("concordance") for name in ("title", "note")]
    assert not [text for text in ours if runs(text) & theirs]


def test_no_two_terms_of_the_glossary_are_recognised_by_the_same_words():
    known = {}
    for one in rows("glossary"):
        for form in {one["term"], one["acronym"], *one["forms"].split(";")} - {""}:
            assert known.setdefault(form.lower(), one["id"]) == one["id"]


def test_the_network_places_everyone_apart_and_inside_the_picture():
    edges = network.Counter(pair for tie in network.ties() for pair in tie.pairs)
    spots = network.layout(edges)
    assert network.layout(edges) == spots
    assert spots.keys() == {id for pair in edges for id in pair}
    at = [(one.x, one.y) for one in spots.values()]
    assert all(0 < x < network.WIDTH and 0 < y < network.HEIGHT for x, y in at)
    near = [
        (one, other)
        for number, one in enumerate(at)
        for other in at[number + 1 :]
        if abs(one[0] - other[0]) < 20 and abs(one[1] - other[1]) < 20
    ]
    assert near == []


def test_operations_tie_states_and_not_those_whom_they_were_against():
    operations = [one for one in network.ties() if one.kind == "operation"]
    assert operations
    assert {one.parties for one in operations} == {("ecuador", "mexico")}


# --- small pieces


@pytest.mark.parametrize(
    ("iso", "told"),
    [
        ("2007", "2007"),
        ("2021-02", "February 2021"),
        ("2021-02-03", "3 February 2021"),
        ("2013/2017", "2013–2017"),
        ("2013-10/2017-03", "October 2013 – March 2017"),
    ],
)
def test_dates_are_written_as_readers_write_them(iso, told):
    assert timeline.date(iso) == told


def test_a_reference_reads_author_year_title_place_language_and_address():
    from pybtex.database import parse_string

    entry = parse_string(
        "@article{a, author = {Núñez, Ana and {The Ministry}}, title = {{Sobre {USA}}}, "
        "journal = {Revista}, volume = {3}, number = {1}, pages = {5--9}, year = {2019}, "
        "langid = {spanish}, doi = {10.1/x}}",
        "bibtex",
    ).entries["a"]
    told = str(bibliography.reference(entry))
    assert told == (
        "Núñez, Ana & The Ministry (2019). Sobre USA. Revista, 3(1), 5–9. In Spanish. "
        "doi.org/10.1/x"
    )
    assert bibliography.people(entry) == "Núñez & The Ministry"


def marked(text: str) -> list[str]:
    """The words that `glossary_links` would explain in a text."""
    made = glossary_links._marked(nodes.Text(text), set())
    return [one.astext() for one in made if isinstance(one, glossary_links.TermNode)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Extraditions rose; an extradition fell.", ["Extraditions"]),
        ("COMBIFRON met; combifron did not.", ["COMBIFRON"]),
        ("The Binational Border\nCommission (COMBIFRON)", ["Binational Border\nCommission"]),
        ("South-South cooperation, then SSC", ["South-South cooperation"]),
        ("a scan, a CANal and a CAN-do spirit", []),
    ],
)
def test_a_term_is_found_once_in_any_of_its_forms(text, terms):
    assert marked(text) == terms


# --- a book


GLOSSARY = (
    "id,term,term_es,acronym,forms,definition,source,locator,line,literal\n"
    "term.prison,prison,cárcel,,,A place where people are held.,author-2022,§1,1,prison\n"
)


OTHER_WORK = (
    "@misc{other2020,\n  author = {Other, Olga},\n  title = {On Places},\n  year = {2020},\n}\n"
)


@pytest.fixture(scope="module")
def book(pristine_small_book, tmp_path_factory):
    """The small book with a glossary and a list of figures, built."""
    project = pristine_small_book.copy(tmp_path_factory.mktemp("apparatus") / "book")
    package = json.loads(project.read("data/datapackage.json"))
    ours = json.loads(paths.PACKAGE.read_text(encoding="utf-8"))["resources"]
    [glossary] = [one for one in ours if one["name"] == "glossary"]
    package["resources"].append({**glossary, "rows": 1})
    project.write("data/datapackage.json", json.dumps(package))
    project.write("data/glossary.csv", GLOSSARY)
    entries = project.read("chapters/references.bib")
    project.write("chapters/references.bib", entries + OTHER_WORK)
    project.write(
        "chapters/apparatus/bibliography.md",
        "# Works\n\n## Cited\n\n```{bibliography}\n:filter: cited\n```\n\n"
        "## Others\n\n```{bibliography}\n:filter: not cited\n```\n",
    )
    for name, directive in (("figures", "list-of-figures"), ("glossary", "glossary-of-terms")):
        project.write(f"chapters/apparatus/{name}.md", f"# {name}\n\n```{{{directive}}}\n```\n")
        project.edit(
            "_toc.yml",
            "      - file: chapters/apparatus/bibliography\n",
            "      - file: chapters/apparatus/bibliography\n"
            f"      - file: chapters/apparatus/{name}\n"
            if name == "glossary"
            else f"      - file: chapters/apparatus/{name}\n"
            "      - file: chapters/apparatus/bibliography\n",
        )
    _build(project)
    return project


def _build(project) -> None:
    result = project.book("build", "--no-pdf")
    assert result.returncode == 0, result.stderr


def _article(project, name: str) -> str:
    """A page's own content."""
    page = project.read(f"_build/html/{name}.html")
    return page[page.index("<article") : page.index("</article>", page.rindex("<aside"))]


def _row(page: str, id: str) -> str:
    """The row of a page with that anchor, without its tags."""
    [found] = re.findall(rf'<tr id="{id}".*?</tr>', page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", found))


def test_an_observation_tells_where_it_is_from_and_where_it_is_shown(book):
    page = book.read("_build/html/apparatus/observations.html")
    row = _row(page, "fact-deaths-2020")
    for told in ("51", "people", "“51”", "author-2022", "§1, line 3", "Author, 2022", "Deaths"):
        assert told in row
    assert '<a href="bibliography.html#cite-author2022">' in page
    assert re.search(r'<td class="uses"[^>]*><a href="\.\./deaths\.html">Deaths</a>', page)


def test_a_computed_value_leads_to_what_it_was_computed_from(book):
    page = book.read("_build/html/apparatus/computed.html")
    assert "observations.html#fact-deaths-2021" in page


def test_figures_and_tables_are_listed_with_number_title_and_data(book):
    page = book.read("_build/html/apparatus/figures.html")
    for label in ("fig-prison-deaths", "fig-death-rate", "fig-map-provinces", "tab-prison-places"):
        assert page.count(f"#{label}") == 1
    assert "Figure 3" in page
    assert "Table 1" in page
    assert 'href="../figures/prison-deaths.csv"' in page


def test_a_term_is_explained_at_its_first_use_and_not_in_headings_or_captions(book):
    for name in ("prisons", "provinces"):
        page = book.read(f"_build/html/{name}.html")
        [link] = re.findall(r'<a class="term" href="([^"]+)"', page)
        assert link == "apparatus/glossary.html#term-prison"
    deaths = book.read("_build/html/deaths.html")
    assert 'class="term"' not in deaths  # there the word stands only in a caption
    assert 'id="term-prison"' in book.read("_build/html/apparatus/glossary.html")


def test_works_that_no_page_cites_stand_apart(book):
    cited, _, others = _article(book, "apparatus/bibliography").partition("<h2>Others")
    assert 'id="cite-author2022"' in cited
    assert 'id="cite-other2020"' in others


def test_the_data_can_be_taken_away_as_it_is(book):
    for name in ("datapackage.json", "observations.csv"):
        assert book.read(f"_build/html/data/{name}") == book.read(f"data/{name}")


def test_pages_that_tell_of_others_are_what_a_build_from_nothing_makes(book, tmp_path):
    """A fact and a figure less, another caption and meaning, a new citation: all is up to date."""
    project = book.copy(tmp_path / "book")
    project.edit(
        "chapters/prisons.ipynb", "they have places.", "places, {numref}`fig-map-provinces`."
    )
    shutil.rmtree(project.path("_build"))  # what was built elsewhere would be made anew anyhow
    _build(project)
    before = project.read("_build/html/apparatus/observations.html")
    project.edit(
        "chapters/prisons.ipynb", "{fact}`prisons.overcrowding` more", "more {cite}`other2020`"
    )
    project.edit("chapters/provinces.ipynb", "Two provinces.", "Where they lie.")
    deaths = json.loads(project.read("chapters/deaths.ipynb"))
    project.write("chapters/deaths.ipynb", json.dumps({**deaths, "cells": deaths["cells"][:-1]}))
    project.edit("data/glossary.csv", "A place where people are held.", "A closed place.")
    _build(project)
    names = [f"apparatus/{one}" for one in ("observations", "figures", "bibliography", "glossary")]
    again = {name: _article(project, name) for name in (*names, "prisons")}
    assert "not shown" in _row(again["apparatus/observations"], "fact-prisons-overcrowding")
    assert "not shown" not in _row(before, "fact-prisons-overcrowding")
    assert "Where they lie" in again["apparatus/figures"]
    assert "A closed place." in again["prisons"]
    assert "Fig. 2" in again["prisons"]
    assert "cite-other2020" not in again["apparatus/bibliography"].partition("<h2>Others")[2]
    shutil.rmtree(project.path("_build"))
    _build(project)
    for name, article in again.items():
        assert article == _article(project, name), name
