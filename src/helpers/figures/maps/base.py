"""The bases that maps are drawn on: Ecuador with the Galápagos apart, Latin America, a region."""

from dataclasses import dataclass

from helpers.errors import BookError, nearest
from helpers.evidence import geodata
from helpers.figures.layout.canvas import Canvas
from helpers.figures.maps.frame import LAND, NEIGHBOUR, Frame
from helpers.figures.maps.projections import View, conformal, equal_area
from helpers.figures.maps.wording import PACIFIC

GALAPAGOS = (-92.15, -1.6, -89.05, 0.85)
ECUADOR = (-84.1, -5.1, -75.1, 1.85)  # with sea in the west, where the Galápagos' inset stands
NARROW = (-82.75, -5.1, -75.1, 1.65)
NEAR = 12  # degrees across: a wider map has no room for provinces
NEAR_COUNTRIES = {"EC": "ecuador", "CO": "colombia", "PE": "peru"}
LATIN_AMERICA = (-118, -56, -33, 33)
INSET = {True: 1.8, False: 0.46}  # inches wide, on a large map and on a small one


@dataclass(frozen=True)
class Base:
    """A base: what is in view, and what is drawn below the data.

    Attributes
    ----------
    view : View
    inset : View or None
        A part of the country shown apart, at its own scale.
    small : View or None
        What small multiples show instead.
    detail : {"countries", "ecuador", "near"}
        Countries only; Ecuador's provinces; or those, and its neighbours' departments and regions.
    """

    view: View
    inset: View | None = None
    small: View | None = None
    detail: str = "countries"

    def draw(self, canvas: Canvas, left: float, bottom: float, width: float, *, large=True):
        """Draw the land on a canvas, and return the frame, with the inset's where there is one."""
        view = self.view if large or self.small is None else self.small
        frame = Frame(canvas, view, left, bottom, width, width * view.proportion)
        frames = [frame]
        if self.inset:
            inner = INSET[large]
            frames.append(
                Frame(
                    canvas,
                    self.inset,
                    left + 0.03,
                    bottom + 0.03,
                    inner,
                    inner * self.inset.proportion,
                )
            )
            frame.obstacles.append((0, 0, inner + 0.08, inner * self.inset.proportion + 0.08))
        for one in frames:
            self._land(one, large)
        if self.inset:
            frames[1].border()
        return frames

    def height(self, width: float, large: bool = True) -> float:
        """Tell how high the base is at a width, in inches."""
        view = self.view if large or self.small is None else self.small
        return width * view.proportion

    def scale_bars(self, frames) -> None:
        """Draw a scale bar on the country and on the inset; a continent's scale varies too much."""
        if self.inset:
            frames[0].scale_bar(100, 0.1, frames[1].height + 0.2)
            frames[1].scale_bar(100, 0.1, 0.12)

    @property
    def national(self) -> bool:
        """Whether the map is one of Ecuador."""
        return self.detail == "ecuador"

    def _land(self, frame: Frame, large: bool) -> None:
        if self.detail == "countries":
            frame.areas(geodata.countries("Americas"), LAND)
        elif self.national and large:
            frame.areas(_others("ecuador"), NEIGHBOUR, zorder=0)
            frame.areas(geodata.provinces(), LAND)
        elif self.national:
            frame.areas(geodata.provinces(), LAND)
        else:
            frame.areas(_others(*NEAR_COUNTRIES.values()), LAND, zorder=0)
            frame.areas(_near(), LAND)
            frame.borders(_near())

    def name(self, frame: Frame, without=()) -> None:
        """Name the countries and the sea where there is room, but for those named already."""
        if self.detail == "near":
            self._name_near(frame, without)
        else:
            own = {"ecuador"} if self.national else set()
            others = _others(*own, *without)
            fitted = frame.view.fit(others, frame.width)
            frame.name(fitted, [name.upper() for name in others["name"]])
        frame.name([_sea(frame)], [PACIFIC], style="italic")

    def _name_near(self, frame: Frame, without) -> None:
        """Name provinces and departments, and each country in the largest of its own."""
        areas = _near()
        fitted = frame.view.fit(areas, frame.width)
        for area, name, id in zip(fitted, areas["name"], areas["place"], strict=True):
            if id not in without:
                frame.name([area], [name])
        for country, id in NEAR_COUNTRIES.items():
            inside = [frame.within(fitted[row]) for row in areas.index[areas["country"] == country]]
            name = geodata.place(id).name.upper()
            frame.name([max(inside, key=lambda area: area.area)], [name], weight=600)


