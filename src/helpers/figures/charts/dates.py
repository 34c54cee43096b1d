"""Dates as the tables write them: a year, a month, a day, or two of these with a stroke."""

import re

from helpers.errors import BookError

DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T.*| .*)?")


def span(form: str, written) -> tuple[float, float]:
    """Read a date as the decimal years at which it begins and ends.

    >>> span("charts.timeline", "2008"), span("charts.timeline", "1960/1979")
    ((2008.0, 2009.0), (1960.0, 1980.0))

    Raises
    ------
    BookError
        When it is no date.
    """
    text = (
        str(int(written)) if isinstance(written, float) and written.is_integer() else str(written)
    )
    found = [DATE.fullmatch(part.strip()) for part in text.split("/")]
    if len(found) > 2 or None in found:
        raise BookError(
            f"{form}: {written!r} is no date. Expected a year, year-month or day (2008, "
            "2008-03, 2008-03-01), or two of these with a stroke between (1960/1979)."
        )
    starts = [_ends(match)[0] for match in found]
    return starts[0], _ends(found[-1])[1]


def years(form: str, written) -> str:
    """Print the years of a date: ``2008``, ``1960–1979``."""
    start, end = span(form, written)
    first, last = int(start + 1e-6), int(end - 1e-6)
    return str(first) if first == last else f"{first}–{last}"


def _ends(match) -> tuple[float, float]:
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is None:
        return float(year), year + 1.0
    if day is None:
        return year + (month - 1) / 12, year + month / 12
    start = year + (month - 1) / 12 + (day - 1) / 372
    return start, start + 1 / 372
