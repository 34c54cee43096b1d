"""Reading prose as an editor would: what is a typed quantity, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import paths
from helpers.engine.pages import configuration, myst, prose
from helpers.engine.pages.chapters import Page


def numbers(text: str) -> list[str]:
    return [number for _, number, _ in prose._numbers(myst.read(text))]


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
        ("In May 12 people died", ["12"]),
        ("1.234.567 people", ["1.234.567"]),
        ("`a`12 and [12 of them](x)", ["12", "12"]),
        ("1. 12 people\n2. words", ["12"]),
        ("Words.[^1]\n\n[^1]: Or 12.", ["12"]),
        ("::::{note} 12 people\n:class: x-2\n\n13\n::::", ["12", "13"]),
        ("```{admonition} 12 people\nwords\n```", ["12"]),
        ("```{code-block} python\n:caption: 12 people\nx = 1\n```", ["12"]),
        ("<div class='x3'>12 people</div>", ["12"]),
        ("---\nmyst:\n  substitutions:\n    n: 12 people\n---\n{{ n }}", ["12"]),
        ("Term\n: 12 people", ["12"]),
        ("| a |\n|---|\n| words |\n| 12 |", ["12"]),
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
        "words[^1] and[^note2]\n\n[^1]: Words.\n\n[^note2]: Words.",
        "1. one\n2. two\n\n7) seven",
        "{math}`z_4` and\n\n```{math}\nx = 12\n```",
        "[words][1]\n\n[1]: https://example.org/12",
        "``rows[3:12]`` and ``{fact}`a.12` ``",
        "Words:\n\n    x = 12\n",
        "On 2021-02-23, in 2021-02, 2021-02-23T10:30Z.",
        "On 3–5 February and February 3, 2021.",
        "doi 10.1017/S0020818300033 and https://doi.org/10.1017/12",
        "ISBN 978-3-16-148410-0, ISSN 2049-3630",
        "doi:10.32719/29536782.2024.1.3, ISBN 978-0-8270-7459-0, version 2.1, v1.0.4",
        "version 1.4, versions 2 and v3.2, 1.0.4, Python 3.11",
        "![35 bars](bars.png)",
        "```{image} bars.png\n:alt: 35 bars\n```",
        "{plain}`12 of 14`",
        "no number at all",
    ],
)
def test_what_is_no_quantity_is_passed_over(text):
    assert numbers(text) == []


def test_mathematics_is_no_quantity_where_the_book_reads_dollars_as_such(monkeypatch):
    monkeypatch.setattr(configuration, "myst_extensions", lambda: {"dollarmath"})
    for one in (myst._parser, myst.read_together):
        one.cache_clear()
    assert numbers("$x^2$, $$y = 3$$\n\n$$\nx = 12\n$$\n\nand 14") == ["14"]
    for one in (myst._parser, myst.read_together):
        one.cache_clear()


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


@given(st.text(alphabet="ab1 `{}:\n-%<>!()=[]$|^*", max_size=80))
def test_any_text_is_read_and_its_words_stay_where_they_stand(text):
    for item in myst.read(text):
        if isinstance(item, myst.Block):
            assert len(item.prose) == len(item.written)
            pairs = zip(item.written, item.prose, strict=True)
            assert all(new in {old, " "} for old, new in pairs)
            assert 1 <= item.line <= text.count("\n") + 1
