"""Value scales: round steps, quiet lines, numbers as the book prints them."""

import math

from helpers.evidence.numbers import number
from helpers.figures import palette
from helpers.figures.layout.canvas import TICK, Canvas
from helpers.figures.layout.text import width


def steps(low: float, high: float, count: int = 5) -> list[float]:
    """Choose round values that cover a range, whole to the last step."""
    from matplotlib.ticker import MaxNLocator

    if low == high:
        low, high = min(0.0, low), max(1.0, high)
    locator = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10])
    return [float(value) for value in locator.tick_values(low, high)]


def fitting(low: float, high: float, room: float) -> list[float]:
    """Choose as many round values as have their numbers side by side in `room` inches."""
    for count in (6, 5, 4, 3, 2):
        values = steps(low, high, count)
        if (max(width(text, TICK) for text in printed(values)) + 0.15) * (len(values) - 1) <= room:
            break
    return values


def printed(values) -> list[str]:
    """Print a scale's steps with the same number of decimals."""
    digits = max(_decimals(value) for value in values)
    return [number(value, digits) for value in values]


def margin(values) -> float:
    """Measure the room that a standing scale's numbers need at its left, in inches."""
    return max(width(text, TICK) for text in printed(values)) + 0.1


def standing(made: Canvas, values, shown: bool = True) -> None:
    """Draw a scale upwards: a line across at each step, its number at the left."""
    axes = made.axes
    axes.set_ylim(values[0], values[-1])
    for value, text in zip(values, printed(values), strict=True):
        _line(axes.axhline, value)
        if shown:
            made.write(
                -0.08,
                made.at(0, value)[1],
                text,
                size=TICK,
                color=palette.MUTED,
                ha="right",
                va="center",
            )
    axes.set_yticks([])


def lying(made: Canvas, values, below: str = "") -> None:
    """Draw a scale to the right: a line upwards at each step, its number below."""
    axes = made.axes
    axes.set_xlim(values[0], values[-1])
    for value, text in zip(values, printed(values), strict=True):
        _line(axes.axvline, value)
        made.write(
            made.at(value, 0)[0],
            -0.06,
            text,
            size=TICK,
            color=palette.MUTED,
            ha="center",
            va="top",
        )
    if below:
        made.write(made.width, -0.26, below, size=TICK, color=palette.MUTED, ha="right", va="top")
    axes.set_xticks([])


def years(made: Canvas, values) -> None:
    """Write years under the axes: as many as have room, the first and the last among them."""
    first, last = math.ceil(min(values)), math.floor(max(values))
    for year in _every(made, list(range(first, max(first, last) + 1))):
        _write_year(made, year)
    made.axes.set_xticks([])


def year_lines(made: Canvas, first: float, last: float) -> None:
    """Draw a line upwards at each round year from first to last, the year below."""
    for year in steps(first, last, 6):
        if first <= year <= last and year == int(year):
            _line(made.axes.axvline, year)
            _write_year(made, year)


def _write_year(made: Canvas, year: float) -> None:
    made.write(
        made.at(year, 0)[0],
        -0.07,
        f"{year:g}",
        size=TICK,
        color=palette.MUTED,
        ha="center",
        va="top",
    )


def _every(made: Canvas, values: list[int]) -> list[int]:
    room = width("2000", TICK) + 0.12
    per_year = abs(made.at(1, 0)[0] - made.at(0, 0)[0])
    for step in (1, 2, 5, 10, 20, 25, 50, 100):
        if step * per_year < room:
            continue
        chosen = [value for value in values if value % step == 0 or step == 1]
        for end in (values[0], values[-1]):
            near = [value for value in chosen if 0 < abs(value - end) * per_year < room]
            chosen = sorted({value for value in chosen if value not in near} | {end})
        return chosen
    return [values[0]]


def base(axes, across: bool = True) -> None:
    """Draw the line that bars stand on."""
    draw = axes.axhline if across else axes.axvline
    draw(0.0, color=palette.MUTED, linewidth=0.9, zorder=3, clip_on=False)


def _line(draw, value: float) -> None:
    draw(value, color=palette.RULE, linewidth=0.7, zorder=0)


def _decimals(value: float) -> int:
    return next((digits for digits in range(4) if abs(round(value, digits) - value) < 1e-9), 4)
