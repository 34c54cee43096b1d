"""Lines over time: on one canvas, in panels of one scale, and between two points."""

import itertools
import math
from dataclasses import dataclass

from matplotlib.figure import Figure

from helpers.errors import BookError
from helpers.figures import palette
from helpers.figures.layout import check, scale
from helpers.figures.layout.canvas import LABEL, NOTE, TICK, canvas, point
from helpers.figures.layout.label_placement import spread
from helpers.figures.layout.text import height as tall
from helpers.figures.layout.text import width, wrap
from helpers.figures.layout.value_text import printed
from helpers.figures.style import WIDTH


@dataclass
class Line:
    """One series: its name, and its points in the order of time."""

    name: str
    times: list[float]
    values: list[float]
    doubtful: list[bool]
    lows: list[float]
    highs: list[float]

    def is_regular(self, run: list[int]) -> bool:
        """Tell whether a run's points are evenly spaced, so that they need no marks."""
        gaps = [self.times[other] - self.times[one] for one, other in itertools.pairwise(run)]
        return not gaps or max(gaps) < 1.5 * min(gaps)

    def runs(self, step: float):
        """Cut the points where a value is missing, or a time left out."""
        run: list[int] = []
        for place, value in enumerate(self.values):
            late = run and self.times[place] - self.times[run[-1]] > step * 1.01
            if run and (late or math.isnan(value)):
                yield run
                run = []
            if not math.isnan(value):
                run.append(place)
        if run:
            yield run


