"""Points on a common scale: compared, in conflict, planned against reported, and scattered."""

import math

from matplotlib.figure import Figure

from helpers.figures import palette
from helpers.figures.layout import check, scale
from helpers.figures.layout.canvas import LABEL, NOTE, TICK, canvas, point
from helpers.figures.layout.label_placement import around, spread
from helpers.figures.layout.text import height as tall
from helpers.figures.layout.text import width, wrap
from helpers.figures.layout.value_text import printed
from helpers.figures.style import WIDTH


def dots(
    data,
    *,
    y: str,
    x: str,
    series: str,
    title: str,
    label: str,
    highlight=None,
    missing_label: str = "",
    open_ended=(),
    open_label: str = "",
    from_zero: bool = True,
) -> Figure:
    """Compare two or more values of each category, as points joined by a line.

    Use it for how far apart two years, groups or ways of counting are, category by category.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a category and series, categories from top to bottom.
    y, x, series : str
        Columns of the category, the value, and of what is compared.
    title, label
        As for `bars`; `label` names the values' unit.
    highlight : collection or mapping, optional
        Series to give an accent (see `palette.assign`); by default every series, up to five.
    missing_label : str
        What a value that is missing is called; written at the row's end with the series' name.
    open_ended : str or collection
        Rows whose value is doubtful, drawn open: a column of true and false, or values of `y`.
    open_label : str
        What an open point means.
    from_zero : bool
        Whether the scale begins at zero.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a value no number, or a category has a series twice.
    """
    check.columns("charts.dots", data, y=y, x=x, series=series)
    check.unique("charts.dots", data, y, series)
    values = check.numbers("charts.dots", data, x)
    open_points = check.flags("charts.dots", data, y, open_ended)
    kinds = list(dict.fromkeys(str(one) for one in data[series]))
    colours = palette.assign(kinds, kinds[:5] if highlight is None else highlight)
    found = {
        (str(name), str(kind)): (value, is_open)
        for name, kind, value, is_open in zip(
            data[y], data[series], values, open_points, strict=True
        )
    }
    rows = list(dict.fromkeys(str(one) for one in data[y]))
    names = [wrap(row, 0.33 * WIDTH, TICK) for row in rows]
    left = max(width(name, TICK) for name in names) + 0.16
    absent = {
        row: [kind for kind in kinds if math.isnan(found.get((row, kind), (math.nan, 0))[0])]
        for row in rows
    }
    notes = {
        row: wrap(f"{', '.join(gone)}: {missing_label}", 1.4, NOTE)
        if gone and missing_label
        else ""
        for row, gone in absent.items()
    }
    right = max([0.16, *(width(note, NOTE) + 0.2 for note in notes.values() if note)])
    known = [value for value in values if not math.isnan(value)] or [0.0]
    values_scale = scale.fitting(
        min(0.0, *known) if from_zero else min(known), max(known), WIDTH - left - right
    )
    pitches = [
        max(0.29, tall(name, TICK) + 0.08, tall(notes[row], NOTE) + 0.08)
        for name, row in zip(names, rows, strict=True)
    ]
    down = sum(pitches)
    made = canvas(
        title,
        label,
        height=down,
        left=left,
        right=right,
        bottom=0.26,
        key=[
            *(("dot", colours[kind], kind) for kind in kinds),
            ("ring", palette.MUTED, open_label if any(open_points) else ""),
        ],
    )
    axes = made.axes
    scale.lying(made, values_scale)
    axes.set_ylim(down, 0)
    at = 0.0
    for row, name, pitch in zip(rows, names, pitches, strict=True):
        middle = at + pitch / 2
        at += pitch
        axes.axhline(middle, color=palette.LAND, linewidth=0.8, zorder=0)
        made.write(-0.12, down - middle, name, size=TICK, ha="right", va="center")
        here = [(*found[row, kind], colours[kind]) for kind in kinds if kind not in absent[row]]
        if len(here) > 1:
            axes.plot(
                [min(one[0] for one in here), max(one[0] for one in here)],
                [middle] * 2,
                color=palette.QUIET,
                linewidth=1.6,
                zorder=1,
            )
        for value, is_open, colour in reversed(here):
            axes.plot(
                value,
                middle,
                marker="o",
                markersize=7,
                zorder=3,
                clip_on=False,
                **point(colour, is_open),
            )
        if notes[row]:
            made.write(
                made.width + 0.14,
                down - middle,
                notes[row],
                size=NOTE,
                style="italic",
                color=palette.MUTED,
                va="center",
            )
    axes.set_yticks([])
    return made.figure


