"""The canvas every form is drawn on: its head, its key, and axes placed to the inch."""

from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle

from helpers.figures import palette, style
from helpers.figures.layout.text import height as tall
from helpers.figures.layout.text import width, wrap

TITLE, LABEL, TICK, NOTE = (style.SIZE[name] for name in ("title", "label", "tick", "note"))
EDGE = 0.03  # inches left free at the canvas's edges, for strokes and round letters


@dataclass
class Canvas:
    """A figure with head and key drawn, and axes that take exactly the height asked for."""

    figure: Figure
    axes: object
    left: float  # inches from the canvas's left edge to the axes
    width: float  # inches the axes are wide
    height: float  # inches the axes are high
    bottom: float = 0.0

    def x(self, inches: float) -> float:
        """Turn inches from the axes' left into figure coordinates."""
        return (self.left + inches) / style.WIDTH

    def y(self, inches: float) -> float:
        """Turn inches above the axes' bottom into figure coordinates."""
        return (self.bottom + inches) / self.figure.get_figheight()

    def write(self, x: float, y: float, text: str, **look):
        """Write at inches from the axes' lower left corner, in the book's hand."""
        return self.figure.text(self.x(x), self.y(y), text, **_hand(look))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Turn data coordinates into inches from the axes' lower left corner."""
        (x0, x1), (y0, y1) = self.axes.get_xlim(), self.axes.get_ylim()
        return (x - x0) / (x1 - x0) * self.width, (y - y0) / (y1 - y0) * self.height


def canvas(
    title: str,
    label: str = "",
    *,
    height: float,
    left: float = 0.0,
    right: float = 0.0,
    bottom: float = 0.0,
    top: float = 0.0,
    key=(),
) -> Canvas:
    """Make a figure whose axes are exactly `height` inches high, under its head.

    Parameters
    ----------
    title : str
        The finding, broken over as many lines as it needs.
    label : str
        What is measured, with its unit; stands under the title in place of an axis label.
    height : float
        Of the axes, in inches.
    left, right, bottom, top : float
        Room around the axes for their labels, in inches.
    key : sequence of (mark, colour, words)
        The signs to explain; those without words are left out. For the marks see `swatch`.
    """
    from matplotlib import pyplot as plt

    style.apply()
    head, top_down = [], 0.02
    for text, size, look in (
        (title, TITLE, {"weight": 600}),
        (label, LABEL, {"color": palette.MUTED}),
    ):
        if text:
            told = wrap(text, style.WIDTH - 2 * EDGE, size, look.get("weight", 400))
            head.append((top_down, told, {"size": size, **look}))
            top_down += tall(told, size) + 0.03
    entries, top_down = _key_rows(key, top_down + 0.02)
    top_down += 0.1 + top
    full = top_down + height + bottom + 0.02
    figure = plt.figure(figsize=(style.WIDTH, full))
    axes = figure.add_axes(
        (
            left / style.WIDTH,
            (bottom + 0.02) / full,
            (style.WIDTH - left - right) / style.WIDTH,
            height / full,
        )
    )
    for down, told, look in head:
        figure.text(EDGE / style.WIDTH, 1 - down / full, told, **_hand({"va": "top", **look}))
    for across, down, mark, colour, words in entries:
        swatch(figure, across, full - down - 0.09, mark, colour)
        figure.text(
            (across + 0.3) / style.WIDTH,
            1 - (down + 0.09) / full,
            words,
            **_hand({"va": "center", "size": NOTE, "color": palette.MUTED}),
        )
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return Canvas(figure, axes, left, style.WIDTH - left - right, height, bottom + 0.02)


def board(title: str, label: str = "", *, height: float, key=()) -> Canvas:
    """Make a canvas without scales: its axes span the page and count inches from the top left."""
    made = canvas(title, label, height=height, key=key)
    made.axes.set(xlim=(0, style.WIDTH), ylim=(height, 0))
    made.axes.set_axis_off()
    return made


