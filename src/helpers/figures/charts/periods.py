"""Periods: values of unequal periods, and what lasted how long."""

import math

from matplotlib.figure import Figure

from helpers.figures import palette
from helpers.figures.layout import check, scale
from helpers.figures.layout.canvas import LABEL, NOTE, TICK, canvas, key_colour
from helpers.figures.layout.canvas import doubtful as hatched
from helpers.figures.layout.label_placement import spread
from helpers.figures.layout.text import height as tall
from helpers.figures.layout.text import width, wrap
from helpers.figures.layout.value_text import printed
from helpers.figures.style import WIDTH


def spans(
    data,
    *,
    start: str,
    end: str,
    title: str,
    label: str,
    value: str | None = None,
    name: str | None = None,
    unit: str | None = None,
    highlight=None,
    open_ended=(),
    open_label: str = "",
    text: str | None = None,
    digits: int | None = None,
    height: float = 2.3,
) -> Figure:
    """Draw values of unequal periods, or what lasted from when to when.

    Use it where a value is known only for several years together, or for what ran beside what.

    Without `name`, each period is a block as wide as it is long and as high as its value a year,
    so that its area is its value; periods must not overlap. With `name`, each is a level bar in
    a row of its own, its value written at its end.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a period.
    start, end : str
        Columns of the first and the last year, both counted in. A missing one leaves the bar open
        at that end (only with `name`).
    title, label : str
        The finding; what the height measures (the value *a year*, with its unit), or what the
        bars are.
    value : str, optional
        Column of the whole period's value, in `unit`; needed without `name`.
    name : str, optional
        Column of what each row is.
    unit, text, digits
        As for `bars`.
    highlight : collection, optional
        Values of `name` (of `start`, without) to accent; by default all.
    open_ended : str or collection
        Periods whose value is a lower bound, approximate or disputed, drawn hatched: a column of
        true and false, or values of `name` (of `start`, without).
    open_label : str
        What the hatching means.
    height : float
        Of the plotting area, in inches; with `name` it is computed.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a year no number, no year is known at all, a period ends before
        it starts, or blocks overlap.
    """
    check.columns("charts.spans", data, start=start, end=end, value=value, name=name, text=text)
    starts = check.numbers("charts.spans", data, start)
    ends = check.numbers("charts.spans", data, end)
    check.in_order("charts.spans", starts, ends)
    check.some("charts.spans", [one for one in (*starts, *ends) if not math.isnan(one)], "a year")
    values = check.numbers("charts.spans", data, value) if value else [math.nan] * len(data)
    texts = check.texts(data, text, [printed(one, unit, digits) for one in values])
    key_column = name or start
    open_bars = check.flags("charts.spans", data, key_column, open_ended)
    accented = check.accented("charts.spans", data, key_column, highlight)
    looks = [
        hatched(colour) if is_open else {"color": colour}
        for is_open, colour in zip(
            open_bars, [palette.ACCENT if one else palette.QUIET for one in accented], strict=True
        )
    ]
    key = [("hatch", key_colour(open_bars, accented), open_label if any(open_bars) else "")]
    if name is None:
        check.apart("charts.spans", starts, ends, values)
        return _blocks((title, label, key), (starts, ends, values), texts, looks, height)
    return _rows((title, label, key), list(map(str, data[name])), (starts, ends), texts, looks)


def _blocks(head, periods, texts, looks, height: float) -> Figure:
    (title, label, key), (starts, ends, values) = head, periods
    rates = [
        value / (end - start + 1) for value, start, end in zip(values, starts, ends, strict=True)
    ]
    values_scale = scale.steps(0.0, max(rates))
    made = canvas(
        title,
        label,
        height=height,
        left=scale.margin(values_scale),
        right=0.02,
        bottom=0.3,
        top=0.12,
        key=key,
    )
    axes = made.axes
    axes.set_xlim(min(starts), max(ends) + 1)
    scale.standing(made, values_scale)
    for start, end, rate, look in zip(starts, ends, rates, looks, strict=True):
        inset = 0.02 * (max(ends) + 1 - min(starts)) / made.width
        axes.bar(
            start + inset, rate, width=end - start + 1 - 2 * inset, align="edge", zorder=2, **look
        )
    edges = [
        (made.at(start, 0)[0], made.at(end + 1, 0)[0])
        for start, end in zip(starts, ends, strict=True)
    ]
    middles = [(left + right) / 2 for left, right in edges]
    wides = [width(text, LABEL, 600) for text in texts]
    places = spread(middles, wides, 0.0, made.width + 0.02, 0.08)
    for text, wide, across in zip(texts, wides, places, strict=True):
        under = [
            made.at(0, rate)[1]
            for (left, right), rate in zip(edges, rates, strict=True)
            if left < across + wide / 2 and right > across - wide / 2
        ]
        made.write(
            across,
            max(under) + 0.05,
            text,
            weight=600,
            ha="center",
            va="bottom",
            bbox={"facecolor": palette.PAPER, "edgecolor": "none", "pad": 0.5},
        )
    periods = [
        f"{start:g}" if start == end else f"{start:g}–{end:g}"
        for start, end in zip(starts, ends, strict=True)
    ]
    places = spread(middles, [width(one, TICK) for one in periods], -0.2, made.width + 0.02, 0.1)
    for period, across in zip(periods, places, strict=True):
        made.write(across, -0.08, period, size=TICK, ha="center", va="top")
    scale.base(axes)
    axes.set(xticks=[], yticks=[])
    return made.figure


