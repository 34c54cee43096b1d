"""Circles as large as their values: for counts and quantities at places."""

import math
from typing import NamedTuple

from matplotlib.figure import Figure

from helpers.errors import BookError
from helpers.evidence import geodata
from helpers.figures import palette
from helpers.figures.layout import check
from helpers.figures.layout.canvas import LABEL, NOTE, canvas
from helpers.figures.layout.text import height as tall
from helpers.figures.layout.text import wrap
from helpers.figures.layout.value_text import printed
from helpers.figures.maps.base import Base, base, find
from helpers.figures.maps.panels import Grid, column_width
from helpers.figures.style import WIDTH

LARGEST = 0.36  # inches: the radius of the largest circle on a large map
SMALL = 0.6  # of that, in small multiples
LEAST = 0.018  # inches: a circle smaller than this cannot be seen
COLUMN = 1.75  # inches: the list of what has no place


class Circle(NamedTuple):
    """One value to draw: where (inches), how large (inches), and what it is called."""

    places: tuple[str, ...]
    value: float
    radius: float
    text: str


def symbols(
    data,
    *,
    place: str,
    value: str,
    title: str,
    label: str,
    on: str | tuple[float, float, float, float] = "ecuador",
    name: str | None = None,
    panel: str | None = None,
    columns: int = 4,
    unit: str | None = None,
    digits: int | None = None,
    spread_label: str = "",
    unplaced_label: str = "",
) -> Figure:
    """Draw values as circles whose areas are in proportion to them.

    Use it for counts and amounts at places or of areas; for rates and shares, use `choropleth`.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a circle. Zero and missing values are not drawn.
    place, value : str
        Columns of the place's id and of the value. Several ids joined by semicolons are one value
        for all of them: its circle is open, stands between them and is tied to each. A place
        without coordinates has its circle beside the map.
    title, label
        As for `charts.bars`.
    on : {"ecuador", "latin-america"} or tuple of float
        The base; or a window of the Americas: west, south, east and north in degrees.
    name : str, optional
        Column of the labels; each is followed by its value. Without it circles have no labels.
    panel : str, optional
        Column whose values get a small map each, all on one scale, which a key tells.
    columns : int
        Of small maps.
    unit, digits
        How values are printed.
    spread_label, unplaced_label : str
        What an open circle means; and the heading of the list beside the map.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a place is unknown, a value is no number or negative, or
        something without a place is to be drawn in small maps.
    """
    named = {"place": place, "value": value, "name": name, "panel": panel}
    check.columns("maps.symbols", data, **{role: one for role, one in named.items() if one})
    values = check.numbers("maps.symbols", data, value)
    check.not_negative("maps.symbols", value, values)
    most = max((one for one in values if not math.isnan(one)), default=0)
    largest = LARGEST if panel is None else LARGEST * SMALL
    texts = data[name] if name else [""] * len(data)
    circles = [
        Circle(
            tuple(str(ids).split(";")),
            one,
            max(LEAST, largest * math.sqrt(one / most)),
            f"{text}: {printed(one, unit, digits)}" if name else "",
        )
        for ids, one, text in zip(data[place], values, texts, strict=True)
        if one > 0
    ]
    check.some("maps.symbols", circles, "a value above zero")
    head = (title, label)
    if panel is None:
        return _large(circles, base(on), head, spread_label, unplaced_label)
    kinds = [kind for kind, one in zip(data[panel], values, strict=True) if one > 0]
    scale = (most, largest, unit, digits)
    return _small(circles, kinds, base(on), head, columns=columns, scale=scale)


def _large(circles, ground: Base, head, spread_label: str, unplaced_label: str) -> Figure:
    apart = [one for one in circles if not _is_located(one, ground)]
    placed = [one for one in circles if _is_located(one, ground)]
    key = []
    if any(len(one.places) > 1 for one in placed):
        key.append(("ring", palette.ACCENT, spread_label))
    paper = canvas(*head, height=ground.height(WIDTH), key=key)
    paper.axes.set_axis_off()
    frames = ground.draw(paper, 0, 0, WIDTH)
    if apart:
        _list(frames[0], apart, unplaced_label)
    _draw(frames, placed)
    ground.scale_bars(frames)
    ground.name(frames[0], without={id for one in placed if one.text for id in one.places})
    for frame in frames:
        frame.finish()
    return paper.figure