def say(axes, x: float, y: float, text: str, **look):
    """Write at data coordinates, in the book's hand."""
    return axes.text(x, y, text, **_hand(look))


def swatch(figure, across: float, up: float, mark: str, colour: str) -> None:
    """Draw a sign of the key, `across` and `up` in inches.

    The marks are: fill, band (an area behind), hatch (doubtful), none (hatched grey: not stated),
    broken (a broken outline), dot, ring, arrow, dash.
    """
    wide, high = style.WIDTH, figure.get_figheight()
    place = {"transform": figure.dpi_scale_trans, "figure": figure}
    if mark in {"fill", "band", "hatch", "none", "broken"}:
        box = {
            "fill": {"facecolor": colour},
            "band": {"facecolor": colour},
            "hatch": doubtful(colour),
            "none": unstated(),
            "broken": {
                "facecolor": palette.PAPER,
                "edgecolor": colour,
                "linewidth": 1.1,
                "linestyle": (0, (3, 2)),
            },
        }[mark]
        figure.add_artist(Rectangle((across, up - 0.055), 0.22, 0.11, **box, **place))
    elif mark in {"dot", "ring"}:
        figure.add_artist(
            Line2D(
                [across + 0.12],
                [up],
                marker="o",
                markersize=6,
                linestyle="none",
                **point(colour, mark == "ring"),
                **place,
            )
        )
    elif mark == "arrow":
        figure.add_artist(
            FancyArrowPatch(
                (across / wide, up / high),
                ((across + 0.24) / wide, up / high),
                arrowstyle="-|>",
                mutation_scale=7,
                color=colour,
                linewidth=1.1,
                shrinkA=0,
                shrinkB=0,
                transform=figure.transFigure,
            )
        )
    else:  # dash
        figure.add_artist(
            Line2D(
                [across, across + 0.23],
                [up, up],
                color=colour,
                linewidth=1.8,
                linestyle=(0, (2, 1.6)),
                **place,
            )
        )


def doubtful(colour: str) -> dict:
    """Return the look of a bar whose value is a lower bound, or disputed: hatched."""
    return {
        "facecolor": palette.PAPER,
        "edgecolor": colour,
        "hatchcolor": colour,
        "linewidth": 1.1,
        "hatch": "/////",
    }


def key_colour(which, accented) -> str:
    """Choose the colour of a sign in the key: the accent, where any bar that has it is accented."""
    pairs = zip(which, accented, strict=True)
    return palette.ACCENT if any(one and other for one, other in pairs) else palette.QUIET


def unstated() -> dict:
    """Return how an area looks whose value no source states: hatched in grey, without outline."""
    return {
        "facecolor": "none",
        "edgecolor": palette.QUIET,
        "hatchcolor": palette.QUIET,
        "linewidth": 0.6,
        "hatch": "////",
    }


def point(colour: str, is_open: bool = False) -> dict:
    """Return how a point looks: filled, or open where its value is doubtful."""
    return {
        "markerfacecolor": palette.PAPER if is_open else colour,
        "markeredgecolor": colour,
        "markeredgewidth": 1.5 if is_open else 0.0,
    }


def _hand(look: dict) -> dict:
    look = {"size": LABEL, "color": palette.INK, "linespacing": style.LEADING, **look}
    if look.get("style") == "italic":
        look["weight"] = 400
    return look


def _key_rows(key, top_down: float):
    """Lay the key out in rows, each sign before its words."""
    entries, across = [], EDGE
    told = [
        (mark, colour, wrap(str(words), style.WIDTH - 0.5, NOTE))
        for mark, colour, words in key
        if words
    ]
    for number, (mark, colour, words) in enumerate(told):
        room = 0.3 + width(words, NOTE) + 0.22
        if number and across + room - 0.22 > style.WIDTH - EDGE:
            across, top_down = EDGE, top_down + 0.2
        entries.append((across, top_down, mark, colour, words))
        across += room
    return entries, top_down + (0.2 if told else 0.0)
