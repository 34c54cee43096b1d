"""Areas shaded by value: choropleths."""

from typing import NamedTuple

from matplotlib.figure import Figure

from helpers.errors import BookError, nearest
from helpers.evidence import geodata
from helpers.figures import palette
from helpers.figures.layout import check
from helpers.figures.layout.canvas import LABEL, NOTE, canvas, swatch
from helpers.figures.layout.label_placement import spread
from helpers.figures.layout.text import width
from helpers.figures.layout.value_text import printed
from helpers.figures.maps.base import Base, base
from helpers.figures.maps.classification import Classes, classify
from helpers.figures.maps.panels import Grid, column_width
from helpers.figures.maps.wording import CLASSES_BY, NOT_STATED
from helpers.figures.style import WIDTH

SEA = 0.3  # of the map's width: where the sea's labels end
ROW = 0.18  # inches a line of a small map's key is high


def choropleth(
    data,
    *,
    place: str,
    value: str,
    title: str,
    label: str,
    on: str = "ecuador",
    panel: str | None = None,
    scheme: str = "fisher-jenks",
    classes: int = 5,
    unit: str | None = None,
    digits: int | None = None,
    highlight=(),
    missing_label: str = NOT_STATED,
) -> Figure:
    """Shade areas by value, in classes, in an equal-area projection.

    Use it for rates, shares and ratios; counts belong in `symbols`, or large areas would seem to
    have much of what they only have in common with many people.

    Parameters
    ----------
    data : pandas.DataFrame
        One row an area and panel. Areas without a row, or without a value, are hatched.
    place, value : str
        Columns of the area's id and of the value.
    title, label
        As for `charts.bars`; what the classes were made by is added to `label`.
    on : {"ecuador", "latin-america"}
        Provinces of Ecuador, the Galápagos in an inset at its own scale; or countries.
    panel : str, optional
        Column whose values get a map each, side by side, with classes of its own.
    scheme : {"fisher-jenks", "quantiles", "equal-intervals"}
        How classes are made.
    classes : int
        How many, 2 to 5.
    unit, digits
        How values are printed in labels; without a unit, bare.
    highlight : collection of str
        Ids of areas to label with name and value (not in panels).
    missing_label : str
        What hatching means.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, an id is none of the base's areas, an area comes twice in a
        panel, a value is no number, or a scheme is unknown.
    """
    ground = base(on)
    columns = {"place": place, "value": value, **({"panel": panel} if panel else {})}
    check.columns("maps.choropleth", data, **columns)
    check.unique("maps.choropleth", data, *([panel] if panel else []), place)
    areas = _areas(data, place, ground)
    look = _Look(place, value, title, label, scheme, classes, unit, digits, missing_label)
    if panel is None:
        return _single(data, areas, ground, look, highlight)
    return _panels(data, areas, ground, look, panel)


class _Look(NamedTuple):
    """What both layouts draw by; the parameters of `choropleth`."""

    place: str
    value: str
    title: str
    label: str
    scheme: str
    classes: int
    unit: str | None
    digits: int | None
    missing_label: str

    def classify(self, data, areas) -> Classes:
        """Sort the areas' values into classes."""
        return classify(self.values(data, areas), self.scheme, self.classes, digits=self.digits)

    def values(self, data, areas) -> list[float]:
        """List the areas' values in their order; NaN where there is none."""
        numbers = check.numbers("maps.choropleth", data, self.value)
        found = dict(zip(data[self.place], numbers, strict=True))
        return [found.get(id, float("nan")) for id in areas["place"]]

    def key(self, made: Classes) -> list[tuple]:
        """List the signs to explain."""
        entries = [("fill", *one) for one in zip(made.colours, made.words, strict=True)]
        return entries + [("none", palette.QUIET, self.missing_label)] * (None in made.index)


def _areas(data, place: str, ground: Base):
    """Read the base's areas; every id of the data must be one of them."""
    if ground.national:
        geodata.require_provinces(data, place)
        return geodata.provinces()
    areas = geodata.countries("Americas")
    known = set(areas["place"])
    wrong = [
        f"maps.choropleth: row {row}, column {place}: {id!r} is not the id of a country."
        f"{nearest(str(id), known)}"
        for row, id in data[place].items()
        if id not in known
    ]
    if wrong:
        raise BookError(wrong)
    return areas