def _rows(head, names, periods, texts, looks) -> Figure:
    (title, label, key), (starts, ends) = head, periods
    shown = [wrap(name, 0.38 * WIDTH, TICK) for name in names]
    left = max(width(name, TICK) for name in shown) + 0.2
    pitches = [max(0.28, tall(name, TICK) + 0.08) for name in shown]
    down = sum(pitches)
    known = [one for one in (*starts, *ends) if not math.isnan(one)]
    first, last = min(known), max(known) + 1
    room = WIDTH - left - 0.12
    right = 0.2
    for end, text in zip(ends, texts, strict=True):  # room for labels behind late bars
        short = 0.0 if math.isnan(end) else (last - end - 1) / (last - first) * room / 2
        nudge = 0.18 if math.isnan(end) else 0.1
        right = max(right, width(text, LABEL, 600) + nudge - short)
    made = canvas(title, label, height=down, left=left, right=right, bottom=0.28, key=key)
    axes = made.axes
    axes.set(xlim=(first, last), ylim=(down, 0))
    scale.year_lines(made, first, last)
    at = 0.0
    for name, pitch, start, end, text, look in zip(
        shown, pitches, starts, ends, texts, looks, strict=True
    ):
        middle = at + pitch / 2
        at += pitch
        made.write(-0.14, down - middle, name, size=TICK, ha="right", va="center")
        begin = first if math.isnan(start) else start
        reach = last if math.isnan(end) else end + 1
        if not (math.isnan(start) and math.isnan(end)):
            axes.barh(middle, reach - begin, left=begin, height=0.15, zorder=2, **look)
            for is_open, edge, side in (
                (math.isnan(start), begin, "<"),
                (math.isnan(end), reach, ">"),
            ):
                if is_open:
                    axes.plot(
                        edge,
                        middle,
                        marker=side,
                        markersize=8,
                        clip_on=False,
                        zorder=3,
                        color=look.get("color", look.get("edgecolor")),
                    )
        if text:
            nudge = 0.14 if math.isnan(end) else 0.06
            made.write(made.at(reach, 0)[0] + nudge, down - middle, text, weight=600, va="center")
    axes.set(xticks=[], yticks=[])
    return made.figure