def intervals(
    data,
    *,
    y: str,
    x: str,
    by: str,
    title: str,
    label: str,
    unit: str | None = None,
    highlight=(),
    open_ended=(),
    open_label: str = "",
    from_zero: bool = True,
    digits: int | None = None,
) -> Figure:
    """Draw what several sources state for the same quantity, and the range between them.

    Use it where sources contradict one another, and by how much is the question.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a quantity and statement.
    y, x, by : str
        Columns of the quantity, of the value stated (in `unit`), and of who states it (or of
        ``lowest``, ``highest`` in the words of the book's language).
    title, label, unit, digits
        As for `bars`.
    highlight : collection
        Values of `by` to draw in the accent colour; the others are dark grey.
    open_ended : str or collection
        Statements that are doubtful, drawn open: a column of true and false, or values of `by`.
    open_label : str
        What an open point means.
    from_zero : bool
        Whether the scale begins at zero.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there or a value no number.
    """
    check.columns("charts.intervals", data, y=y, x=x, by=by)
    values = check.numbers("charts.intervals", data, x)
    open_points = check.flags("charts.intervals", data, by, open_ended)
    strong = check.flags("charts.intervals", data, by, highlight)
    rows = list(dict.fromkeys(str(one) for one in data[y]))
    names = {row: wrap(row, 0.27 * WIDTH, TICK) for row in rows}
    left = max(width(name, TICK) for name in names.values()) + 0.2
    known = [value for value in values if not math.isnan(value)] or [0.0]
    room = WIDTH - left - 0.25
    values_scale = scale.fitting(min(0.0, *known) if from_zero else min(known), max(known), room)
    down, laid = 0.0, []
    for row in rows:
        here = [
            place
            for place, one in enumerate(data[y])
            if str(one) == row and not math.isnan(values[place])
        ]
        texts = [
            wrap(f"{data[by].iloc[place]}\n{printed(values[place], unit, digits)}", 1.35, NOTE)
            for place in here
        ]
        wanted = [
            (values[place] - values_scale[0]) / (values_scale[-1] - values_scale[0]) * room
            for place in here
        ]
        middles = spread(wanted, [width(text, NOTE) for text in texts], -0.1, room + 0.22, 0.12)
        deep = max((tall(text, NOTE) for text in texts), default=0.0)
        laid.append((row, down + 0.14, here, texts, middles, wanted))
        down += max(0.14 + 0.16 + deep, tall(names[row], TICK)) + 0.16
    made = canvas(
        title,
        label,
        height=down,
        left=left,
        right=0.25,
        bottom=0.26,
        key=[("ring", palette.MUTED, open_label if any(open_points) else "")],
    )
    axes = made.axes
    scale.lying(made, values_scale)
    axes.set_ylim(down, 0)
    for row, middle, here, texts, middles, wanted in laid:
        made.write(-0.16, down - middle, names[row], size=TICK, ha="right", va="center")
        if here:
            axes.plot(
                [min(values[one] for one in here), max(values[one] for one in here)],
                [middle] * 2,
                color=palette.RULE,
                linewidth=6,
                solid_capstyle="butt",
                zorder=1,
            )
        for place, text, across, true in zip(here, texts, middles, wanted, strict=True):
            colour = palette.ACCENT if strong[place] else palette.MUTED
            axes.plot(
                values[place],
                middle,
                marker="o",
                markersize=7,
                zorder=3,
                clip_on=False,
                **point(colour, open_points[place]),
            )
            axes.plot(
                [true / room, across / room],
                [1 - (middle + 0.07) / down, 1 - (middle + 0.14) / down],
                transform=axes.transAxes,
                color=palette.QUIET,
                linewidth=0.8,
                clip_on=False,
            )
            made.write(
                across,
                down - middle - 0.16,
                text,
                size=NOTE,
                color=colour,
                ha="center",
                va="top",
                bbox={"facecolor": palette.PAPER, "edgecolor": "none", "pad": 0.6},
            )
    axes.set_yticks([])
    return made.figure


