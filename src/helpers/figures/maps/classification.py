"""Classes of values for areas in shades, by mapclassify, and the name of the method."""

import math
import warnings
from typing import NamedTuple

from helpers.errors import BookError, nearest
from helpers.figures import palette
from helpers.figures.layout.value_text import printed
from helpers.figures.maps.wording import METHODS, RANGE

SCHEMES = {
    "fisher-jenks": "FisherJenks",
    "quantiles": "Quantiles",
    "equal-intervals": "EqualInterval",
}


class Classes(NamedTuple):
    """Values sorted into classes.

    Attributes
    ----------
    index : list of int or None
        The class of each value, from 0; ``None`` where it is missing.
    colours, words : list of str
        Of each class, from the lowest.
    method : str
        What the classes were made by, for readers.
    """

    index: list[int | None]
    colours: list[str]
    words: list[str]
    method: str


def classify(values, scheme: str, count: int, *, digits: int | None = None) -> Classes:
    """Sort values into at most five classes.

    Parameters
    ----------
    values : sequence of float
        Missing ones are NaN.
    scheme : {"fisher-jenks", "quantiles", "equal-intervals"}
    count : int
        How many classes; fewer where there are fewer different values.
    digits : int, optional
        Decimal places to print.

    Raises
    ------
    BookError
        When the scheme is unknown, the count is not 2 to 5, or every value is missing.
    """
    if scheme not in SCHEMES:
        raise BookError(
            f"maps: scheme {scheme!r} is unknown, expected one of {', '.join(SCHEMES)}."
            f"{nearest(scheme, SCHEMES)}"
        )
    if not 2 <= count <= len(palette.SEQUENCE):
        raise BookError(f"maps: {count} classes; expected 2 to {len(palette.SEQUENCE)}.")
    known = [value for value in values if not math.isnan(value)]
    if not known:
        raise BookError("maps: every value is missing. Look at the query that made the data.")
    count = min(count, len(set(known)))
    found = _classified(SCHEMES[scheme], known, count) if count > 1 else [0] * len(known)
    made = iter(found)
    index = [None if math.isnan(value) else next(made) for value in values]
    members = {kind: [v for v, k in zip(known, found, strict=True) if k == kind] for kind in found}
    order = {kind: rank for rank, kind in enumerate(sorted(members))}
    return Classes(
        [None if one is None else order[one] for one in index],
        _spread(len(members)),
        [_range(members[kind], digits) for kind in sorted(members)],
        METHODS[scheme],
    )


def _classified(method: str, values: list[float], count: int) -> list[int]:
    import mapclassify
    import numpy as np

    with warnings.catch_warnings():  # it recommends a compiler, which two dozen values do not need
        warnings.simplefilter("ignore")
        return [int(one) for one in getattr(mapclassify, method)(np.array(values), k=count).yb]


def _spread(count: int) -> list[str]:
    """Choose steps of the sequence, from the lightest to the darkest."""
    steps = len(palette.SEQUENCE) - 1
    return [palette.SEQUENCE[round(one * steps / max(1, count - 1))] for one in range(count)]


def _range(values: list[float], digits: int | None) -> str:
    low, high = (printed(one, None, digits) for one in (min(values), max(values)))
    return low if low == high else RANGE.format(low=low, high=high)
