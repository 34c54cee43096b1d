"""What chapters argue from: each fault is told, and what is in order is not."""

from dataclasses import replace

import pytest

from helpers import paths
from helpers.evidence import findings, passages
from helpers.evidence.findings import Finding
from helpers.evidence.passages import Passage
from helpers.publishing import argument
from helpers.publishing.chapters import Page

READ = Passage(
    "s.one", "s", "¶1", "1", "Aid", "3", "", "claim", "It fell.", (), (), "one", "", "", "true"
)  # fmt: skip
FOUND = Finding(
    "f.one", "one", "1", "Aid to Ecuador fell.", "supported", ("s.one",), (), "", ("s.one",), ""
)
IN_ORDER = "{finding}`f.one`\n\nAid fell.{passage}`s.one`"


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What is told of a page ``one`` with these words, one passage and one finding."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)

    def told(words=IN_ORDER, passage=READ, finding=FOUND, name="one"):
        monkeypatch.setattr(passages, "passages", lambda: {passage.id: passage})
        monkeypatch.setattr(findings, "findings", lambda: {finding.id: finding})
        monkeypatch.setattr(argument, "_known", lambda: {passage.id, finding.id})
        return argument.problems([page(tmp_path, words, name)])

    return told


def page(folder, words, name="one"):
    file = folder / f"{name}.md"
    file.write_text(words, encoding="utf-8")
    return Page(name, file)


def test_nothing_is_told_of_what_is_in_order(told):
    assert told() == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"words": "{finding}`f.one`"}, "s.one: no page uses this passage"),
        ({"passage": replace(READ, left_out="dull")}, "left_out says “dull”, yet one uses it"),
        ({"words": "{passage}`s.one`"}, "f.one: no page prints this finding"),
        ({"name": "two"}, "its page one does not print it; two does"),
        ({"finding": replace(FOUND, evidence=("s.two",))}, "s.two is no passage, fact, figure"),
        ({"passage": replace(READ, second_read="")}, "criticises s.one, which no second reader"),
        ({"words": f"{IN_ORDER}\n\nAid to Ecuador fell."}, "one has the sentence typed"),
    ],
)
def test_a_fault_is_told(told, wrong, message):
    (problem,) = told(**wrong)
    assert message in problem


def test_a_passage_that_is_left_out_for_a_reason_need_not_be_used(told):
    left = replace(READ, left_out="a plan of the work")
    assert told(words="{finding}`f.one`", passage=left) == []


SOURCE = [
    "It was said that “cooperation has not been sufficient to",
    "eradicate the problem. Then.",
]


@pytest.mark.parametrize(
    ("quoted", "message"),
    [
        ("cooperation has not been sufficient to eradicate the problem.", ""),
        ("Cooperation has not been sufficient to …", ""),
        ("cooperation has not been sufficient to", "ends before its sentence does"),
        ("cooperation was not at all enough here", "stands in no source"),
        ("war on drugs", ""),  # a term
    ],
)
def test_a_quotation_is_whole_or_marked_as_cut(tmp_path, monkeypatch, quoted, message):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(argument.sources, "texts", lambda folder: {"s": SOURCE})
    told = argument.quotations([page(tmp_path, f"They say “{quoted}”")], tmp_path)
    assert len(told) == bool(message)
    assert message in "".join(told)


def words_told(tmp_path, monkeypatch, text):
    """What is told of the sentences of a chapter, which only a notebook is."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(Page, "is_notebook", True)
    monkeypatch.setattr(Page, "markdown", property(lambda page: [("", text)]))
    return list(argument._wordy([Page("one", tmp_path / "one.ipynb")]))


def test_a_long_sentence_is_told(tmp_path, monkeypatch):
    shorter = "Aid fell again. " * 9
    assert words_told(tmp_path, monkeypatch, f"{shorter}A {'word ' * 43}end.") == []
    (told,) = words_told(tmp_path, monkeypatch, f"{shorter}A {'word ' * 44}end.")
    assert "a sentence of 46 words" in told


def test_sentences_about_sources_are_counted_but_for_the_closing_section(tmp_path, monkeypatch):
    world, about = "Aid fell sharply. " * 7, "The thesis prints it. "
    (told,) = words_told(tmp_path, monkeypatch, world + about)
    assert "12% of its sentences" in told
    closing = f"{world}\n\n## How good is the evidence\n\n{about * 9}"
    assert words_told(tmp_path, monkeypatch, closing) == []
