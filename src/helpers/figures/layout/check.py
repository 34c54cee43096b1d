"""Checking what a chart or map form is given, with errors that an author can act on.

Every check is told the form as chapters call it (``charts.bars``, ``maps.symbols``): its message
begins with that name.
"""

import itertools
import math

from helpers.errors import BookError, nearest


def columns(form: str, data, **named) -> None:
    """Hold the columns a form was told of to those the data has.

    Raises
    ------
    BookError
        When there is no row, or a column is not there; the message names the nearest.
    """
    known = [str(name) for name in data.columns]
    wrong = [
        f"{form}: {role}={name!r} is not a column of the data.{nearest(str(name), known)} "
        f"Columns: {', '.join(known)}."
        for role, name in named.items()
        if name is not None and name not in known
    ]
    if wrong:
        raise BookError(wrong)
    if len(data) == 0:
        raise BookError(f"{form}: the data has no row. Look at the query that made it.")


def numbers(form: str, data, column: str) -> list[float]:
    """Read a column as floats, missing values as NaN.

    Raises
    ------
    BookError
        When a value is not a number.
    """
    found = []
    for row, value in enumerate(data[column]):
        try:
            found.append(float("nan") if is_missing(value) else float(value))
        except (TypeError, ValueError):
            raise BookError(
                f"{form}: column {column!r}, row {row + 1}: found {value!r}, expected a number."
            ) from None
    return found


def not_negative(form: str, column: str, values) -> None:
    """Hold values to zero or more, for forms that draw them as lengths or areas.

    Raises
    ------
    BookError
        When a value is negative.
    """
    for row, value in enumerate(values):
        if value < 0:
            raise BookError(
                f"{form}: column {column!r}, row {row + 1}: found {value:g}, expected zero or "
                "more; a length or an area cannot be negative."
            )


def at_most(form: str, what: str, found: float, limit: float) -> None:
    """Hold a sum to its limit, rounding aside.

    Raises
    ------
    BookError
        When it is exceeded.
    """
    if found > limit * (1 + 1e-9):
        raise BookError(f"{form}: {what} add up to {found:g}, more than {limit:g}.")


def not_zero(form: str, column: str, values) -> None:
    """Hold values to be other than zero, for forms that divide by them.

    Raises
    ------
    BookError
        When a value is zero.
    """
    for row, value in enumerate(values):
        if value == 0:
            raise BookError(
                f"{form}: column {column!r}, row {row + 1}: found 0; a difference in "
                "percent needs a value to start from."
            )


def some(form: str, kept, what: str) -> None:
    """Hold the data to at least one row that can be drawn.

    Raises
    ------
    BookError
        When there is none.
    """
    if not kept:
        raise BookError(f"{form}: no row has {what}.")


def in_order(form: str, starts, ends) -> None:
    """Hold every period to end no earlier than it starts.

    Raises
    ------
    BookError
        When one does not.
    """
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if end < start:
            raise BookError(f"{form}: row {row + 1} ends in {end:g}, before its start {start:g}.")


def apart(form: str, starts, ends, values) -> None:
    """Hold periods to be complete, and none to overlap another.

    Raises
    ------
    BookError
        When a year or value is missing, or two periods share a year.
    """
    for row, cells in enumerate(zip(starts, ends, values, strict=True)):
        if any(math.isnan(cell) for cell in cells):
            raise BookError(
                f"{form}: row {row + 1} lacks a year or a value. Leave it out, or give "
                "name= to draw periods in rows."
            )
    order = sorted(range(len(starts)), key=starts.__getitem__)
    for one, other in itertools.pairwise(order):
        if starts[other] <= ends[one]:
            raise BookError(
                f"{form}: {starts[one]:g}–{ends[one]:g} and {starts[other]:g}–"
                f"{ends[other]:g} overlap. Give name= to draw periods in rows."
            )


def flags(form: str, data, key: str, which) -> list[bool]:
    """Read which rows are meant: by a column of true and false, or by the values of `key`.

    Raises
    ------
    BookError
        When a value named is not in the data.
    """
    if isinstance(which, str) and which in data.columns:
        return [not is_missing(value) and bool(value) for value in data[which]]
    wanted = {str(one) for one in ([which] if isinstance(which, str) else which)}
    present = [str(value) for value in data[key]]
    for one in sorted(wanted - set(present)):
        raise BookError(f"{form}: {one!r} is not in column {key!r}.{nearest(one, present)}")
    return [value in wanted for value in present]


def accented(form: str, data, key: str, highlight) -> list[bool]:
    """Read which rows are drawn in the accent colour: those highlighted, by default all.

    Raises
    ------
    BookError
        When a value named is not in the data.
    """
    return [True] * len(data) if highlight is None else flags(form, data, key, highlight)


def unique(form: str, data, *keys: str) -> None:
    """Hold the data to one row for each combination of `keys`.

    Raises
    ------
    BookError
        When a combination comes twice.
    """
    seen = set()
    for row in zip(*(data[key] for key in keys), strict=True):
        if row in seen:
            told = ", ".join(f"{key}={value!r}" for key, value in zip(keys, row, strict=True))
            raise BookError(f"{form}: two rows have {told}. Draw one, or sum them first.")
        seen.add(row)


def texts(data, column: str | None, default) -> list[str]:
    """Read a column of labels; where it is missing or empty, take the default's."""
    given = [None] * len(data) if column is None else list(data[column])
    return [
        other if is_missing(one) or one == "" else str(one)
        for one, other in zip(given, default, strict=True)
    ]


def is_missing(value) -> bool:
    """Tell whether a cell has no value."""
    import pandas as pd

    return bool(pd.isna(value))