def lines(
    data,
    *,
    x: str,
    y: str,
    title: str,
    label: str,
    series: str | None = None,
    highlight=None,
    low: str | None = None,
    high: str | None = None,
    band_label: str = "",
    open_ended=(),
    open_label: str = "",
    marks=None,
    step: float | None = None,
    from_zero: bool = True,
    height: float = 2.6,
) -> Figure:
    """Draw lines over time, each named at its end; a gap in the data is a gap in the line.

    Use it for how one or a few values rose and fell over many points in time.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a point; missing values stay missing.
    x, y, series : str
        Columns of the time (a year or a decimal year), the value, and the line's name.
    title, label
        As for `bars`; `label` names the values' unit.
    highlight : collection or mapping, optional
        Lines to give an accent (see `palette.assign`); by default the first.
    low, high : str, optional
        Columns of the lower and upper bound of a band behind the line.
    band_label : str
        What the band means.
    open_ended : str or collection
        Points whose value is doubtful, drawn open: a column of true and false, or values of `x`.
    open_label : str
        What an open point means.
    marks : mapping, optional
        What happened at a time, by time: ``{2008: "Angostura"}``.
    step : float, optional
        The usual distance of two points; a longer one is a gap. By default the least in the data.
    from_zero : bool
        Whether the scale begins at zero.
    height : float
        Of the plotting area, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a value no number, or a line has two values for one time.
    """
    read = _read(
        "charts.lines", data, x=x, y=y, series=series, bounds=(low, high), open_ended=open_ended
    )
    every = [value for line in read for value in (*line.values, *line.lows, *line.highs)]
    values_scale = scale.steps(*_range(every, from_zero))
    colours = palette.assign(
        [line.name for line in read], [read[0].name] if highlight is None else highlight
    )
    named = {line.name: wrap(line.name, 1.45, LABEL, 600) for line in read}
    right = max(width(name, LABEL, 600) for name in named.values()) + 0.16 if series else 0.2
    left = scale.margin(values_scale)
    notes, lift = _marks(marks or {}, read, WIDTH - left - right)
    made = canvas(
        title,
        label,
        height=height,
        left=left,
        right=right,
        bottom=0.28,
        top=0.06 + lift,
        key=[
            ("ring", palette.ACCENT, open_label if any(any(one.doubtful) for one in read) else ""),
            ("band", palette.SEQUENCE[1], band_label),
        ],
    )
    _draw(made, read, colours, values_scale, step)
    for time, text, across in notes:
        made.axes.axvline(time, color=palette.MUTED, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
        made.write(
            across,
            height + 0.05,
            text,
            size=NOTE,
            color=palette.MUTED,
            ha="center",
            va="bottom",
        )
    if series:
        _name_ends(made, read, named, colours, height)
    scale.years(made, [time for line in read for time in line.times])
    return made.figure


def small_multiples(
    data,
    *,
    x: str,
    y: str,
    facet: str,
    title: str,
    label: str,
    kind: str = "lines",
    highlight=None,
    step: float | None = None,
    columns: int = 3,
    height: float = 1.05,
    missing_label: str = "",
) -> Figure:
    """Draw one small panel a facet, all on the same scales.

    Use it where there are so many series that their lines would cross on one canvas.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a point; facets are drawn in the order in which they come.
    x, y, facet : str
        Columns of the year, the value and the panel's name.
    title, label
        As for `bars`.
    kind : {"lines", "bars"}
        How each panel is drawn.
    highlight : collection or mapping, optional
        Panels to give an accent, the others being grey; by default all.
    step : float, optional
        As for `lines`.
    columns : int
        Panels in a row.
    height : float
        Of one panel's plotting area, in inches.
    missing_label : str
        What to write in a panel that has no value at all.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a value no number, or `kind` unknown.
    """
    if kind not in {"lines", "bars"}:
        raise BookError(f"charts.small_multiples: kind={kind!r}, expected 'lines' or 'bars'.")
    read = _read("charts.small_multiples", data, x=x, y=y, series=facet)
    values_scale = scale.steps(*_range([one for line in read for one in line.values], True), 3)
    names = [line.name for line in read]
    colours = (
        dict.fromkeys(names, palette.ACCENT)
        if highlight is None
        else palette.assign(names, highlight)
    )
    left, gap = scale.margin(values_scale), 0.26
    wide = (WIDTH - left - 0.1 - gap * (columns - 1)) / columns
    heads = [wrap(name, wide, LABEL, 600) for name in names]
    head = max(tall(text, LABEL) for text in heads) + 0.09
    pitch = head + height + 0.34
    count = -(-len(read) // columns)
    made = canvas(title, label, height=count * pitch - 0.1, left=left, right=0.1)
    made.axes.set_axis_off()
    times = [time for line in read for time in line.times]
    pad = 0.7 if kind == "bars" else 0.25
    for place, (line, text) in enumerate(zip(read, heads, strict=True)):
        row, column = divmod(place, columns)
        across = column * (wide + gap)
        up = made.height - row * pitch - head - height
        axes = made.figure.add_axes(
            (made.x(across), made.y(up), wide / WIDTH, height / made.figure.get_figheight())
        )
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.set_xlim(min(times) - pad, max(times) + pad)
        panel = type(made)(made.figure, axes, made.left + across, wide, height, made.bottom + up)
        scale.standing(panel, values_scale, shown=column == 0)
        panel.write(0, height + 0.07, text, weight=600, va="bottom")
        _panel(panel, line, colours[line.name], kind, _step([line], step))
        if missing_label and all(map(math.isnan, line.values)):
            panel.write(
                wide / 2,
                height / 2,
                missing_label,
                size=NOTE,
                style="italic",
                color=palette.MUTED,
                ha="center",
                va="center",
            )
        _ends(panel, min(times), max(times))
        scale.base(axes)
    return made.figure


def slope(
    data,
    *,
    x: str,
    y: str,
    series: str,
    title: str,
    label: str,
    unit: str | None = None,
    highlight=None,
    missing_label: str = "",
    digits: int | None = None,
    height: float | None = None,
) -> Figure:
    """Draw how each of several series stood at two points in time.

    Use it for who rose and who fell between two points in time, and past whom.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a series and point.
    x, y, series : str
        Columns of the point in time (two values, the earlier first), the value, and the name.
    title, label, unit, digits
        As for `bars`.
    highlight
        As for `lines`; by default the first series.
    missing_label : str
        What to write where a series has one value only.
    height : float, optional
        Of the plotting area, in inches; by default what the labels need.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, no value is known, or there are not exactly two points in time.
    """
    check.columns("charts.slope", data, x=x, y=y, series=series)
    check.unique("charts.slope", data, x, series)
    values = check.numbers("charts.slope", data, y)
    ends = list(dict.fromkeys(str(one) for one in data[x]))
    if len(ends) != 2:
        raise BookError(
            f"charts.slope: column {x!r} has {len(ends)} values ({', '.join(ends)}), expected two. "
            "For more points in time use charts.lines."
        )
    names = list(dict.fromkeys(str(one) for one in data[series]))
    colours = palette.assign(names, [names[0]] if highlight is None else highlight)
    found = {
        (str(name), ends.index(str(end))): value
        for name, end, value in zip(data[series], data[x], values, strict=True)
        if not math.isnan(value)
    }
    check.some("charts.slope", found, f"a value in {y!r}")
    values_wide = max(width(printed(one, unit, digits), LABEL, 600) for one in found.values())
    words = {
        name: f"{name} ({missing_label})"
        if missing_label and {(name, 0), (name, 1)} - set(found)
        else name
        for name in names
    }
    shown = {name: wrap(text, 2.2 - values_wide - 0.36, LABEL) for name, text in words.items()}
    side_wide = max(width(text, LABEL) for text in shown.values()) + values_wide + 0.36
    middle = WIDTH - 2 * side_wide
    need = sum(tall(one, LABEL) + 0.04 for one in shown.values())
    height = max(height or 0.0, need * 1.15, 1.8)
    made = canvas(title, label, height=height, left=side_wide, right=side_wide, top=0.32)
    axes = made.axes
    low, high = min(found.values()), max(found.values())
    pad = (high - low) * 0.04 or 1.0
    axes.set(xlim=(0, 1), ylim=(low - pad, high + pad))
    for end in (0, 1):
        axes.axvline(end, color=palette.RULE, linewidth=1.0, zorder=0)
        made.write(end * middle, height + 0.1, ends[end], weight=600, ha="center", va="bottom")
    for name in sorted(names, key=lambda one: colours[one] != palette.QUIET):
        both = [end for end in (0, 1) if (name, end) in found]
        axes.plot(
            both,
            [found[name, end] for end in both],
            color=colours[name],
            zorder=2,
            linewidth=2.0 if colours[name] != palette.QUIET else 1.2,
            marker="o",
            markersize=5,
            clip_on=False,
            **point(colours[name], len(both) == 1),
        )
    for end in (0, 1):
        here = [name for name in names if (name, end) in found]
        ups = [made.at(end, found[name, end])[1] for name in here]
        places = spread(ups, [tall(shown[name], LABEL) for name in here], 0.0, height + 0.05, 0.03)
        for name, up, place in zip(here, ups, places, strict=True):
            side = -1 if end == 0 else 1
            told = printed(found[name, end], unit, digits)
            quiet = colours[name] == palette.QUIET
            look = {
                "color": palette.MUTED if quiet else colours[name],
                "va": "center",
                "ha": "right" if end == 0 else "left",
            }
            start = end * middle + side * 0.08
            axes.plot(
                [end + side * 0.08 / middle, end + side * 0.2 / middle],
                [_value(axes, made, up), _value(axes, made, place)],
                color=palette.RULE,
                linewidth=0.9,
                clip_on=False,
                zorder=1,
            )
            made.write(start + side * 0.16, place, told, weight=600, **look)
            across = start + side * (0.24 + width(told, LABEL, 600))
            made.write(across, place, shown[name], **look)
    axes.set(xticks=[], yticks=[])
    return made.figure


def _value(axes, made, up: float) -> float:
    low, high = axes.get_ylim()
    return low + up / made.height * (high - low)


def _read(form, data, *, x, y, series, bounds=(None, None), open_ended=()) -> list[Line]:
    low, high = bounds
    check.columns(form, data, x=x, y=y, series=series, low=low, high=high)
    check.unique(form, data, *([x] if series is None else [x, series]))
    times, values = check.numbers(form, data, x), check.numbers(form, data, y)
    lows = check.numbers(form, data, low) if low else []
    highs = check.numbers(form, data, high) if high else []
    open_points = check.flags(form, data, x, open_ended)
    names = [""] * len(data) if series is None else [str(one) for one in data[series]]
    read = []
    for name in dict.fromkeys(names):
        rows = sorted((row for row, one in enumerate(names) if one == name), key=times.__getitem__)
        read.append(
            Line(
                name,
                *(
                    [column[row] for row in rows] if column else []
                    for column in (times, values, open_points, lows, highs)
                ),
            )
        )
    return read


def _range(values, from_zero: bool) -> tuple[float, float]:
    known = [value for value in values if not math.isnan(value)] or [0.0]
    return (min(0.0, *known) if from_zero else min(known)), max(known)


def _step(read, step: float | None) -> float:
    times = sorted({time for line in read for time in line.times})
    gaps = [later - time for time, later in itertools.pairwise(times)]
    return step or (min(gaps) if gaps else 1.0)


def _draw(made, read, colours, values_scale, step) -> None:
    axes = made.axes
    times = [time for line in read for time in line.times]
    axes.set_xlim(min(times), max(times) if max(times) > min(times) else min(times) + 1)
    scale.standing(made, values_scale)
    scale.base(axes)
    for line in sorted(read, key=lambda one: colours[one.name] != palette.QUIET):
        colour = colours[line.name]
        strong = colour != palette.QUIET
        for run in line.runs(_step(read, step)):
            if line.lows:
                axes.fill_between(
                    [line.times[one] for one in run],
                    [line.lows[one] for one in run],
                    [line.highs[one] for one in run],
                    color=palette.TINTS[colour],
                    linewidth=0,
                    zorder=1,
                )
            axes.plot(
                [line.times[one] for one in run],
                [line.values[one] for one in run],
                color=colour,
                linewidth=2.0 if strong else 1.3,
                zorder=3 + strong,
                solid_capstyle="round",
                clip_on=False,
            )
            for one in run:
                is_end = len(run) == 1 or line.doubtful[one] or one == run[-1]
                if is_end or not line.is_regular(run):
                    axes.plot(
                        line.times[one],
                        line.values[one],
                        marker="o",
                        markersize=5 if is_end else 3.5,
                        zorder=4 + strong,
                        clip_on=False,
                        **point(colour, line.doubtful[one]),
                    )


def _name_ends(made, read, named, colours, height: float) -> None:
    here = [line for line in read if not all(map(math.isnan, line.values))]
    ends = [
        max(place for place, value in enumerate(line.values) if not math.isnan(value))
        for line in here
    ]
    spots = [
        made.at(line.times[end], line.values[end]) for line, end in zip(here, ends, strict=True)
    ]
    places = spread(
        [up for _, up in spots],
        [tall(named[line.name], LABEL) for line in here],
        -0.05,
        height + 0.1,
        0.01,
    )
    for line, (across, up), place in zip(here, spots, places, strict=True):
        colour = colours[line.name]
        if across < made.width - 0.05 or abs(place - up) > 0.08:
            made.axes.plot(
                [(across + 0.05) / made.width, 1 + 0.06 / made.width],
                [up / height, place / height],
                transform=made.axes.transAxes,
                color=palette.QUIET,
                linewidth=0.7,
                linestyle=(0, (1, 1.5)),
                clip_on=False,
                zorder=1,
            )
        made.write(
            made.width + 0.1,
            place,
            named[line.name],
            weight=600,
            va="center",
            color=palette.MUTED if colour == palette.QUIET else colour,
        )


def _marks(marks, read, room: float):
    """Lay the marks' words out above the plot, moved apart where they are close."""
    if not marks:
        return [], 0.0
    times = [time for line in read for time in line.times]
    low, span = min(times), (max(times) - min(times)) or 1.0
    texts = [wrap(str(text), 1.3, NOTE) for text in marks.values()]
    wanted = [(float(time) - low) / span * room for time in marks]
    middles = spread(wanted, [width(text, NOTE) for text in texts], 0.0, room + 0.15, 0.12)
    deep = max(tall(text, NOTE) for text in texts)
    return [
        (float(time), text, middle)
        for time, text, middle in zip(marks, texts, middles, strict=True)
    ], deep + 0.05


def _panel(panel, line: Line, colour: str, kind: str, step: float) -> None:
    if kind == "bars":
        known = [place for place, value in enumerate(line.values) if not math.isnan(value)]
        panel.axes.bar(
            [line.times[one] for one in known],
            [line.values[one] for one in known],
            width=0.72 * step,
            color=colour,
            zorder=2,
        )
        for place, value in enumerate(line.values):
            if math.isnan(value):
                panel.axes.axvspan(
                    line.times[place] - step / 2,
                    line.times[place] + step / 2,
                    color=palette.LAND,
                    linewidth=0,
                    zorder=1,
                )
        return
    for run in line.runs(step):
        panel.axes.plot(
            [line.times[one] for one in run],
            [line.values[one] for one in run],
            color=colour,
            linewidth=1.8,
            zorder=3,
            clip_on=False,
            solid_capstyle="round",
        )
        if len(run) == 1 or run[-1] == len(line.times) - 1:
            panel.axes.plot(
                line.times[run[-1]],
                line.values[run[-1]],
                marker="o",
                markersize=4.5,
                zorder=4,
                clip_on=False,
                **point(colour),
            )


def _ends(panel, first: float, last: float) -> None:
    for time, side in ((first, "left"), (last, "right")):
        across = panel.at(time, 0)[0]
        nudge = -min(across, 0.15) if side == "left" else min(panel.width - across, 0.15)
        panel.write(
            across + nudge, -0.06, str(int(time)), size=TICK, color=palette.MUTED, ha=side, va="top"
        )
    panel.axes.set_xticks([])
