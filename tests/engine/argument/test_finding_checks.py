"""Findings held to what they promise: whether a sentence is typed, and which ids are known."""

from types import SimpleNamespace

import pytest

from helpers.engine.argument import finding_checks
from helpers.engine.pages.chapters import Page


@pytest.mark.parametrize(
    ("finding", "text", "typed"),
    [
        ("Prisons held too many.", "So prisons held too many, they say.", True),
        ("Prisons *held* too many.", "Prisons held **too** many", True),
        ("It rose to {fact}`a.b` in 2020.", "It rose to 121 in 2020.", True),
        ("It rose to {fact}`a.b` in 2020.", "It rose to {fact}`a.b` in 2020.", True),
        ("It rose to {fact}`a.b` in 2020.", "It rose to US$ 2.2 billion in 2020.", True),
        ("It rose to {fact}`a.b` in 2020.", "It rose to what none had ever seen in 2020.", False),
        ("{fact-words-capital}`a.b` states met.", "Twelve states met.", True),
        ("Ecuador’s prisons held too many.", "Ecuador's prisons held too many.", True),
        ("Prisons held too many.", "Prisons held too few.", False),
        ("Prisons held too many.", "Prisons held, too, many.", True),  # words, not marks, count
        ("Aid fell.", "Raid fell.", False),
    ],
)  # fmt: skip
def test_a_typed_sentence_is_recognised(finding, text, typed, tmp_path):
    file = tmp_path / "one.md"
    file.write_text(text, encoding="utf-8")
    found = finding_checks._pattern(finding).search(finding_checks._words(Page("one", file)))
    assert (found is not None) == typed


def test_ids_are_read_from_code_as_texts_and_as_patterns():
    strings, templates = set(), set()
    finding_checks._strings(
        'publish("prison-deaths", fig)\nfor a in x:\n    computed(f"region.{a}", 1, of=[])\n'
        'b = f"{a}-{a}"\ndef declare(id): computed(f"south.{id}", 1, of=[])\n'
        'declare(f"offered.{year}")\n',
        strings,
        templates,
    )
    known = finding_checks.Known({"a.row"}, strings, templates)
    assert "prison-deaths" in known
    assert "region.peru" in known
    assert "a.row" in known
    assert "region" not in known
    assert "region.peru.more" not in known
    assert "south.offered.2007" in known
    assert "south.offred.2007" not in known
    assert "any-thing" not in known  # a pattern of nothing but what is put in would fit all
    assert known.near("prison-death") == " Did you mean prison-deaths?"


def test_what_a_value_is_computed_from_is_followed_through_others():
    code = 'computed("a.sum", 1, "people", of=["a.one", "a.half"], indicator="A")\n'
    code += 'computed("a.half", 1, "people", of=["a.two", "a.half"], indicator="H")\n'
    cells = [{"cell_type": "code", "source": code}, {"cell_type": "code", "source": "no python("}]
    page = SimpleNamespace(is_notebook=True, notebook={"cells": cells})
    assert finding_checks._origins([page]) == {
        "a.sum": ["a.one", "a.half", "a.two"],
        "a.half": ["a.two"],  # and not itself again
    }
