"""Where things are: places and areas by kind, each named."""

import math

from matplotlib.figure import Figure

from helpers.errors import BookError
from helpers.evidence import geodata
from helpers.figures import palette
from helpers.figures.layout import check
from helpers.figures.layout.canvas import LABEL, canvas
from helpers.figures.layout.text import wrap
from helpers.figures.maps.base import base, find, region
from helpers.figures.style import WIDTH

SIZE = 7.5  # points
WIDE = 1.5  # inches: a longer label is broken


def locator(
    data,
    *,
    place: str,
    kind: str,
    text: str,
    title: str,
    label: str,
    window: tuple[float, float, float, float] | None = None,
    highlight=None,
    approximate=(),
    approximate_label: str = "",
    kilometres: int = 100,
) -> Figure:
    """Show where places are, by kind: areas shaded, points as dots, all with their texts.

    Use it where the question is where, and nothing is counted.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a place and kind. A place with several kinds has a dot for each, side by side, and
        its texts one below the other.
    place, kind, text : str
        Columns of the place's id, of the kind, and of what is written there.
    title, label
        As for `charts.bars`.
    window : tuple of float, optional
        West, south, east and north in degrees: a region in a conformal projection. By default
        Ecuador, with the Galápagos in an inset, in an equal-area projection.
    highlight : mapping, optional
        The colour of each kind (see `palette.assign`); by default the first five have accents.
    approximate : str or collection
        Rows whose position is uncertain, drawn open: a column of true and false, or place ids.
    approximate_label : str
        What an open dot means.
    kilometres : int
        Of the scale bar.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, or a place is unknown or has neither an area nor coordinates.
    """
    check.columns("maps.locator", data, place=place, kind=kind, text=text)
    unsure = check.flags("maps.locator", data, place, approximate)
    kinds = list(dict.fromkeys(str(one) for one in data[kind]))
    colours = palette.assign(kinds, kinds[:5] if highlight is None else highlight)
    rows = list(zip(data[place], map(str, data[kind]), data[text], unsure, strict=True))
    ground = region(window) if window else base("ecuador")
    shaded = geodata.areas(dict.fromkeys(data[place]))
    filled = {id: colours[one] for id, one, *_ in rows if id in set(shaded["place"])}
    as_dots = {one for id, one, *_ in rows if id not in filled}
    paper = canvas(
        title,
        label,
        height=ground.height(WIDTH),
        key=[
            *(("dot" if one in as_dots else "fill", _shade(one, colours, as_dots), one)
              for one in kinds),
            ("ring", palette.MUTED, approximate_label if any(unsure) else ""),
        ],
    )  # fmt: skip
    paper.axes.set_axis_off()
    frames = ground.draw(paper, 0, 0, WIDTH)
    frame = frames[0]
    looks = [
        {"facecolor": palette.TINTS[filled[id]], "edgecolor": palette.QUIET, "linewidth": 0.6}
        for id in shaded["place"]
    ]
    for one in frames[1:]:
        one.areas(shaded, looks, zorder=1.5)
    fitted = dict(zip(shaded["place"], frame.areas(shaded, looks, zorder=1.5), strict=True))
    points_first = sorted(dict.fromkeys(data[place]), key=lambda id: id in fitted)
    for id in points_first:
        here = [row for row in rows if row[0] == id]
        _write(frames, id, here, colours, fitted.get(id))
    if ground.national:
        ground.scale_bars(frames)
    else:
        frame.scale_bar(kilometres, 0.12, 0.14)
    ground.name(frame, without=filled)
    for one in frames:
        one.finish()
    return paper.figure


def _shade(kind: str, colours, as_dots) -> str:
    return colours[kind] if kind in as_dots else palette.TINTS[colours[kind]]


def _write(frames, id: str, rows, colours, area) -> None:
    """Draw a place's dots, and ask for its label."""
    found = geodata.place(id)
    if found.lat is None:
        raise BookError(
            f"maps.locator: {id!r} has neither an area nor coordinates. Leave it out, and say so."
        )
    number, x, y = find(frames, [id])
    frame = frames[number]
    texts = list(dict.fromkeys(wrap(str(text), WIDE, LABEL) for *_, text, _ in rows))
    words = "\n".join([found.name, *(one for one in texts if one and one != found.name)])
    if area is not None:
        frame.inside(area, words, x, y)
        return
    kinds = list(dict.fromkeys((kind, unsure) for _, kind, _, unsure in rows))
    step = SIZE / 72 + 0.01
    for number, (kind, unsure) in enumerate(kinds):
        across = x + (number - (len(kinds) - 1) / 2) * step
        frame.mark(
            across,
            y,
            "o",
            SIZE,
            markerfacecolor=palette.PAPER if unsure else colours[kind],
            markeredgecolor=colours[kind] if unsure else palette.PAPER,
            markeredgewidth=1.6 if unsure else 0.6,
        )
    frame.label(x, y, words, math.hypot(len(kinds) * step / 2, 0.02) + 0.03)
