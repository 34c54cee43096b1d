"""Ways from place to place, as schematic arrows."""

import math

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.errors import BookError
from helpers.evidence import geodata
from helpers.figures import palette
from helpers.figures.layout import check
from helpers.figures.layout.canvas import canvas
from helpers.figures.maps.base import Base, region
from helpers.figures.style import WIDTH

BEND = 0.16  # how far an arrow bows out: a straight line would look like a way that is known
VISIBLE = 0.03  # square inches: a smaller area is a dot
ZOOMED = 2.15  # inches: the width of a zoomed part


def routes(
    data,
    *,
    place: str,
    role: str,
    to: str,
    title: str,
    label: str,
    window: tuple[float, float, float, float],
    highlight=None,
    dashed=(),
    arrow_label: str = "",
    dashed_label: str = "",
    zoom: tuple[float, float, float, float] | None = None,
) -> Figure:
    """Draw schematic ways between places on a region, in a conformal projection.

    Use it for what goes from where to where, when only the ends of the ways are known.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a place in a role, or a leg that starts there.
    place, role : str
        Columns of the place's id and of its role. Areas are shaded, points are dots.
    to : str
        Column of the place id that a leg ends in; missing where the row is no leg.
    title, label
        As for `charts.bars`.
    window : tuple of float
        West, south, east and north in degrees.
    highlight : mapping, optional
        The colour of each role (see `palette.assign`); by default the first five have accents.
    dashed : str or collection
        Legs that the text does not state singly: a column of true and false, or places.
    arrow_label, dashed_label : str
        What arrows and dashed arrows mean.
    zoom : tuple of float, optional
        A part of the window to repeat enlarged in the lower left corner, where the labels of its
        places are written.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, or a place is unknown or has no coordinates.
    """
    check.columns("maps.routes", data, place=place, role=role, to=to)
    grouped = check.flags("maps.routes", data, place, dashed)
    legs = [
        (start, end, is_dashed)
        for start, end, is_dashed in zip(data[place], data[to], grouped, strict=True)
        if not check.is_missing(end) and end
    ]
    roles = list(dict.fromkeys(map(str, data[role])))
    colours = palette.assign(roles, roles[:5] if highlight is None else highlight)
    is_what = {id: colours[str(one)] for id, one in zip(data[place], data[role], strict=True)}
    for id in [*is_what, *(end for _, end, _ in legs)]:
        if geodata.place(id).lat is None:
            raise BookError(
                f"maps.routes: {id!r} has no coordinates. Leave it out, and say so in the caption."
            )
    ground = region(window)
    areas = _large_enough(geodata.areas(is_what), ground)
    dots = {colour for id, colour in is_what.items() if id not in set(areas["place"])}
    key = [
        *(("dot", colours[one], one) if colours[one] in dots
          else ("fill", palette.TINTS[colours[one]], one) for one in roles),
        ("arrow", palette.INK, arrow_label if any(not one for *_, one in legs) else ""),
        ("dash", palette.INK, dashed_label if any(one for *_, one in legs) else ""),
    ]  # fmt: skip
    paper = canvas(title, label, height=ground.height(WIDTH), key=key)
    paper.axes.set_axis_off()
    (frame,) = ground.draw(paper, 0, 0, WIDTH)
    inner = set()
    if zoom:
        inner = {id for id in is_what if _lies_in(id, zoom)}
        inset = _zoom(paper, frame, region(zoom))
        _places(inset, is_what, areas, named=inner)
        inset.finish()
    _places(frame, is_what, areas, named=[id for id in is_what if id not in inner])
    for (start, end, is_dashed), bend in zip(legs, _bends(frame, legs), strict=True):
        frame.arrow(*(frame.inches(*_point(id)) for id in (start, end)), bend, is_dashed)
    ground.name(frame, without=is_what)
    frame.finish()
    return paper.figure


def _point(id: str) -> tuple[float, float]:
    found = geodata.place(id)
    return found.lon, found.lat


def _lies_in(id: str, window) -> bool:
    lon, lat = _point(id)
    return window[0] < lon < window[2] and window[1] < lat < window[3]


def _large_enough(areas, ground: Base):
    """Keep the areas that can be seen; the others are drawn as points."""
    fitted = ground.view.fit(areas, WIDTH)
    left, _, right, _ = ground.view.bounds
    return areas[[area.area > VISIBLE * ((right - left) / WIDTH) ** 2 for area in fitted]]


def _places(frame, is_what, areas, named) -> None:
    """Shade the areas, draw the points, and ask for the labels of those that are named here."""
    looks = [
        {"facecolor": palette.TINTS[is_what[id]], "edgecolor": palette.QUIET, "linewidth": 0.6}
        for id in areas["place"]
    ]
    frame.areas(areas, looks, zorder=1.5)
    for id, colour in is_what.items():
        x, y = frame.inches(*_point(id))
        is_area = id in set(areas["place"])
        if not is_area:
            frame.mark(x, y, "o", 7, markerfacecolor=colour, markeredgecolor=palette.PAPER)
        if id in named:
            frame.label(x, y, geodata.place(id).name, 0.02 if is_area else 0.07, weight=600)


def _bends(frame, legs) -> list[float]:
    """Fan out the legs of each start: the leftmost bows to the left, the rightmost to the right."""
    angles = []
    for start, end, _ in legs:
        (x0, y0), (x1, y1) = (frame.inches(*_point(id)) for id in (start, end))
        angles.append(math.atan2(y1 - y0, x1 - x0))
    bends = [0.0] * len(legs)
    for start in {one for one, *_ in legs}:
        mine = sorted(
            (one for one in range(len(legs)) if legs[one][0] == start), key=angles.__getitem__
        )
        for rank, one in enumerate(mine):
            bends[one] = BEND if len(mine) == 1 else BEND * (1 - 2 * rank / (len(mine) - 1))
    return bends


def _zoom(paper, frame, ground: Base):
    """Repeat a part of the map, larger, and show on the map which part it is."""
    west, south, east, north = ground.view.window
    low, high = frame.inches(west, south), frame.inches(east, north)
    left, bottom = frame.axes.get_xlim()[0], frame.axes.get_ylim()[0]
    frame.axes.add_patch(
        Rectangle(
            (left + low[0] * frame.scale, bottom + low[1] * frame.scale),
            (high[0] - low[0]) * frame.scale,
            (high[1] - low[1]) * frame.scale,
            facecolor="none",
            edgecolor=palette.MUTED,
            linewidth=0.8,
            zorder=5,
        )
    )
    (inset,) = ground.draw(paper, 0.03, 0.03, ZOOMED)
    inset.scale_bar(100, 0.1, 0.14)
    inset.border()
    frame.obstacles.append((0, 0, ZOOMED + 0.08, inset.height + 0.08))
    frame.obstacles.append((low[0], low[1], high[0], high[1]))
    return inset
