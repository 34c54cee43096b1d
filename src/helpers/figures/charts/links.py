"""What is joined to what: flows between two sides, and networks."""

import math

from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from helpers.errors import BookError
from helpers.figures import palette
from helpers.figures.charts import check
from helpers.figures.charts.place import spread
from helpers.figures.charts.sheet import LABEL, NOTE, board, point, say
from helpers.figures.charts.text import height as tall
from helpers.figures.charts.text import width, wrap
from helpers.figures.charts.words import printed
from helpers.figures.style import WIDTH

NODE = 0.11  # inches: how wide a flow's ends are drawn


def flows(
    data,
    *,
    source: str,
    target: str,
    title: str,
    label: str,
    source_label: str = "",
    target_label: str = "",
    value: str | None = None,
    unit: str | None = None,
    highlight=None,
    digits: int | None = None,
    height: float | None = None,
) -> Figure:
    """Draw what goes from each source to each target, as ribbons as wide as their values.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a source and target; both sides from top to bottom in the order in which they come.
    source, target : str
        Columns of the two sides.
    title, label
        As for `bars`; `label` says what a ribbon's width stands for, with its unit.
    source_label, target_label : str
        Heads of the two sides.
    value : str, optional
        Column of what flows, in `unit`, not negative; without it every row counts one.
    unit, digits
        As for `bars`; the sum of each end is written beside it where a `value` is given.
    highlight : collection or mapping, optional
        Sources to give an accent (see `palette.assign`); by default the first.
    height : float, optional
        In inches; by default what the labels need.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a value is negative, or a pair comes twice.
    """
    check.columns("flows", data, source=source, target=target, value=value)
    check.unique("flows", data, source, target)
    values = check.numbers("flows", data, value) if value else [1.0] * len(data)
    check.not_negative("flows", str(value), values)
    links = [
        (str(a), str(b), size)
        for a, b, size in zip(data[source], data[target], values, strict=True)
        if size > 0
    ]
    check.some("flows", links, "a value")
    sides = [list(dict.fromkeys(link[end] for link in links)) for end in (0, 1)]
    colours = palette.assign(sides[0], [sides[0][0]] if highlight is None else highlight)
    sums = [
        {name: sum(link[2] for link in links if link[end] == name) for name in sides[end]}
        for end in (0, 1)
    ]
    values_told = [
        {name: printed(total, unit, digits) if value else "" for name, total in side.items()}
        for side in sums
    ]
    texts = [{name: wrap(name, 1.75, LABEL) for name in side} for side in sides]
    wides = [
        max(
            width(texts[end][name], LABEL) + width(values_told[end][name], LABEL, 600) + 0.1
            for name in sides[end]
        )
        + 0.12
        for end in (0, 1)
    ]
    need = max(sum(tall(text, LABEL) + 0.08 for text in side.values()) for side in texts)
    body = max(height or 0.0, need, 2.0)
    head = 0.28 if source_label or target_label else 0.0
    made = board(title, label, height=head + body + 0.08)
    axes = made.axes
    ends = (wides[0], WIDTH - wides[1])
    tops, scale = _stack(sides, sums, body, head + 0.04)
    used = [dict(side) for side in tops]
    order = sorted(
        range(len(links)),
        key=lambda one: (sides[0].index(links[one][0]), sides[1].index(links[one][1])),
    )
    rights = {}
    for one in sorted(
        order, key=lambda one: (sides[1].index(links[one][1]), sides[0].index(links[one][0]))
    ):
        rights[one] = used[1][links[one][1]]
        used[1][links[one][1]] += links[one][2] * scale
    for one in order:
        name, _, size = links[one]
        start = used[0][name]
        used[0][name] += size * scale
        _ribbon(
            axes,
            (ends[0] + NODE, ends[1] - NODE),
            start=start,
            reach=rights[one],
            thick=size * scale,
            colour=palette.TINTS[colours[name]],
        )
    for end, side in enumerate(sides):
        middles = [tops[end][name] + sums[end][name] * scale / 2 for name in side]
        places = spread(
            middles,
            [tall(texts[end][name], LABEL) for name in side],
            head,
            head + body + 0.06,
            0.03,
        )
        for name, middle, place in zip(side, middles, places, strict=True):
            across = ends[0] if end == 0 else ends[1] - NODE
            colour = colours[name] if end == 0 else palette.MUTED
            axes.add_patch(
                Rectangle(
                    (across, tops[end][name]),
                    NODE,
                    sums[end][name] * scale,
                    facecolor=colour,
                    zorder=3,
                )
            )
            _end_label(
                axes,
                end,
                ends[end],
                levels=(middle, place),
                text=texts[end][name],
                told=values_told[end][name],
            )
    for end, text in enumerate((source_label, target_label)):
        say(
            axes,
            0.03 if end == 0 else WIDTH - 0.03,
            0.0,
            text,
            size=NOTE,
            weight=600,
            color=palette.MUTED,
            ha="left" if end == 0 else "right",
            va="top",
        )
    return made.figure


