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
        Decimal places, instead of those of `literal`. Of money from a million on they are those of
        the millions or billions that are printed.

    Examples
    --------
    >>> quantity(38693, "people"), quantity(2200000000, "usd", literal="2.2 billion")
    ('38,693', 'US$2.2 billion')
    >>> quantity(361790000, "usd", digits=1)
    'US$361.8 million'
    """
    one = unit(unit_id)
    if digits is None:
        scale = _scale(value, literal, one["kind"])
    else:
        scale = _scale_of_money(value, one["kind"])
    shown = value / SCALES[scale] if scale else value
    places = _places(shown, literal) if digits is None else digits
    text = number(shown, places) + (f" {scale}" if scale else "")
    if one["kind"] == "count":
        return text
    if one["kind"] == "currency":
        return f"{MINUS if value < 0 else ''}{one['symbol']}{text.lstrip(MINUS)}"
    in_words = one["symbol"] == one["plural"]
    return f"{text}{THIN}{one['singular'] if in_words and text == '1' else one['symbol']}"


def rounded(value: float, unit_id: str, digits: int | None = None) -> tuple[float, int]:
    """Round a computed value to what is printed of it, and tell with how many decimals.

    Without `digits`, money from a million on keeps as many decimals of its millions or billions as
    it needs, two at most; anything else is rounded to a whole number.

    Examples
    --------
    >>> rounded(361792345.6, "usd"), rounded(360000000, "usd"), rounded(22.7329, "percent", 1)
    ((361790000.0, 2), (360000000.0, 0), (22.7, 1))
    """
    size = SCALES.get(_scale_of_money(value, unit(unit_id)["kind"]), 1)
    if digits is None:
        digits = _needed(round(value / size, 2)) if size > 1 else 0
    zeros = len(str(size)) - 1  # rounding the value itself keeps it free of a division's noise
    return round(float(value), digits - zeros), digits


def _scale_of_money(value: float, kind: str) -> str:
    """Choose the word that shortens an amount of money; none below a million."""
    if kind != "currency" or abs(value) < SCALES["million"]:
        return ""
    return "million" if abs(value) < SCALES["billion"] else "billion"


def _scale(value: float, literal: str, kind: str) -> str:
    """Choose the word to shorten by: the source's, or million for large round sums of money."""
    for word, size in SCALES.items():
        if word in literal.lower() and abs(value) >= size:
            return word
    return _scale_of_money(value, kind) if value % 10**4 == 0 else ""


def _places(value: float, literal: str) -> int:
    """Count decimal places: as printed, but no fewer than the value needs nor more than it has."""
    needed = _needed(value)
    printed = re.search(r"\d[.,](\d{1,2})(?!\d)", literal)
    return max(min(needed, 6), len(printed.group(1)) if printed and needed else 0)


def _needed(value: float) -> int:
    """Return the decimal places without which the value would lose a digit."""
    return max(0, -Decimal(repr(float(value))).normalize().as_tuple().exponent)


# Columns whose numbers name their rows and are no quantities.
NAMING = {
    "year",
    "date",
    "rank",
    "line",
    "order",
    "id",
    "period",
    "start",
    "end",
    "founded",
    "ended",
}


def cell(name: str, text: str) -> str:
    """Print a cell of data for readers: thousands grouped, but not in years and ranks.

    Examples
    --------
    >>> cell("deaths", "1234.5"), cell("year", "2021"), cell("prison", "Turi")
    ('1,234.5', '2021', 'Turi')
    """
    if name in NAMING or not text or not _is_number(text):
        return text
    return number(float(text), len(text.partition(".")[2]))


def is_numeric(rows: list[list[str]], column: int) -> bool:
    """Return whether all values of a column are quantities; years and ranks name their rows."""
    values = [row[column] for row in rows[1:] if row[column]]
    return rows[0][column] not in NAMING and bool(values) and all(map(_is_number, values))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