def succession(
    data,
    *,
    name: str,
    start: str,
    end: str,
    title: str,
    label: str = "",
    successor: str | None = None,
    group: str | None = None,
    ongoing: str | None = None,
    highlight=None,
    unknown_label: str = "",
    successor_label: str = "",
) -> Figure:
    """Draw institutions' lives in rows, and arrows from each to the one that replaced it.

    Use it for what took the place of what, also where first or last years are not known.

    Parameters
    ----------
    data : pandas.DataFrame
        One row an institution, from top to bottom.
    name, start, end : str
        Columns of its name, and of its first and last year. A missing year is drawn as an open,
        broken end; where both are missing, only the words `unknown_label` stand in the row.
    title, label
        As for `bars`.
    successor : str, optional
        Column of the name of what replaced it; names that are not drawn are passed over.
    group : str, optional
        Column whose values head groups of rows.
    ongoing : str, optional
        Column of true and false: whether it still exists at the end of the scale.
    highlight : collection, optional
        Names to accent; by default all.
    unknown_label, successor_label : str
        What a broken end means; what an arrow means.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a year no number, a life ends before it starts, or no year is
        known at all.
    """
    check.columns(
        "charts.succession",
        data,
        name=name,
        start=start,
        end=end,
        successor=successor,
        group=group,
        ongoing=ongoing,
    )
    check.unique("charts.succession", data, name)
    starts = check.numbers("charts.succession", data, start)
    ends = check.numbers("charts.succession", data, end)
    check.in_order("charts.succession", starts, ends)
    known = [one for one in (*starts, *ends) if not math.isnan(one)]
    check.some("charts.succession", known, "a year")
    names = [str(one) for one in data[name]]
    lasting = (
        [False] * len(names)
        if ongoing is None
        else check.flags("charts.succession", data, name, ongoing)
    )
    accented = check.accented("charts.succession", data, name, highlight)
    shown = [wrap(one, 0.34 * WIDTH, TICK) for one in names]
    left = max(width(one, TICK) for one in shown) + 0.2
    lives = [_life(*one) for one in zip(starts, ends, lasting, strict=True)]
    right = max(width(one, NOTE) for one in lives) + 0.26
    room = WIDTH - left - right
    first, last = min(known), max(known)
    stub = 0.42 * (last - first or 1) / room
    low = first - (stub if any(math.isnan(one) for one in starts) else 0)
    high = last + (stub * 0.8)
    down, middles, headings = 0.0, [0.0] * len(names), []
    groups = [None] if group is None else list(dict.fromkeys(data[group]))
    for number, heading in enumerate(groups):
        if heading is not None:
            down += 0.1 if number else 0.0
            headings.append((down + 0.12, str(heading)))
            down += 0.26
        for place, text in enumerate(shown):
            if group is None or data[group].iloc[place] == heading:
                pitch = max(0.36, tall(text, TICK) + 0.1)
                middles[place] = down + pitch / 2
                down += pitch
    made = canvas(
        title,
        label,
        height=down,
        left=left,
        right=right,
        bottom=0.28,
        key=[
            ("broken", palette.ACCENT, unknown_label),
            ("arrow", palette.MUTED, successor_label if successor else ""),
        ],
    )
    axes = made.axes
    axes.set(xlim=(low, high), ylim=(down, 0))
    scale.year_lines(made, first, last)
    bars = {}
    for place, middle in enumerate(middles):
        made.write(-0.14, down - middle, shown[place], size=TICK, ha="right", va="center")
        colour = palette.ACCENT if accented[place] else palette.QUIET
        bars[names[place]] = _draw_life(
            axes, middle, (starts[place], ends[place], lasting[place]), (stub, high), colour
        )
        told = lives[place] or unknown_label
        across = made.at(bars[names[place]][1], 0)[0] if lives[place] else 0.0
        made.write(
            across + 0.1,
            down - middle,
            told,
            size=NOTE,
            color=palette.MUTED,
            va="center",
            style="normal" if lives[place] else "italic",
            bbox={"facecolor": palette.PAPER, "edgecolor": "none", "pad": 0.4},
        )
    if successor:
        _arrows(axes, data[successor], names, middles, bars)
    for middle, heading in headings:
        made.write(
            -left + 0.03, down - middle, heading, weight=600, color=palette.MUTED, va="center"
        )
    axes.set(xticks=[], yticks=[])
    return made.figure


def _life(start: float, end: float, is_lasting: bool) -> str:
    if math.isnan(start) and math.isnan(end) and not is_lasting:
        return ""
    told = ["…" if math.isnan(one) else f"{one:g}" for one in (start, end)]
    return f"{told[0]}–" if is_lasting else "–".join(told)


def _draw_life(axes, middle: float, life, limits, colour: str):
    (start, end, is_lasting), (stub, high) = life, limits
    if math.isnan(start) and math.isnan(end) and not is_lasting:
        return None, None
    if math.isnan(start) and math.isnan(end):
        start_of_stub, low = high - stub * 0.2, high - stub * 1.2
    else:
        start_of_stub, low = (end if math.isnan(start) else start), None
    begin = start_of_stub
    reach = (high if is_lasting else start) if math.isnan(end) else end
    axes.barh(
        middle, max(reach - begin, stub * 0.04), left=begin, height=0.15, color=colour, zorder=2
    )
    broken = {"color": colour, "linewidth": 1.2, "linestyle": (0, (3, 2)), "zorder": 2}
    if not math.isnan(start):
        low = begin
    else:
        low = begin - stub if low is None else low
        axes.plot([begin, low], [middle - 0.07] * 2, **broken)
        axes.plot([begin, low], [middle + 0.07] * 2, **broken)
    if is_lasting:
        axes.plot(high, middle, marker=">", markersize=9, color=colour, clip_on=False, zorder=3)
        return low, high
    if math.isnan(end):
        axes.plot([reach, reach + stub * 0.8], [middle - 0.07] * 2, **broken)
        axes.plot([reach, reach + stub * 0.8], [middle + 0.07] * 2, **broken)
        reach += stub * 0.8
    return low, reach


def _arrows(axes, successors, names, middles, bars) -> None:
    rows = dict(zip(names, middles, strict=True))
    for name, other in zip(names, map(str, successors), strict=True):
        if other not in rows or bars[name][0] is None or bars[other][0] is None:
            continue
        down = 1 if rows[other] > rows[name] else -1
        begin = bars[name][1]
        reach = min(max(begin, bars[other][0]), bars[other][1])
        axes.annotate(
            "",
            (reach, rows[other] - down * 0.085),
            (begin, rows[name] + down * 0.085),
            arrowprops={
                "arrowstyle": "-|>",
                "color": palette.MUTED,
                "linewidth": 1.1,
                "mutation_scale": 8,
                "shrinkA": 0,
                "shrinkB": 0,
            },
            zorder=5,
            annotation_clip=False,
        )