def _stack(sides, sums, body: float, top: float):
    """Place the ends of both sides, one under the other, on one scale."""
    gap = 0.07
    scale = min(
        (body - gap * (len(side) - 1)) / sum(total.values())
        for side, total in zip(sides, sums, strict=True)
    )
    tops = []
    for side, total in zip(sides, sums, strict=True):
        free = body - sum(total.values()) * scale
        between = free / (len(side) - 1) if len(side) > 1 else 0.0
        at = top if len(side) > 1 else top + free / 2
        places = {}
        for name in side:
            places[name] = at
            at += total[name] * scale + between
        tops.append(places)
    return tops, scale


def _ribbon(axes, ends, *, start: float, reach: float, thick: float, colour: str) -> None:
    (x0, x1), middle = ends, sum(ends) / 2
    thick = max(thick, 0.012)
    path = Path(
        [
            (x0, start),
            (middle, start),
            (middle, reach),
            (x1, reach),
            (x1, reach + thick),
            (middle, reach + thick),
            (middle, start + thick),
            (x0, start + thick),
            (x0, start),
        ],
        [
            Path.MOVETO,
            Path.CURVE4,
            Path.CURVE4,
            Path.CURVE4,
            Path.LINETO,
            Path.CURVE4,
            Path.CURVE4,
            Path.CURVE4,
            Path.CLOSEPOLY,
        ],
    )
    axes.add_patch(
        PathPatch(
            path,
            facecolor=colour,
            edgecolor=palette.PAPER,
            linewidth=0.6,
            zorder=2 if colour != palette.TINTS[palette.QUIET] else 1,
        )
    )


def _end_label(axes, end: int, across: float, *, levels, text: str, told: str) -> None:
    middle, place = levels
    side = -1 if end == 0 else 1
    axes.plot(
        [across + side * 0.02, across + side * 0.08],
        [middle, place],
        color=palette.QUIET,
        linewidth=0.8,
    )
    look = {"va": "center", "ha": "right" if end == 0 else "left"}
    start = across + side * 0.11
    if told:
        say(axes, start, place, told, weight=600, **look)
        start += side * (width(told, LABEL, 600) + 0.09)
    say(axes, start, place, text, **look)


