"""A map on a canvas: areas, points, lines, and labels that keep clear of one another."""

import itertools
import math
from dataclasses import dataclass, field

from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path

from helpers.figures import palette
from helpers.figures.layout.canvas import LABEL, NOTE, Canvas, unstated
from helpers.figures.layout.label_placement import around
from helpers.figures.layout.text import height as tall
from helpers.figures.layout.text import width as wide
from helpers.figures.maps.projections import View
from helpers.figures.maps.wording import SCALE_BAR

APART = 0.06  # inches between labels side by side
LEADER = 0.13  # inches: a label farther than this from its point is joined to it by a line
NEIGHBOUR = {"facecolor": "none", "edgecolor": palette.RULE, "linewidth": 0.7}
LAND = {"facecolor": palette.LAND, "edgecolor": palette.QUIET, "linewidth": 0.5}
TINY = 0.0035  # square inches: a smaller area is drawn as a dot, or nobody sees its colour


@dataclass
class Frame:
    """A view placed on a canvas, `left` and `bottom` inches from the canvas's axes' corner."""

    canvas: Canvas
    view: View
    left: float
    bottom: float
    width: float
    height: float
    axes: object = None
    labels: list = field(default_factory=list)
    obstacles: list = field(default_factory=list)
    names: list = field(default_factory=list)

    def __post_init__(self):
        figure = self.canvas.figure
        tall_sheet = figure.get_figheight()
        self.axes = figure.add_axes(
            (
                self.canvas.x(self.left),
                self.canvas.y(self.bottom),
                self.width / figure.get_figwidth(),
                self.height / tall_sheet,
            )
        )
        left, bottom, right, top = self.view.bounds
        # The window fills the frame: where the proportions differ, more is shown above and below.
        scale = max((right - left) / self.width, (top - bottom) / self.height)
        across, up = (left + right) / 2, (bottom + top) / 2
        self.axes.set_xlim(across - scale * self.width / 2, across + scale * self.width / 2)
        self.axes.set_ylim(up - scale * self.height / 2, up + scale * self.height / 2)
        self.axes.set_axis_off()
        self.scale = scale  # metres an inch

    def inches(self, lon: float, lat: float) -> tuple[float, float]:
        """Turn degrees into inches from the frame's lower left corner."""
        return self._inches(*self.view.project(lon, lat))

    def _inches(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.axes.get_xlim()[0]) / self.scale, (
            y - self.axes.get_ylim()[0]
        ) / self.scale

    def _metres(self, x: float, y: float) -> tuple[float, float]:
        return self.axes.get_xlim()[0] + x * self.scale, self.axes.get_ylim()[0] + y * self.scale

    def areas(self, frame, looks, zorder: float = 1) -> list:
        """Draw areas, each in its look or all in one (keywords of a patch); return them fitted."""
        fitted = self.view.fit(frame, self.width)
        if isinstance(looks, dict):
            groups = [(fitted, looks)]
        else:
            groups = [([area], look) for area, look in zip(fitted, looks, strict=True)]
        for areas, look in groups:
            if rings := _rings(areas):
                path = Path.make_compound_path(*rings)
                self.axes.add_patch(PathPatch(path, zorder=zorder, joinstyle="round", **look))
        return fitted

    def borders(self, frame) -> None:
        """Draw the borders between the countries of areas; labels keep clear of them."""
        import shapely

        fitted = self.view.fit(frame, self.width)
        wholes = [
            shapely.union_all([fitted[row] for row in rows]).boundary
            for rows in frame.groupby("country").indices.values()
        ]
        for one, other in itertools.combinations(wholes, 2):
            border = shapely.line_merge(shapely.intersection(one, other))
            for line in shapely.get_parts(border):
                if line.geom_type != "LineString":
                    continue
                x, y = shapely.get_coordinates(line).T
                self.axes.plot(x, y, color=palette.MUTED, linewidth=1.2, zorder=2.5)
                self.avoid([self._inches(*point) for point in line.coords], 0.02)

    def within(self, area):
        """Cut an area, as fitted, to what is seen of it."""
        import shapely

        (left, right), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        return shapely.intersection(area, shapely.box(left, bottom, right, top))

    def shaded(self, frame, colours, zorder: float = 2) -> None:
        """Draw areas in their colours, hatched where the colour is ``None``, tiny ones as dots."""
        looks = [
            {"edgecolor": palette.PAPER, "linewidth": 0.5, "facecolor": colour}
            if colour
            else {**unstated(), "edgecolor": palette.QUIET}
            for colour in colours
        ]
        fitted = self.areas(frame, looks, zorder)
        for area, colour in zip(fitted, colours, strict=True):
            if not area.is_empty and area.area < TINY * self.scale**2:
                middle = area.centroid
                self.axes.plot(
                    middle.x,
                    middle.y,
                    marker="o",
                    markersize=5.5,
                    markerfacecolor=colour or palette.PAPER,
                    markeredgecolor=palette.MUTED if colour else palette.QUIET,
                    markeredgewidth=0.6,
                    zorder=zorder + 1,
                )

    def dot(self, x: float, y: float, radius: float, zorder: float = 4, **look) -> None:
        """Draw a circle at inches; `radius` in inches."""
        self.axes.plot(
            *self._metres(x, y),
            marker="o",
            markersize=radius * 2 * 72,
            linestyle="none",
            zorder=zorder,
            clip_on=False,
            **look,
        )
        inner = radius * 0.9
        self.obstacles.append((x - inner, y - inner, x + inner, y + inner))

    def mark(self, x: float, y: float, marker: str, size: float = 6.5, zorder=4, **look) -> None:
        """Draw a sign at inches; `size` in points."""
        self.axes.plot(
            *self._metres(x, y),
            marker=marker,
            markersize=size,
            linestyle="none",
            zorder=zorder,
            clip_on=False,
            **look,
        )
        half = size / 144
        self.obstacles.append((x - half, y - half, x + half, y + half))

    def line(self, start, end, zorder: float = 3, **look) -> None:
        """Draw a straight line between two points in inches."""
        (x0, y0), (x1, y1) = self._metres(*start), self._metres(*end)
        self.axes.plot([x0, x1], [y0, y1], zorder=zorder, clip_on=False, **look)

    def arrow(self, start, end, bend: float, dashed: bool = False) -> None:
        """Draw a bent arrow between two points in inches."""
        self.axes.add_patch(
            FancyArrowPatch(
                self._metres(*start),
                self._metres(*end),
                connectionstyle=f"arc3,rad={bend}",
                arrowstyle="-|>,head_length=4.5,head_width=2.2",
                mutation_scale=1,
                linewidth=1.3,
                linestyle=(0, (4, 2)) if dashed else "solid",
                color=palette.INK,
                shrinkA=4,
                shrinkB=3,
                zorder=3,
            )
        )
        # Labels keep clear of the curve, a parabola through its two ends.
        (x0, y0), (x1, y1) = start, end
        middle = ((x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0))
        curve = []
        for step in range(13):
            t = step / 12
            one, two, three = (1 - t) ** 2, 2 * t * (1 - t), t**2
            curve.append(
                (
                    one * x0 + two * middle[0] + three * x1,
                    one * y0 + two * middle[1] + three * y1,
                )
            )
        self.avoid(curve)

    def avoid(self, line, half: float = 0.03) -> None:
        """Keep labels off a line through points in inches."""
        for (x0, y0), (x1, y1) in itertools.pairwise(line):
            steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / (2 * half)))
            for step in range(1, steps):
                x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
                self.obstacles.append((x - half, y - half, x + half, y + half))

    def label(self, x: float, y: float, text: str, radius: float = 0.05, **look) -> None:
        """Ask for a label next to a point at inches; `finish` finds it a place."""
        self.labels.append((x, y, text, radius, {"size": LABEL, **look}))

    def name(self, areas, texts, **look) -> None:
        """Ask for names inside areas (as fitted); one without room for its name goes unnamed."""
        self.names += [
            (area, text, {"size": NOTE, "color": palette.MUTED, **look})
            for area, text in zip(areas, texts, strict=True)
        ]

    def finish(self) -> None:
        """Write the names and labels: none covers another, a symbol or the frame's edge."""
        taken = list(self.obstacles)
        points = [(x, y) for x, y, *_ in self.labels]
        sizes = [
            (wide(text, look["size"], look.get("weight", 400)) + APART, tall(text, look["size"]))
            for *_, text, _, look in self.labels
        ]
        corners = around(
            points,
            sizes,
            (0.02, 0.02, self.width - 0.02, self.height - 0.02),
            radius=[radius for *_, radius, _ in self.labels],
            obstacles=taken,
        )
        for (x, y, text, radius, look), corner, size in zip(
            self.labels, corners, sizes, strict=True
        ):
            box = (*corner, corner[0] + size[0], corner[1] + size[1])
            taken.append(box)
            self._join((x, y), box, radius)
            self._write(corner[0], corner[1] + size[1], text, va="top", **look)
        for area, text, look in self.names:
            self._name(area, text, look, taken)

    def inside(self, area, text: str, x: float, y: float) -> None:
        """Write what an area is about inside it or, where there is no room, near a point."""
        look = {"size": LABEL, "color": palette.INK}
        if not self._name(area, text, look, self.obstacles):
            self.label(x, y, text)

    def _name(self, area, text: str, look: dict, taken: list) -> bool:
        size = (wide(text, look["size"], look.get("weight", 400)) + 0.06, tall(text, look["size"]))
        spot = self._room(area, size, taken)
        if spot:
            x, y = spot
            taken.append((x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2))
            self._write(x, y, text, ha="center", va="center", multialignment="center", **look)
        return spot is not None

    def _write(self, x: float, y: float, text: str, **look) -> None:
        self.canvas.write(self.left + x, self.bottom + y, text, zorder=9, **look)

    def _join(self, point, box, radius: float) -> None:
        """Draw a line from a point to a label that stands far off."""
        x = min(max(point[0], box[0]), box[2])
        y = min(max(point[1], box[1] + 0.03), box[3] - 0.03)
        far = math.hypot(x - point[0], y - point[1])
        if far > radius + LEADER:
            towards = radius / far
            start = (
                point[0] + (x - point[0]) * towards,
                point[1] + (y - point[1]) * towards,
            )
            self.line(start, (x, y), color=palette.MUTED, linewidth=0.6, zorder=5)

    def _room(self, area, size, taken) -> tuple[float, float] | None:
        """Find the roomiest spot in an area where a name fits and covers nothing."""
        import numpy as np
        import shapely

        if area.is_empty:
            return None
        left, bottom, right, top = area.bounds
        xs = np.linspace(left, right, 26)
        ys = np.linspace(bottom, top, 26)
        spots = shapely.points(*map(np.ravel, np.meshgrid(xs, ys)))
        half = np.array(size) / 2 * self.scale
        corners = shapely.get_coordinates(spots)
        boxes = shapely.box(*(corners - half).T, *(corners + half).T)
        inside = shapely.contains_properly(area, boxes)
        away = shapely.distance(area.boundary, spots)
        # the middle of the area, as seen: not the farthest tip of a bay
        middle = np.array([(left + right) / 2, (bottom + top) / 2])
        away = away - 0.25 * np.hypot(*(corners - middle).T)
        for one in np.argsort(-away, kind="stable"):
            if not inside[one]:
                continue
            x, y = self._inches(*corners[one])
            box = (x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)
            if (
                box[0] > 0
                and box[1] > 0
                and box[2] < self.width
                and box[3] < self.height
                and not any(_meet(box, other) for other in taken)
            ):
                return x, y
        return None

    def scale_bar(self, kilometres: int, x: float, y: float) -> None:
        """Draw a scale bar whose left end stands at inches."""
        length = kilometres * 1000 / self.scale
        self.line((x, y), (x + length, y), color=palette.MUTED, linewidth=1.2, zorder=6)
        for end in (x, x + length):
            self.line((end, y), (end, y + 0.05), color=palette.MUTED, linewidth=1.2, zorder=6)
        text = SCALE_BAR.format(kilometres=kilometres)
        self._write(x + length + 0.06, y, text, va="center", size=NOTE, color=palette.MUTED)
        self.obstacles.append((x, y - 0.1, x + length + 0.1 + wide(text, NOTE), y + 0.1))

    def border(self) -> None:
        """Draw the frame's edge, as insets have."""
        self.axes.add_patch(
            PathPatch(
                Path([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], closed=True),
                transform=self.axes.transAxes,
                facecolor="none",
                edgecolor=palette.QUIET,
                linewidth=0.7,
                zorder=7,
                clip_on=False,
            )
        )


def _meet(box, other) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _rings(areas) -> list[Path]:
    """Make paths of polygons, holes and all."""
    import numpy as np
    import shapely

    return [
        Path(np.asarray(ring.coords)[:, :2], closed=True)
        for area in areas
        for part in shapely.get_parts(shapely.orient_polygons(area))
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
        if not ring.is_empty
    ]
