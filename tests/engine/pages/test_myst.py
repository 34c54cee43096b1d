"""Reading MyST: where each word, role and directive stands, and what stands in none of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.engine.pages import myst

PAGE = """\
# A title

In 2021 {fact}`a.b` died
and {fact-words}`c.d` more.

````{note} Beware
:class: small

```{data-figure} deaths
---
alt: Two bars.
---
A caption with {fact}`e.f`.
```

```python
{fact}`g.h`
```
````

Term
: Its meaning.

| a | b |
|---|---|
| {fact}`i.j` | k |
"""


def roles():
    return [(one.name, one.content, one.line) for one in myst.roles(PAGE)]


def test_roles_are_found_at_their_lines():
    assert roles() == [
        ("fact", "a.b", 3),
        ("fact-words", "c.d", 4),
        ("fact", "e.f", 13),
        ("fact", "i.j", 26),
    ]


def test_directives_have_their_options_and_what_is_in_them_knows_them():
    note, figure = (one for one in myst.read(PAGE) if isinstance(one, myst.Directive))
    assert (note.name, note.argument, note.line) == ("note", "Beware", 6)
    assert (figure.name, figure.argument, figure.options) == (
        "data-figure",
        "deaths",
        {"alt": "Two bars."},
    )
    (caption,) = (one for one in myst.prose(PAGE) if "caption" in one.text)
    assert [one.name for one in caption.within] == ["note", "data-figure"]
    assert caption.gaps == ((15, "fact"),)


def test_blocks_say_what_they_are():
    kinds = {one.text.strip(): one.block for one in myst.prose(PAGE)}
    assert kinds["A title"] == "heading"
    assert kinds["Beware"] == "paragraph"
    assert kinds["Its meaning."] == "paragraph"
    assert kinds["k"] == "td"


def test_code_is_no_prose_and_holds_no_role():
    assert not any("g.h" in one.text for one in myst.prose(PAGE))
    assert "g.h" not in {content for _, content, _ in roles()}


def test_a_link_may_be_explained_in_a_later_cell():
    first, second = myst.read_together(("See [the text][t].", "[t]: https://example.org/12"))
    assert [one.prose for one in first] == ["See the text."]
    assert second == ()


def test_lines_count_within_fences_that_come_first():
    (role,) = myst.roles("::::{grid} 2\n:::{grid-item-card} Words\n{fact}`a.b`\n:::\n::::")
    assert role.line == 3


@pytest.mark.parametrize(
    "text",
    [
        "`{fact}`a.b``",
        "`` {fact}`a.b` ``",
        "\\{fact}`a.b`",
        "    {fact}`a.b`",
        "```\n{fact}`a.b`\n```",
        "<!-- {fact}`a.b` -->",
        "% {fact}`a.b`",
        "```{code-block} md\n{fact}`a.b`\n```",
        "```{raw} html\n{fact}`a.b`\n```",
    ],
)
def test_what_only_looks_like_a_role_is_none(text):
    assert [one.content for one in myst.roles(text) if one.name == "fact"] == []


@pytest.mark.parametrize(
    "text",
    [
        "**{fact}`a.b`**",
        "# {fact}`a.b`",
        "- > {fact}`a.b`",
        "[{fact}`a.b`](x)",
        "text[^1]\n\n[^1]: {fact}`a.b`",
        ":::{div} x\n{fact}`a.b`\n:::",
        "::::{grid} 2\n:::{grid-item-card} {fact}`a.b`\n:::\n::::",
        "```{list-table} {fact}`a.b`\n* - x\n```",
        "```{figure} p.png\n:alt: x\n\n{fact}`a.b`\n```",
        "```{unheard-of}\n{fact}`a.b`\n```",
        "<b>{fact}`a.b`</b>",
    ],
)
def test_a_role_is_found_wherever_it_is_printed(text):
    assert [one.content for one in myst.roles(text) if one.name == "fact"] == ["a.b"]


@given(st.text(alphabet="a1 `{}:~\n-%<>!()=[]|^*_#&\\", max_size=120))
def test_no_text_is_too_strange_to_be_read(text):
    for item in myst.stream(text):
        assert item.line >= 1