def _drawn(areas, data, place: str, ground: Base):
    """List the areas to shade or hatch: all provinces, but only the countries of the data."""
    return areas if ground.national else areas[areas["place"].isin(set(data[place]))]


def _told(label: str, made: Classes) -> str:
    return CLASSES_BY.format(label=label, method=made.method)


def _colours(made: Classes) -> list[str | None]:
    return [None if one is None else made.colours[one] for one in made.index]


def _single(data, areas, ground: Base, look: _Look, highlight) -> Figure:
    shown = _drawn(areas, data, look.place, ground)
    made = look.classify(data, shown)
    paper = canvas(
        look.title, _told(look.label, made), height=ground.height(WIDTH), key=look.key(made)
    )
    paper.axes.set_axis_off()
    frames = ground.draw(paper, 0, 0, WIDTH)
    for frame in frames:
        frame.shaded(shown, _colours(made))
    _highlight(frames[0], shown, look.values(data, shown), highlight, look)
    ground.scale_bars(frames)
    ground.name(frames[0])
    for frame in frames:
        frame.finish()
    return paper.figure


def _highlight(frame, areas, values, highlight, look: _Look) -> None:
    """Label areas in a column in the sea, each joined to its area."""
    named = [
        (geodata.place(id), printed(value, look.unit, look.digits) or look.missing_label)
        for id, value in zip(areas["place"], values, strict=True)
        if id in highlight
    ]
    if wrong := sorted(set(highlight) - set(areas["place"])):
        raise BookError(
            f"maps.choropleth: highlight names {wrong[0]!r}, which is not drawn."
            f"{nearest(wrong[0], areas['place'])}"
        )
    spots = [frame.inches(place.lon, place.lat) for place, _ in named]
    texts = [f"{place.name} {value}" for place, value in named]
    low = max(top for *_, top in [(0, 0, 0, 0), *frame.obstacles]) + 0.4
    heights = spread([y for _, y in spots], [0.2] * len(spots), low, frame.height - 0.1)
    right = SEA * frame.width
    for (x, y), text, up in zip(spots, texts, heights, strict=True):
        frame.mark(x, y, "o", 3.5, color=palette.INK, zorder=6)
        frame.line((right + 0.06, up), (x, y), color=palette.INK, linewidth=0.7, zorder=5)
        frame.canvas.write(frame.left + right, frame.bottom + up, text, ha="right", va="center",
                          weight=600)  # fmt: skip
        frame.obstacles.append((right - width(text, LABEL, 600), up - 0.1, right, up + 0.1))


def _panels(data, areas, ground: Base, look: _Look, panel: str) -> Figure:
    headings = list(dict.fromkeys(data[panel]))
    columns = min(3, len(headings))
    wide = column_width(columns)
    foot = ROW * (look.classes + 1) + 0.12
    grid = Grid(headings, columns, ground.height(wide, large=False), foot)
    parts = []
    for heading in headings:
        rows = data[data[panel] == heading]
        shown = _drawn(areas, rows, look.place, ground)
        parts.append((heading, shown, look.classify(rows, shown)))
    paper = canvas(look.title, _told(look.label, parts[0][2]), height=grid.full)
    paper.axes.set_axis_off()
    for corner, (heading, shown, made) in zip(grid.corners(), parts, strict=False):
        grid.heading(paper, corner, heading)
        for frame in ground.draw(paper, *corner, wide, large=False):
            frame.shaded(shown, _colours(made))
        _write_key(paper, corner, look.key(made))
    return paper.figure


def _write_key(paper, corner, entries) -> None:
    """Write a panel's own key under its map, one class a line."""
    for number, (mark, colour, words) in enumerate(entries):
        up = corner[1] - 0.12 - ROW * number
        swatch(paper.figure, paper.left + corner[0] + 0.03, paper.bottom + up, mark, colour)
        paper.write(corner[0] + 0.32, up, words, va="center", size=NOTE, color=palette.MUTED)