def _near():
    """Join Ecuador's provinces and its neighbours' departments and regions: one coverage."""
    import pandas as pd

    parts = [geodata.provinces(), geodata.departments(), geodata.regions()]
    return pd.concat(parts, ignore_index=True)


def _others(*without: str):
    countries = geodata.countries("Americas")
    return countries[~countries["place"].isin(without)]


def _sea(frame: Frame):
    """Find the largest part of the window that is no land."""
    import shapely

    left, right = frame.axes.get_xlim()
    bottom, top = frame.axes.get_ylim()
    land = shapely.union_all(frame.view.fit(geodata.countries("Americas"), frame.width))
    sea = shapely.difference(shapely.box(left, bottom, right, top), land)
    return max(shapely.get_parts(sea), key=lambda part: part.area)


BASES = {
    "ecuador": Base(
        View(ECUADOR, equal_area(*ECUADOR)),
        View(GALAPAGOS, equal_area(*GALAPAGOS)),
        View(NARROW, equal_area(*ECUADOR)),
        detail="ecuador",
    ),
    "latin-america": Base(View(LATIN_AMERICA, equal_area(*LATIN_AMERICA))),
}


def base(name: str | tuple[float, float, float, float]) -> Base:
    """Look a base up, or make one of a window of the Americas, in an equal-area projection.

    Raises
    ------
    BookError
        When there is none of that name.
    """
    if isinstance(name, tuple):
        return Base(View(name, equal_area(*name)))
    if name not in BASES:
        raise BookError(
            f"maps: base {name!r} is unknown, expected one of {', '.join(BASES)}."
            f"{nearest(str(name), BASES)}"
        )
    return BASES[name]


def region(window: tuple[float, float, float, float]) -> Base:
    """Show any window in the conformal projection, for maps of places and ways."""
    detail = "near" if window[2] - window[0] < NEAR else "countries"
    return Base(View(window, conformal(*window)), detail=detail)


def find(frames, ids) -> tuple[int, float, float]:
    """Find the frame that places stand in, and the middle of them; an inset takes its own.

    Parameters
    ----------
    frames : list of Frame
        The map, and its inset where it has one.
    ids : sequence of str
        Places with coordinates.

    Returns
    -------
    tuple
        The frame's number, and inches from its lower left corner.

    Raises
    ------
    BookError
        When a place is in none of them.
    """
    points = [geodata.place(id) for id in ids]
    for number, frame in reversed(list(enumerate(frames))):
        inches = [frame.inches(point.lon, point.lat) for point in points]
        if all(0 <= x <= frame.width and 0 <= y <= frame.height for x, y in inches):
            count = len(inches)
            return number, sum(x for x, _ in inches) / count, sum(y for _, y in inches) / count
    raise BookError(f"maps: {', '.join(ids)} is outside the map. Choose another window.")


def projection(on: str | tuple[float, float, float, float], *, area: bool = False) -> str:
    """Name the projection of a map, as a sentence for `publish`'s note.

    Parameters
    ----------
    on : str or tuple of float
        The base, or the window, that the map was asked for.
    area : bool
        A window is drawn true to area (`choropleth`, `symbols`) and not to shape (`locator`,
        `routes`).

    Examples
    --------
    >>> projection("ecuador")
    'Lambert azimuthal equal-area projection centred on 2° S, 80° W.'
    """
    ground = base(on) if area or isinstance(on, str) else region(on)
    return f"{ground.view.projection.name}."
