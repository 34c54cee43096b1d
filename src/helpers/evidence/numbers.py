"""Numbers as the book prints them."""

import re
from decimal import Decimal
from functools import cache

from helpers.errors import BookError, nearest
from helpers.evidence.tables import rows

THIN = "\u202f"  # narrow no-break space: keeps a number and its unit on one line
MINUS = "\u2212"
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


@cache
def units() -> dict[str, dict[str, str]]:
    """Return the units of ``units.csv`` by id."""
    return {row["id"]: row for row in rows("units")}


def unit(id: str) -> dict[str, str]:
    """Return one unit.

    Raises
    ------
    BookError
        When ``units.csv`` has no such id.
    """
    if id not in units():
        raise BookError(f"unit {id!r}: not in data/units.csv.{nearest(id, units())}")
    return units()[id]


def number(value: float, digits: int = 0) -> str:
    """Print a number with grouped thousands and a true minus sign.

    >>> number(38693), number(-2.5, 1), number(1357.0), number(-0.1)
    ('38,693', '−2.5', '1,357', '0')
    """
    return f"{value:z,.{digits}f}".replace("-", MINUS)


def quantity(value: float, unit_id: str, *, literal: str = "", digits: int | None = None) -> str:
    """Print a value with its unit and as many digits as it deserves.

    Parameters
    ----------
    value : float
        The value, in the unit.
    unit_id : str
        An id of ``units.csv``. A counted noun (``people``) is not printed: sentences name it.
    literal : str
        The number as the source prints it; its digits decide how many are printed.
    digits : int, optional
        Decimal places, instead of those of `literal`.

    Examples
    --------
    >>> quantity(38693, "people"), quantity(2200000000, "usd", literal="2.2 billion")
    ('38,693', 'US$2.2 billion')
    """
    one = unit(unit_id)
    scale = _scale(value, literal, one["kind"]) if digits is None else ""
    shown = value / SCALES[scale] if scale else value
    places = _places(shown, literal) if digits is None else digits
    text = number(shown, places) + (f" {scale}" if scale else "")
    if one["kind"] == "count":
        return text
    if one["kind"] == "currency":
        return f"{MINUS if value < 0 else ''}{one['symbol']}{text.lstrip(MINUS)}"
    in_words = one["symbol"] == one["plural"]
    return f"{text}{THIN}{one['singular'] if in_words and text == '1' else one['symbol']}"


def _scale(value: float, literal: str, kind: str) -> str:
    """Choose the word to shorten by: the source's, or million for large round sums of money."""
    for word, size in SCALES.items():
        if word in literal.lower() and abs(value) >= size:
            return word
    if kind == "currency" and abs(value) >= 10**6 and value % 10**4 == 0:
        return "million" if abs(value) < 10**9 else "billion"
    return ""


def _places(value: float, literal: str) -> int:
    """Decimal places: as printed, but never fewer than the value needs nor more than it has."""
    needed = max(0, -Decimal(repr(float(value))).normalize().as_tuple().exponent)
    printed = re.search(r"\d[.,](\d{1,2})(?!\d)", literal)
    return max(min(needed, 6), len(printed.group(1)) if printed and needed else 0)