def gaps(
    data,
    *,
    y: str,
    stated: str,
    computed: str,
    title: str,
    label: str,
    stated_label: str,
    computed_label: str,
    unit: str | None = None,
    unit_column: str | None = None,
    digits: int | None = None,
) -> Figure:
    """Draw how far a computed or reported value is from the one stated or planned, in percent.

    Use it for whether stated sums can be computed again, or plans were kept.

    Quantities of different units and sizes share the scale; their two values stand beside it.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a quantity.
    y, stated, computed : str
        Columns of the quantity, of the value stated or planned (not zero), and of the value
        computed or reported.
    title, label : str
        The finding; what the scale measures (the difference in percent of the value stated).
    stated_label, computed_label : str
        Heads of the two columns of values.
    unit, unit_column : str, optional
        Id of the values' unit, or the column that has one for each row.
    digits : int, optional
        Decimal places of the values written.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a value no number, or a stated value zero.
    """
    check.columns(
        "charts.gaps", data, y=y, stated=stated, computed=computed, unit_column=unit_column
    )
    said = check.numbers("charts.gaps", data, stated)
    found = check.numbers("charts.gaps", data, computed)
    check.not_zero("charts.gaps", stated, said)
    units = [unit] * len(data) if unit_column is None else list(data[unit_column])
    columns = [
        [printed(value, one, digits) for value, one in zip(values, units, strict=True)]
        for values in (said, found)
    ]
    heads = [wrap(stated_label, 1.0, NOTE), wrap(computed_label, 1.0, NOTE)]
    wides = [
        max(width(head, NOTE), *(width(one, LABEL, 600) for one in column)) + 0.2
        for head, column in zip(heads, columns, strict=True)
    ]
    names = [wrap(str(one), 0.3 * WIDTH, TICK) for one in data[y]]
    first = max(width(name, TICK) for name in names) + 0.14
    left = first + sum(wides) + 0.12
    off = [(new / old - 1) * 100 for old, new in zip(said, found, strict=True)]
    known = [value for value in off if not math.isnan(value)] or [0.0]
    values_scale = scale.fitting(min(0.0, *known), max(0.0, *known), WIDTH - left - 0.22)
    pitches = [max(0.3, tall(name, TICK) + 0.09) for name in names]
    down, head = sum(pitches), max(tall(one, NOTE) for one in heads)
    made = canvas(title, label, height=down, left=left, right=0.22, bottom=0.26, top=head + 0.04)
    axes = made.axes
    scale.lying(made, values_scale)
    axes.set_ylim(down, 0)
    scale.base(axes, across=False)
    for text, end in zip(heads, (first + wides[0], first + sum(wides)), strict=True):
        made.write(
            end - left, down + 0.05, text, size=NOTE, color=palette.MUTED, ha="right", va="bottom"
        )
    at = 0.0
    for place, (name, pitch) in enumerate(zip(names, pitches, strict=True)):
        middle = at + pitch / 2
        at += pitch
        made.write(-left + 0.03, down - middle, name, size=TICK, va="center")
        made.write(
            first + wides[0] - left,
            down - middle,
            columns[0][place],
            ha="right",
            va="center",
            color=palette.MUTED,
        )
        made.write(
            first + sum(wides) - left,
            down - middle,
            columns[1][place],
            ha="right",
            va="center",
            weight=600,
        )
        if not math.isnan(off[place]):
            axes.plot(
                [0, off[place]],
                [middle] * 2,
                color=palette.ACCENT,
                linewidth=2,
                zorder=2,
                solid_capstyle="butt",
            )
            axes.plot(0, middle, marker="o", markersize=6, zorder=3, **point(palette.MUTED, True))
            axes.plot(
                off[place],
                middle,
                marker="o",
                markersize=7,
                zorder=4,
                clip_on=False,
                **point(palette.ACCENT),
            )
    axes.set_yticks([])
    return made.figure


