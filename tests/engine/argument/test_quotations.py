"""Quotations: which stand in a source, which end too early, and which say so."""

from types import SimpleNamespace

import pytest

from helpers import paths
from helpers.engine.argument import quotations
from helpers.engine.pages.chapters import Page
from helpers.evidence.passages import Passage, digest

VERDICT = (
    "Cooperation has not been sufficient to eradicate or eliminate the problem as a whole, "
    "although harm was countered."
)
TEXT = f"""# A study

{VERDICT} Aid, says Smith et al. (2010), is
“a tool of inter-
national interest” and no gift (Lee, 2011). It fell in 2009.

A state-owned firm grew. **Bold words stand here.** The U.S. Congress met in Washington
"""
COVERED = Passage(
    "a.verdict", "a", "¶1", "3", "Cooperation has not been", str(len(VERDICT.split())),
    digest(VERDICT), "judgement", "It was not enough for all.", (), (), "", "", "", "",
)  # fmt: skip


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Call it with a page's text for what is wrong with the quotations in it."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(quotations.sources, "texts", lambda folder: {"a": TEXT.split("\n")})
    monkeypatch.setattr(quotations.findings, "findings", dict)
    monkeypatch.setattr(quotations.passage_texts, "readings", lambda folder: [(COVERED, VERDICT)])

    def problems(text: str) -> list[str]:
        file = tmp_path / "chapters" / "one.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return quotations.problems([Page("one", file)], tmp_path)

    return problems


@pytest.mark.parametrize(
    "text",
    [
        f"“{VERDICT}”",  # whole
        "It was “not been sufficient to eradicate or eliminate the problem as a whole, although "
        "harm was countered”.",  # begins late
        "It “has not been sufficient …”",  # cut, marked inside, with a passage
        "It “has not been sufficient”… they say",  # marked behind
        "It “has not been sufficient [...]”",
        "It “has not been … as a whole, although harm was countered.”",  # an omission
        "It “has not been sufficient to [end] the problem as a whole, although harm was countered”",
        'They call it "a tool of international interest” and no gift"',  # hyphenated in print
        "“It fell in 2009”",
        "“and no gift”, they say",  # only a citation follows
        "“A state-owned firm grew”",
        "“Bold words stand here”",
        "the “war on” and the “big” one",  # too short to be a quotation
        "`“typed code is no quotation”` and {fact}`“nor is a role’s content”`",
        "“The U.S. Congress met in Washington”",
    ],
)
def test_a_quotation_that_is_whole_or_marked_as_cut_is_fine(told, text):
    assert told(text) == []


def test_one_that_ends_too_early_is_told_with_the_rest_of_its_sentence(told):
    (problem,) = told("# One\n\nIt says “has not been sufficient” here.")
    assert problem == (
        "chapters/one.md, line 3: the quotation “has not been sufficient” ends before its sentence "
        "in a does, which goes on “to eradicate or eliminate the problem as a whole, although harm "
        "was countered.”. Quote it to its end, or end it with …. A term can stand in italics "
        "instead."
    )


def test_without_a_passage_one_is_to_be_added(told):
    (unmarked,) = told("It is “a tool of international” thing.")
    assert "goes on “interest” and no gift (Lee, 2011).”" in unmarked
    assert "end it with … and add a passage to data/passages.csv whose claim tells it" in unmarked
    (marked,) = told("It is “a tool of international …” thing.")
    assert "is marked as cut, but no passage tells what its sentence in a goes on to say" in marked


def test_an_abbreviation_ends_no_sentence(told):
    (problem,) = told("“Aid, says Smith”")
    assert "goes on “et al. (2010), is “a tool of inter- national interest”" in problem


@pytest.mark.parametrize(
    "text",
    [
        "“has been sufficient to eradicate”",  # a word left out and not marked
        "“has not been sufficient to end”",
        "“operation has not been sufficient …”",  # begins within a word
        "“It fell in 1999”",
        "“harm was countered … Cooperation has not”",  # in another order
    ],
)
def test_what_stands_in_no_source_is_told(told, text):
    (problem,) = told(text)
    assert "stands in none of the sources" in problem


def test_a_role_within_a_quotation_may_print_anything(told):
    assert told("“It fell in {fact}`a.year`” as printed") == []
    assert told("“It {fact-words}`a.word` in 2009” as printed") == []
    (problem,) = told("“It rose in {fact}`a.year`” as printed")
    assert "“It rose in …” stands in none" in problem


def test_a_mark_of_evidence_within_a_quotation_prints_nothing(told):
    assert told("“It fell{passage}`a.verdict` in 2009”") == []
    assert told("“harm was countered{passage}`a.verdict` a tool of international …”") != []


def test_a_role_stands_for_a_few_words_and_an_omission_for_more(told):
    assert told("“not been sufficient {fact}`a.b` although harm was countered”") != []
    assert told("“not been sufficient … although harm was countered”") == []


def test_quotations_in_findings_are_held_to_the_same(told, monkeypatch):
    one = SimpleNamespace(id="x.y", text="It “has not been sufficient”.", against_text="")
    monkeypatch.setattr(quotations.findings, "findings", lambda: {"x.y": one})
    (problem,) = told("Words.")
    assert problem.startswith("data/findings.csv, x.y, field text: the quotation")


def test_a_quotation_is_right_where_it_stands_whole_at_any_of_its_places(told, monkeypatch):
    both = "It was a good year, they say. It was a good year."
    monkeypatch.setattr(quotations.sources, "texts", lambda folder: {"a": [both]})
    monkeypatch.setattr(quotations.passage_texts, "readings", lambda folder: [])
    assert told("“It was a good year”") == []
    assert told("“It was a good”") != []
