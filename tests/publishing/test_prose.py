"""Reading prose as an editor would: what is a typed quantity, and what is not."""

import pytest

from helpers import paths
from helpers.publishing import prose
from helpers.publishing.chapters import Page


def numbers(text: str) -> list[str]:
    return [number for _, number, _ in prose._numbers(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("38,693 people", ["38,693"]),
        ("overcrowded by 29.42 %", ["29.42 %"]),
        ("a share of 61%.", ["61%"]),
        ("fell by −2.5 points", ["−2.5"]),
        ("US$2.2 billion", ["2.2"]),
        ("121 deaths in 2021, 51 in 2020", ["121", "51"]),
        ("4 of 5 prisons", ["4", "5"]),
        ("**79** died", ["79"]),
        ("(8,796 above capacity)", ["8,796"]),
        ("```{data-table} deaths\nDeaths, 35 in all.\n```", ["35"]),
        ("```{data-figure} deaths\n:alt: Bars.\nDeaths, 35 in all.\n```", ["35"]),
        ("> quoted: 27 of them", ["27"]),
        ("| prison | 34 |", ["34"]),
        ("from 12 to 14 tonnes", ["12", "14"]),
        ("3812 people and 2200 tonnes", ["3812", "2200"]),
    ],
)
def test_typed_quantities_are_found(text, found):
    assert numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "In 2021, as in the 1990s.",
        "Between 1998 and 2021, 2019–2021, 2019–21, 2004/05.",
        "On 28 February 2021 and on 1 March.",
        "§1.1.3 and § 3.2.2.3 of the thesis",
        "Table 1, Tables 1 and 2, Figure 2.1, Annex H, Chapter 3, Part IV, Annexes 1–3",
        "line 214 of the text, Litoral prison No. 1",
        "CC BY 4.0, PDF/UA-1, SHA-256, ECU 911, COVID-19, the G20 and the G-77",
        "see https://example.org/2/x?y=3 and <https://example.org/44>",
        "see [the report](https://example.org/1234)",
        "{fact}`prisons.deaths.2021-02` died {cite}`ordonez2021`",
        "{numref}`fig-deaths-12`",
        "{doc}`the crisis of 27 months </threats/x>`",
        "`rows[3:12]`",
        "```python\nx = 12\n```",
        "```{code-block} python\n:linenos:\nx = 12\n```",
        ":::{div} opening-2\nwords\n:::",
        "```{data-figure} deaths-12\n:alt: Bars: 35 in 2019, 51 in 2020.\n:width: 40\nWords.\n```",
        "<!-- 12 of them -->",
        "% a comment with 12",
        "(section-12)=\n# Title",
        "---\nkey: 12\n---\nWords.",
        "H2O and x86, item#5",
        "a note[^1] and another[^note2]\n\n[^1]: Words.\n[^note2]: Words.",
        "1. first\n2. second\n12. last",
        "see [the text][1]\n\n[1]: https://example.org/12",
        "``code with `12` in it``",
        "Words:\n\n    indented 12",
        "as of 2021-02-28, in 2021-02",
        "doi:10.32719/29536782.2024.1.3, ISBN 978-0-8270-7459-0, version 2.1, v1.0.4",
        "![a picture of 12 people](people.png)",
        "{plain}`12` is an example",
        "no number at all",
    ],
)
def test_what_is_no_quantity_is_passed_over(text):
    assert numbers(text) == []


def test_a_number_is_told_with_its_place_and_the_words_around_it(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    file = tmp_path / "chapters" / "one.md"
    file.parent.mkdir()
    file.write_text("# One\n\nWords before it, then 12 people and words after.\n", encoding="utf-8")
    (told,) = prose.typed_numbers([Page("one", file)])
    assert told == (
        "chapters/one.md, line 3: the number 12 is typed by hand in “before it, then 12 people and "
        "words”. Print it with {fact}`…`, so that it can be traced and verified; a "
        "number that is no evidence is written {plain}`12`."
    )


def test_code_within_a_directive_is_code():
    text = "````{note}\nwords 1\n```python\nx = 2\n```\nwords 3\n````\nwords 4"
    assert numbers(text) == ["1", "3", "4"]


def test_an_unclosed_code_block_goes_to_the_end():
    assert numbers("1\n```python\n2\n3") == ["1"]
