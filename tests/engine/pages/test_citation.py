"""How the book, its chapters and its figures ask to be cited."""

import pytest
from pybtex.database import parse_string

from helpers.engine.pages import citation

CAPTION = "How many people died in prison?"


@pytest.fixture
def located(monkeypatch):
    """The book, once ``CITATION.cff`` says where it lives."""
    monkeypatch.setattr(citation, "book", lambda: {**BOOK, "url": "https://example.org/book/"})


BOOK = citation.book()


def test_the_author_is_an_entity_and_the_edition_is_named():
    told = citation.cite_book()
    assert told.startswith(f"Contributors to {BOOK['title'].split(':')[0]} ({citation.year()}). ")
    assert f"(version {BOOK['version']})" in told


def test_a_chapter_is_named_within_the_book():
    told = citation.cite_chapter("The prison crisis", "threats/prison-crisis.html")
    assert "“The prison crisis”. In International Cooperation" in told
    assert told.endswith("threats/prison-crisis.html.")


def test_a_figure_is_told_from_any_other_by_the_hash_of_its_data():
    told = citation.cite_figure(CAPTION, "prison-deaths", "0123456789abcdef", "a.html#fig-x")
    assert "How many people died in prison? [prison-deaths, data 01234567]. In" in told


def test_an_address_replaces_the_path_once_there_is_one(located):
    assert citation.address("a.html") == "https://example.org/book/a.html"
    assert citation.cite_chapter("A", "a.html").endswith(" https://example.org/book/a.html")


@pytest.mark.parametrize("place", ["", "https://example.org"])
def test_the_bibtex_entry_is_bibtex(monkeypatch, place):
    monkeypatch.setattr(citation, "book", lambda: {**BOOK, "url": place})
    entry = parse_string(citation.bibtex("Prisons", "threats-prisons", "a.html"), "bibtex")
    fields = entry.entries["threats-prisons"]
    assert fields.fields["title"] == "Prisons"
    assert fields.fields["year"] == citation.year()
    assert str(fields.persons["author"][0]).strip("{}") == citation.author()  # one name, an entity
    assert ("url" in fields.fields) == bool(place)
