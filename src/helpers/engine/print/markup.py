"""Typst source, written so that nothing an author types can become code.

All text is written as string literals, by one function. Everything around it is written here or
in the template.
"""

import re
from collections.abc import Iterable

ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# A literal holds any character but its own end and escapes; what no typeface shows is left out.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
SPACES = re.compile(r"[ \t\n\r\f\v]+")


def string(text: str) -> str:
    r"""Write a text as a Typst string literal.

    >>> print(string('a "b" \\ #c'))
    "a \"b\" \\ #c"
    """
    kept = UNPRINTABLE.sub("", text)
    return '"' + "".join(ESCAPED.get(one, one) for one in kept) + '"'


def text(told: str) -> str:
    """Write running text, its white space folded as readers see it, for use within markup.

    >>> text("a  b")
    '#"a b";'
    """
    folded = SPACES.sub(" ", told)
    return f"#{string(folded)};" if folded else ""


def call(name: str, /, *bodies: str, **arguments) -> str:
    """Write a call of a function of the template.

    Parameters
    ----------
    bodies : str
        Markup, each handed over as a block of content.
    arguments
        Strings, numbers, booleans, lists of them, None, or `Code`; None is ``none``.

    >>> call("fig", text("Deaths"), number="9", wide=True)
    '#fig(number: "9", wide: true)[#"Deaths";];'
    """
    told = ", ".join(f"{key.replace('_', '-')}: {value(one)}" for key, one in arguments.items())
    parenthesis = f"({told})" if told or not bodies else ""
    return f"#{name}{parenthesis}{''.join(f'[{body}]' for body in bodies)};"


class Code(str):
    """Typst code that this package wrote; handed over as it is."""

    __slots__ = ()


def content(markup: str) -> Code:
    """Make an argument of markup."""
    return Code(f"[{markup}]")


def value(one) -> str:
    """Write a value as a Typst expression."""
    if isinstance(one, Code):
        return str(one)
    if one is None or isinstance(one, bool):
        return "none" if one is None else str(one).lower()
    if isinstance(one, (int, float)):
        return repr(one)
    if isinstance(one, str):
        return string(one)
    if isinstance(one, dict):
        inner = ", ".join(f"{string(key)}: {value(each)}" for key, each in one.items())
        return f"({inner or ':'})"
    return array(map(value, one))


def array(items: Iterable[str]) -> Code:
    """Write an array of expressions."""
    told = "".join(f"{one}, " for one in items)
    return Code(f"({told.rstrip(' ')})" if told else "()")