def scatter(
    data,
    *,
    x: str,
    y: str,
    name: str,
    title: str,
    label: str,
    x_label: str,
    highlight=(),
    open_ended=(),
    open_label: str = "",
    from_zero: bool = True,
    height: float = 3.3,
) -> Figure:
    """Draw labelled points by two measures; a point without one of them is left out.

    Use it for whether two measures go together, and who stands apart.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a point.
    x, y, name : str
        Columns of the two measures and of the point's label.
    title, label, x_label : str
        The finding; what `y` and what `x` measure, with their units.
    highlight : collection or mapping
        Points to give an accent (see `palette.assign`).
    open_ended : str or collection
        Points that are doubtful, drawn open: a column of true and false, or values of `name`.
    open_label : str
        What an open point means.
    from_zero : bool
        Whether both scales begin at zero.
    height : float
        Of the plotting area, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a value no number, or two points have one name.
    """
    check.columns("charts.scatter", data, x=x, y=y, name=name)
    check.unique("charts.scatter", data, name)
    across, up = check.numbers("charts.scatter", data, x), check.numbers("charts.scatter", data, y)
    open_points = check.flags("charts.scatter", data, name, open_ended)
    colours = palette.assign(data[name], highlight)
    kept = [
        place
        for place in range(len(data))
        if not (math.isnan(across[place]) or math.isnan(up[place]))
    ]
    check.some("charts.scatter", kept, f"both {x!r} and {y!r}")
    scales = []
    for values, room in ((across, WIDTH - 0.9), (up, height * 1.4)):
        known = [values[place] for place in kept]
        scales.append(
            scale.fitting(min(0.0, *known) if from_zero else min(known), max(known), room)
        )
    made = canvas(
        title,
        label,
        height=height,
        left=scale.margin(scales[1]),
        right=0.25,
        bottom=0.46,
        top=0.06,
        key=[("ring", palette.MUTED, open_label if any(open_points) else "")],
    )
    axes = made.axes
    scale.lying(made, scales[0], below=x_label)
    scale.standing(made, scales[1])
    names = [str(data[name].iloc[place]) for place in kept]
    spots = [made.at(across[place], up[place]) for place in kept]
    sizes = [(width(one, NOTE, 600) + 0.03, tall(one, NOTE) * 0.9) for one in names]
    corners = around(spots, sizes, (0.02, 0.0, made.width + 0.2, height + 0.1))
    for place, one, spot, size, corner in zip(kept, names, spots, sizes, corners, strict=True):
        colour = colours[one]
        strong = colour != palette.QUIET
        axes.plot(
            across[place],
            up[place],
            marker="o",
            markersize=6.5,
            zorder=3 + strong,
            clip_on=False,
            **point(colour if strong else palette.MUTED, open_points[place]),
        )
        middle = (corner[0] + size[0] / 2, corner[1] + size[1] / 2)
        edge = (
            min(max(spot[0], corner[0]), corner[0] + size[0]),
            min(max(spot[1], corner[1]), corner[1] + size[1]),
        )
        if math.dist(spot, edge) > 0.12:
            axes.plot(
                [spot[0] / made.width, edge[0] / made.width],
                [spot[1] / height, edge[1] / height],
                transform=axes.transAxes,
                color=palette.QUIET,
                linewidth=0.7,
                zorder=2,
                clip_on=False,
            )
        made.write(
            *middle,
            one,
            size=NOTE,
            ha="center",
            va="center",
            weight=600 if strong else 400,
            color=colour if strong else palette.MUTED,
        )
    return made.figure
