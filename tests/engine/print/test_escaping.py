"""Nothing that an author types becomes Typst code."""

import contextlib
import json

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.engine.print import equations, markup
from helpers.errors import BookError

NASTY = st.text(
    st.one_of(st.sampled_from('#$@\\"*_`<>[](){}/~-=+;,:\n\r\t \u2028\u200b'), st.characters()),
    max_size=60,
)
LATEX = st.lists(
    st.sampled_from(
        [*"abxy019#$%&_^{}[]()\"'@;:,.|/ ", r"\frac", r"\text{", "}", r"\#", r"\"", r"\left(",
         r"\right)", r"\alpha", r"\operatorname{", r"\mathrm{", "read", "std.", "#read(", "eval("]
    ),
    max_size=14,
).map("".join)  # fmt: skip


def evaluated(expression: str):
    """What the compiler makes of an expression."""
    return json.loads(typst.eval(b"", expression))


@settings(max_examples=60, deadline=None)
@given(st.lists(NASTY, min_size=1, max_size=20))
def test_a_text_is_read_as_the_text_it_is(texts):
    told = evaluated(markup.value(texts))
    assert told == [markup.UNPRINTABLE.sub("", one) for one in texts]


@settings(max_examples=60, deadline=None)
@given(NASTY)
def test_words_in_markup_are_one_text_and_nothing_else(words):
    told = evaluated(f"[{markup.text(words)}]")
    shown = markup.UNPRINTABLE.sub("", markup.SPACES.sub(" ", words))
    if shown:
        assert told == {"func": "text", "text": shown}
    else:
        assert told.get("text", "") == "" or told == {"func": "sequence", "children": []}


@settings(max_examples=60, deadline=None)
@given(NASTY, NASTY)
def test_an_argument_stays_an_argument(first, second):
    told = markup.call("f", markup.text(first), name=second).removeprefix("#").removesuffix(";")
    made = evaluated(f"{{ let f(name: none, body) = name; {told} }}")
    assert made == markup.UNPRINTABLE.sub("", second)


@settings(max_examples=150, deadline=None)
@given(LATEX)
def test_an_equation_is_mathematics_or_told_as_a_mistake(latex):
    try:
        made = equations.typst(latex)
    except BookError:
        return
    outside = equations.STRING.sub("", made)
    assert "#" not in outside.replace("\\#", "")
    # Whatever it is, the compiler reads it as mathematics, without files and the template's names.
    with contextlib.suppress(RuntimeError):  # it may be no mathematics that Typst knows
        read = typst.eval(b"", f'repr(eval({markup.string(made)}, mode: "math"))')
        assert isinstance(json.loads(read), str)


@pytest.mark.parametrize(
    ("latex", "made"),
    [
        (r"\frac{a}{b}", "a/b"),
        (r"\text{#read(1)}", '"#read(1)"'),
        (r"\text{rate} = 100\,000", '"rate" = 100 thin 000'),
        (r"\dfrac{1}{2}", "1/2"),
        (r"x \label{eq:x}", "x"),
        (r"a \leq b", "a <= b"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4\end{pmatrix}", "mat(1, 2; 3, 4)"),
    ],
)
def test_equations_are_turned(latex, made):
    assert equations.typst(latex) == made


@pytest.mark.parametrize("latex", ["a # b", r"\frac{a", r"\end{x}"])
def test_what_is_no_equation_is_told(latex):
    with pytest.raises(BookError, match="cannot be turned into print"):
        equations.typst(latex)


def test_a_word_of_the_template_means_nothing_in_an_equation(tmp_path):
    from tests.engine.print.pages import printed

    with pytest.raises(BookError, match="equation") as caught:
        printed(tmp_path, "# A\n\nText.\n\n$$\nx = \\chapter{y}\n$$\n")
    assert "index.md, line" in str(caught.value)
