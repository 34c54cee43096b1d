"""Counting sentences: what is one, how long it is, and which speak of the sources."""

import json

import pytest

from helpers.engine.argument import readability
from helpers.engine.pages.chapters import Page


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Call it with the Markdown cells of a chapter for what counting its sentences came to."""
    found = {"x.y": "It ended in {fact}`a.b`."}
    monkeypatch.setattr(
        readability.findings, "findings",
        lambda: {id: type("Finding", (), {"text": text}) for id, text in found.items()},
    )  # fmt: skip

    def reading(*cells: str) -> readability.Reading:
        file = tmp_path / "one.ipynb"
        made = [{"cell_type": "markdown", "source": one} for one in cells]
        file.write_text(json.dumps({"nbformat": 4, "cells": made}), encoding="utf-8")
        return readability.read(Page("one", file))

    return reading


FIGURE = "```{data-figure} a\n:alt: Words that tell.\nA caption of words.\n```"
SENTENCES = {
    "Three words stand. Then four words more! Do they?": [
        "Three words stand.",
        "Then four words more!",
    ],
    "It met in the U.S. Congress. Mr. Smith spoke there.": [
        "It met in the U.S. Congress.",
        "Mr. Smith spoke there.",
    ],
    "He said “they have gone.” Then he left too.": [
        "He said “they have gone.”",
        "Then he left too.",
    ],
    "It rose by 2.5 points. In 2019 it fell.": ["It rose by 2.5 points.", "In 2019 it fell."],
    "It rose.{passage}`a.b` Then it fell again.": ["Then it fell again."],
    "It rose to {fact}`a.b` there. {fact-words-capital}`a.c` people died {cite}`x`.": [
        "It rose to Xxx there.",
        "Xxx people died .",
    ],
    "See what {cite:t}`x` says. {numref}`fig-a` shows it all.": [
        "See what Xxx says.",
        "Xxx shows it all.",
    ],
    "- one of the items\n- another of the items": ["one of the items", "another of the items"],
    "# A heading of words\n\nIts text is here.": ["Its text is here."],
    "| a table of words |\n|---|\n| with more in it |": [],
    FIGURE: [],
    "**Context, not from the five sources.** Much came later there.": ["Much came later there."],
    "{finding}`x.y`": ["It ended in Xxx."],
    ":::{div} opening\n{finding}`x.y` {finding}`x.y`\n:::": ["It ended in Xxx."] * 2,
    "A note of the text.[^1]\n\n[^1]: And what it says.": [
        "A note of the text.",
        "And what it says.",
    ],
}


@pytest.mark.parametrize(("text", "sentences"), SENTENCES.items())
def test_what_a_sentence_is(read, text, sentences):
    assert list(read(text).sentences) == sentences


def test_the_closing_section_is_apart_in_all_of_its_cells(read):
    cells = ["One of the sentences.", "## How good is the evidence\n\nThe thesis is old.",
             "The thesis is long, too.\n\n### A part below\n\nThe thesis is read."]  # fmt: skip
    assert read(*cells).sentences == ("One of the sentences.",)
    assert len(read(*cells, "## Another section\n\nAnd so it goes on.").sentences) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The thesis says it.",
        "As the European assessment found, it grew.",
        "It is, says the assessment, a crisis.",
        "No source measures the effect.",
        "The five documents agree on it.",
        "The source's own number is lower.",
        "The number is printed twice there.",
        "It is in its bibliography alone.",
        "The claim is cited from Smith.",
        "The text calls it weak and old.",
        "It is a misprint, nothing more.",
    ],
)
def test_what_speaks_of_the_sources(read, text):
    assert read(text).share == 1, text


@pytest.mark.parametrize(
    "text",
    [
        "Gangs fought for the trade {cite}`thesis2022`.{passage}`thesis.1.gangs`",
        "The source of income was oil.",
        "The text of the agreement was signed there.",
        "A needs assessment came first.",
        "Police seized documents and weapons.",
        "The authorities opened a new prison.",
        "The United States supported the police.",
    ],
)
def test_what_speaks_of_the_world(read, text):
    assert read(text).share == 0, text


def test_too_long_too_many_and_too_much_are_told(read, tmp_path):
    long = " ".join(["word"] * 46) + "."
    read(long.capitalize(), "The thesis says it.")
    share, mean, longest = readability.problems([Page("one", tmp_path / "one.ipynb")])
    assert "1 of its 2 sentences (50.0%) speak of the sources as such, at most 12%" in share
    assert "“The thesis says it.”" in share
    assert "25.0 words on average, at most 24" in mean
    assert "a sentence of 46 words, at most 45" in longest

    read("Word " + " ".join(["word"] * 44) + ".", *["One of the many sentences."] * 9)
    assert readability.problems([Page("one", tmp_path / "one.ipynb")]) == []
