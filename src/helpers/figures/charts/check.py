"""Checking what a chart form is given, with errors that an author can act on."""

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
        f"charts.{form}: {role}={name!r} is not a column of the data.{nearest(str(name), known)} "
        f"Columns: {', '.join(known)}."
        for role, name in named.items()
        if name is not None and name not in known
    ]
    if wrong:
        raise BookError(wrong)
    if len(data) == 0:
        raise BookError(f"charts.{form}: the data has no row. Look at the query that made it.")


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
            found.append(float("nan") if _missing(value) else float(value))
        except (TypeError, ValueError):
            raise BookError(
                f"charts.{form}: column {column!r}, row {row + 1}: found {value!r}, "
                "expected a number."
            ) from None
    return found


def not_negative(form: str, column: str, values) -> None:
    """Hold values to zero or more, for forms in which lengths are added up.

    Raises
    ------
    BookError
        When a value is negative.
    """
    for row, value in enumerate(values):
        if value < 0:
            raise BookError(
                f"charts.{form}: column {column!r}, row {row + 1}: found {value:g}; parts of a "
                "whole cannot be negative."
            )


def at_most(form: str, what: str, found: float, limit: float) -> None:
    """Hold a sum to its limit, rounding aside.

    Raises
    ------
    BookError
        When it is exceeded.
    """
    if found > limit * (1 + 1e-9):
        raise BookError(f"charts.{form}: {what} add up to {found:g}, more than {limit:g}.")


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
                f"charts.{form}: column {column!r}, row {row + 1}: found 0; a difference in "
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
        raise BookError(f"charts.{form}: no row has {what}.")


def flags(form: str, data, key: str, which) -> list[bool]:
    """Read which rows are meant: by a column of true and false, or by the values of `key`.

    Raises
    ------
    BookError
        When a value named is not in the data.
    """
    if isinstance(which, str) and which in data.columns:
        return [not _missing(value) and bool(value) for value in data[which]]
    wanted = {str(one) for one in ([which] if isinstance(which, str) else which)}
    present = [str(value) for value in data[key]]
    for one in sorted(wanted - set(present)):
        raise BookError(
            f"charts.{form}: {one!r} is not in column {key!r}.{nearest(one, present)}"
        )
    return [value in wanted for value in present]


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
            raise BookError(f"charts.{form}: two rows have {told}. Draw one, or sum them first.")
        seen.add(row)


def texts(data, column: str | None, default) -> list[str]:
    """Read a column of labels; where it is missing or empty, take the default's."""
    given = [None] * len(data) if column is None else list(data[column])
    return [
        other if _missing(one) or one == "" else str(one)
        for one, other in zip(given, default, strict=True)
    ]


def _missing(value) -> bool:
    import pandas as pd

    return bool(pd.isna(value))
