"""The ways from one page of the book to another: in the book, in a plain build, in print."""

from types import SimpleNamespace

import pytest
from sphinx.util.osutil import relative_uri

from helpers.engine.sphinx_ext import addresses

BOOK = {"index", "threats/prison-crisis", "apparatus/glossary", "apparatus/observations"}
PLAIN = {f"chapters/{page}" for page in BOOK}


def builder(here: str, pages: set[str], name: str = "html") -> SimpleNamespace:
    """What `addresses` sees of the builder that writes the page `here`."""
    return SimpleNamespace(
        name=name,
        current_docname=here,
        env=SimpleNamespace(found_docs=pages),
        get_relative_uri=lambda page, other: relative_uri(f"{page}.html", f"{other}.html"),
    )


@pytest.mark.parametrize(
    ("here", "anchor", "way"),
    [
        ("threats/prison-crisis", "term-a", "../apparatus/glossary.html#term-a"),
        ("threats/prison-crisis", "", "../apparatus/glossary.html"),
        ("apparatus/observations", "", "glossary.html"),
        ("index", "term-a", "apparatus/glossary.html#term-a"),
        ("apparatus/glossary", "term-a", "#term-a"),
        ("apparatus/glossary", "", "glossary.html"),
    ],
)
def test_a_page_is_found_from_any_other_in_the_book_and_in_a_plain_build(here, anchor, way):
    assert addresses.address(builder(here, BOOK), addresses.GLOSSARY, anchor) == way
    plain = builder(f"chapters/{here}", PLAIN)
    assert addresses.address(plain, addresses.GLOSSARY, anchor) == way


@pytest.mark.parametrize(
    ("here", "way"), [("index", ""), ("apparatus/glossary", "../"), ("chapters/a/b", "../../")]
)
def test_the_way_to_the_root_leads_up_once_for_each_folder(here, way):
    assert addresses.root(builder(here, BOOK)) == way


def test_a_page_that_the_book_has_not_is_not_there():
    for pages in (BOOK, PLAIN):
        env = SimpleNamespace(found_docs=pages)
        assert addresses.has(env, addresses.GLOSSARY)
        assert not addresses.has(env, addresses.TIMELINE)


def test_anchors_are_the_ids_without_what_a_selector_would_stumble_over():
    assert addresses.row_anchor("disc.eu.period") == "disc-eu-period"
    assert addresses.fact_anchor("prisons.deaths.2021-02") == "fact-prisons-deaths-2021-02"