def network(
    data,
    *,
    source: str,
    target: str,
    title: str,
    label: str = "",
    weight: str | None = None,
    kind: str | None = None,
    highlight=(),
    other_label: str = "",
    height: float | None = None,
) -> Figure:
    """Draw who is joined to whom: names at both sides, arcs between them.

    Names stand on two sides in an order that keeps the arcs short; the same data gives the same
    drawing. A name's point grows with the number of names it is joined to.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a pair; the order of the two does not matter, and a pair that comes more than
        once is drawn thicker.
    source, target : str
        Columns of the two names.
    title, label
        As for `bars`; `label` says what an arc stands for.
    weight : str, optional
        Column of how much a pair counts, not negative; one by default.
    kind : str, optional
        Column of a pair's kind: arcs of a highlighted kind are drawn in its accent.
    highlight : collection or mapping
        Kinds to give an accent (see `palette.assign`); without `kind`, names, whose arcs are then
        accented.
    other_label : str
        What the grey arcs are, where only some kinds have an accent.
    height : float, optional
        In inches; by default what the labels need.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, or a name is joined to itself.
    """
    check.columns("network", data, source=source, target=target, weight=weight, kind=kind)
    sizes = check.numbers("network", data, weight) if weight else [1.0] * len(data)
    check.not_negative("network", str(weight), sizes)
    kinds = [""] * len(data) if kind is None else [str(one) for one in data[kind]]
    arcs: dict[tuple, float] = {}
    for a, b, size, one in zip(data[source], data[target], sizes, kinds, strict=True):
        if str(a) == str(b):
            raise BookError(f"charts.network: {str(a)!r} is joined to itself.")
        pair = (*sorted((str(a), str(b))), one)
        arcs[pair] = arcs.get(pair, 0.0) + size
    names = sorted({name for pair in arcs for name in pair[:2]})
    colours = palette.assign(kinds if kind else names, highlight)
    order = _short(names, arcs)
    half = -(-len(names) // 2)
    wide = 2.0
    texts = {name: wrap(name, wide - 0.1, NOTE) for name in names}
    columns = [order[:half], order[half:]]
    need = max(sum(tall(texts[one], NOTE) + 0.07 for one in column) for column in columns)
    body = max(height or 0.0, need, 2.4)
    accents = [one for one in dict.fromkeys(kinds) if one and colours[one] != palette.QUIET]
    made = board(
        title,
        label,
        height=body + 0.1,
        key=[
            *(("line", colours[one], one) for one in accents),
            ("line", palette.QUIET, other_label),
        ],
    )
    axes = made.axes
    spots = {}
    for side, column in enumerate(columns):
        free = (body - sum(tall(texts[one], NOTE) for one in column)) / max(1, len(column))
        at = 0.05
        for name in column:
            high = tall(texts[name], NOTE) + free
            middle = at + high / 2
            bow = 0.55 * (1 - math.sqrt(max(0.0, 1 - ((middle - body / 2) / (body * 0.56)) ** 2)))
            spots[name] = (wide + bow if side == 0 else WIDTH - wide - bow, middle)
            at += high
    degree = {name: len({pair[:2] for pair in arcs if name in pair[:2]}) for name in names}
    most = max(arcs.values())
    for pair in sorted(arcs, key=lambda pair: (_hue(pair, colours, kind) != palette.QUIET, pair)):
        colour = _hue(pair, colours, kind)
        line = 0.8 + 2.4 * (arcs[pair] / most if most > 1 else 0.2)
        _arc(
            axes,
            spots[pair[0]],
            spots[pair[1]],
            body=body,
            lean=0.05 * list(dict.fromkeys(kinds)).index(pair[2]),
            edgecolor=colour,
            linewidth=line,
            zorder=1 if colour == palette.QUIET else 2,
        )
    for name in names:
        across, middle = spots[name]
        strong = kind is None and colours[name] != palette.QUIET
        size = 4.5 + 1.6 * math.sqrt(degree[name])
        axes.plot(
            across,
            middle,
            marker="o",
            markersize=size,
            zorder=4,
            **point(colours[name] if strong else palette.MUTED),
        )
        side = -1 if across < WIDTH / 2 else 1
        say(
            axes,
            across + side * (size / 144 + 0.06),
            middle,
            texts[name],
            size=NOTE,
            va="center",
            ha="right" if side < 0 else "left",
            weight=600 if strong else 400,
        )
    return made.figure


def _hue(pair, colours, kind) -> str:
    if kind:
        return colours[pair[2]]
    return next(
        (colours[name] for name in pair[:2] if colours[name] != palette.QUIET), palette.QUIET
    )


def _arc(axes, one, other, *, body: float, lean: float, **look) -> None:
    """Draw an arc that bends to the middle of the sheet."""
    is_same_side = (one[0] < WIDTH / 2) == (other[0] < WIDTH / 2)
    if is_same_side:
        inward = 1 if one[0] < WIDTH / 2 else -1
        depth = 0.3 + 0.5 * min(1.0, abs(one[1] - other[1]) / body)
        bends = [(point[0] + inward * (depth + lean), point[1]) for point in (one, other)]
    else:
        bends = [(WIDTH / 2, one[1] + lean), (WIDTH / 2, other[1] + lean)]
    path = Path([one, *bends, other], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    axes.add_patch(
        PathPatch(
            path,
            facecolor="none",
            capstyle="round",
            **look,
        )
    )


def _short(names: list[str], arcs) -> list[str]:
    """Order names on two sides so that arcs are short: swap pairs while it helps."""
    order, half = list(names), -(-len(names) // 2)
    pull: dict[str, dict[str, float]] = {name: {} for name in names}
    for (a, b, _), size in arcs.items():
        pull[a][b] = pull[a].get(b, 0.0) + size
        pull[b][a] = pull[b].get(a, 0.0) + size
    spot = {name: (place // half, place % half) for place, name in enumerate(order)}

    def cost(name: str) -> float:
        side, row = spot[name]
        return sum(
            size * (abs(row - spot[other][1]) + (1.5 if side == spot[other][0] else 0.0))
            for other, size in pull[name].items()
        )

    for _ in range(60):
        is_better = False
        for a in range(len(order)):
            for b in range(a + 1, len(order)):
                one, other = order[a], order[b]
                before = cost(one) + cost(other)
                spot[one], spot[other] = spot[other], spot[one]
                if cost(one) + cost(other) < before - 1e-9:
                    order[a], order[b] = other, one
                    is_better = True
                else:
                    spot[one], spot[other] = spot[other], spot[one]
        if not is_better:
            break
    return order
