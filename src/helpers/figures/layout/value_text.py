"""Values as a chart prints them."""

import math

from helpers.evidence.numbers import number, quantity


def printed(value: float, unit: str | None, digits: int | None = None) -> str:
    """Print a value with its unit (an id of ``units.csv``), or bare where there is none."""
    if math.isnan(value):
        return ""
    if unit:
        return quantity(value, unit, digits=digits)
    return number(value, _digits(value) if digits is None else digits)


def _digits(value: float) -> int:
    return next((count for count in range(3) if abs(round(value, count) - value) < 1e-9), 2)
