"""Alt texts are held to the data: a number that a listener is told must be one that is drawn."""

import re
from collections.abc import Iterable

from helpers.engine.pages import prose
from helpers.errors import BookError
from helpers.evidence.numbers import MINUS, SCALES

NUMBER = re.compile(
    rf"((?<![\w.,])[-{MINUS}])?(?<![\w.])\d+(?:,\d{{3}})*(?P<decimals>\.\d+)?(?!\w|[.,]\d)"
    rf"(?:\s?(?P<word>%|per cent|{'|'.join(SCALES)}))?"
)


def require_founded(id: str, alt: str, rows: list[list[str]]) -> None:
    """Make sure that every number of an alt text is in the figure's data, rounded as written.

    Years, dates and the numbers of sections are no quantities and are left alone.

    Parameters
    ----------
    rows : list of list of str
        The published data, the header first.

    Raises
    ------
    BookError
        Naming every number that is not.

    Examples
    --------
    >>> rows = [["year", "deaths"], ["2020", "51"], ["2021", "1210.4"]]
    >>> require_founded("deaths", "Bars: 51 in 2020 and 1,210 in 2021.", rows)
    >>> require_founded("deaths", "Bars: 52 in 2020.", rows)
    Traceback (most recent call last):
    ...
    helpers.errors.BookError: alt text of 'deaths' says 52, which is not in its data. ...
    """
    drawn = {value for row in rows[1:] for cell in row for value in _values(cell)}
    missing = [
        f"alt text of {id!r} says {found.group().strip()}, which is not in its data. Correct the "
        "text, or publish what it tells of."
        for found in NUMBER.finditer(prose.without_allowed(alt))
        if not _is_among(found, drawn)
    ]
    if missing:
        raise BookError(missing)


def _values(cell: str) -> Iterable[float]:
    """Read a cell of data: a number, or a text that may hold some."""
    try:
        return [float(cell)]
    except ValueError:
        return [_value(found) for found in NUMBER.finditer(cell)]


def _value(found: re.Match) -> float:
    text = re.match(rf"[-{MINUS}]?[\d,.]+", found.group())[0]
    return float(text.replace(",", "").replace(MINUS, "-"))


def _is_among(found: re.Match, drawn: Iterable[float]) -> bool:
    """Return whether one of the values drawn is printed so; shares may be drawn as parts of one."""
    said, word = _value(found), found["word"]
    half = 0.5 * 10.0 ** -(len(found["decimals"] or ".") - 1) + 1e-9
    unit = SCALES.get(word, 0.01 if word else 1)
    return any(abs(value / scale - said) <= half for value in drawn for scale in (1, unit))
