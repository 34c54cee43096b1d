r"""Equations: LaTeX, as authors type it, turned into Typst's mathematics.

The library is `tex2typst`. It writes words as strings, and refuses what it cannot read. Tylax, the
other one, writes words as markup (``\text{#x}`` comes out as code), loses primes, and passes over
what it does not know. The template evaluates what comes out as mathematics only, where no file can
be read and no name of the template is known.
"""

import re
from functools import lru_cache

from helpers.errors import BookError

STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
LABEL = re.compile(r"\\(?:label|tag)\{[^{}]*\}|\\(?:nonumber|notag)\b")
# What the library does not know, by what it does.
SAME = {r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\lvert": "|", r"\rvert": "|"}
ODD = {"@": r"\text{@}", '"': r"\text{”}"}  # characters that it stumbles over


@lru_cache(maxsize=4096)
def typst(latex: str) -> str:
    r"""Turn LaTeX into Typst's mathematics.

    Raises
    ------
    BookError
        When it cannot be read.

    Examples
    --------
    >>> typst(r"\frac{a}{b}")
    'a/b'
    """
    from tex2typst import tex2typst

    source = LABEL.sub("", latex).strip()
    for name, known in SAME.items():
        source = re.sub(rf"{re.escape(name)}(?![A-Za-z])", lambda _, known=known: known, source)
    source = "".join(ODD.get(one, one) for one in source)
    try:
        made = tex2typst(source)
    except Exception:  # the library raises what its own interpreter does
        raise _unreadable(latex) from None
    if re.search(r"(?<!\\)#", STRING.sub("", made)):
        raise _unreadable(latex)
    return made


def _unreadable(latex: str) -> BookError:
    shown = " ".join(latex.split())
    return BookError(
        f"the equation {shown!r} cannot be turned into print. Write it with the usual commands of "
        "LaTeX's mathematics; a sign such as # or % takes a backslash."
    )