def _small(circles, kinds, ground: Base, head, *, columns: int, scale) -> Figure:
    if lost := [one for one in circles if not _is_located(one, ground)]:
        raise BookError(
            f"maps.symbols: {';'.join(lost[0].places)!r} has no coordinates, and small maps have "
            "no room beside them. Leave it out, or draw one map."
        )
    headings = list(dict.fromkeys(kinds))
    wide = column_width(columns)
    has_labels = any(one.text for one in circles)
    panels = headings if has_labels else [*headings, ""]
    grid = Grid(panels, columns, ground.height(wide, large=False))
    paper = canvas(*head, height=grid.full)
    paper.axes.set_axis_off()
    corners = grid.corners()
    for heading, corner in zip(headings, corners, strict=False):
        grid.heading(paper, corner, heading)
        frames = ground.draw(paper, *corner, wide, large=False)
        _draw(frames, [one for one, kind in zip(circles, kinds, strict=True) if kind == heading])
        for frame in frames:
            frame.finish()
    if not has_labels:
        _sizes(paper, grid, next(corners), scale)
    return paper.figure


def _is_located(circle: Circle, ground: Base) -> bool:
    """Tell whether all places have a point; in a national map the nation is no point."""
    found = [geodata.place(id) for id in circle.places]
    is_whole = ground.national and any(place.kind == "country" for place in found)
    return not is_whole and all(place.lat is not None for place in found)


def _draw(frames, circles) -> None:
    """Draw circles, the largest first; those at one point side by side."""
    spots = [find(frames, circle.places) for circle in circles]
    for number, x, y in sorted(set(spots)):
        here = [one for one, spot in zip(circles, spots, strict=True) if spot == (number, x, y)]
        here.sort(key=lambda circle: -circle.radius)
        edge = x - sum(circle.radius for circle in here)
        for circle in here:
            _circle(frames[number], edge + circle.radius, y, circle)
            edge += 2 * circle.radius


def _circle(frame, x: float, y: float, circle: Circle) -> None:
    spread = len(circle.places) > 1
    if spread:
        for id in circle.places:
            point = geodata.place(id)
            end = frame.inches(point.lon, point.lat)
            frame.line((x, y), end, color=palette.ACCENT, linewidth=0.7, zorder=3)
            frame.avoid([(x, y), end])
            frame.mark(*end, "o", 3.2, color=palette.ACCENT)
    frame.dot(x, y, circle.radius, zorder=4 - circle.radius / 10, **_look(spread))
    if circle.text:
        frame.label(x, y, wrap(circle.text, 1.5, LABEL), circle.radius + 0.04)


def _look(is_open: bool) -> dict:
    return {
        "markerfacecolor": palette.PAPER if is_open else palette.SEQUENCE[1],
        "markeredgecolor": palette.ACCENT,
        "markeredgewidth": 1.0,
    }


def _list(frame, circles, heading: str) -> None:
    """Draw what has no place beside the map, from the top, with its words."""
    down = frame.height - 0.02
    told = wrap(heading, COLUMN, NOTE)
    frame.canvas.write(frame.left, frame.bottom + down, told, va="top", size=NOTE, style="italic",
                      color=palette.MUTED)  # fmt: skip
    down -= tall(told, NOTE) + 0.06
    for circle in circles:
        words = wrap(circle.text, COLUMN - 2 * circle.radius - 0.1, LABEL)
        half = max(circle.radius, tall(words, LABEL) / 2)
        frame.dot(circle.radius + 0.02, down - half, circle.radius, **_look(False))
        frame.canvas.write(
            frame.left + 2 * circle.radius + 0.1, frame.bottom + down - half, words, va="center"
        )
        down -= 2 * half + 0.08
    frame.obstacles.append((0, down, COLUMN, frame.height))


def _sizes(paper, grid: Grid, corner, scale) -> None:
    """Tell what the circles' sizes mean, in the place of one more map."""
    most, largest, unit, digits = scale
    step = 10 ** math.floor(math.log10(most))
    values = [most // step * step, most // step * step / 4, step / 10]
    up = corner[1] + grid.height - 0.1
    for value in values:
        radius = largest * math.sqrt(value / most)
        up -= radius
        paper.figure.add_artist(_disc(paper, corner[0] + largest + 0.05, up, max(LEAST, radius)))
        paper.write(
            corner[0] + 2 * largest + 0.15,
            up,
            printed(value, unit, digits),
            va="center",
            size=NOTE,
            color=palette.MUTED,
        )
        up -= max(radius, 0.08) + 0.08


def _disc(paper, across: float, up: float, radius: float):
    from matplotlib.patches import Circle as Disc

    return Disc(
        (paper.left + across, paper.bottom + up),
        radius,
        facecolor=palette.SEQUENCE[1],
        edgecolor=palette.ACCENT,
        linewidth=1.0,
        transform=paper.figure.dpi_scale_trans,
        figure=paper.figure,
    )
