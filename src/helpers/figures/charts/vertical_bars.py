"""Upright bars over time or an ordered category: single, and stacked from parts."""

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


def bars(
    data,
    *,
    x: str,
    y: str,
    title: str,
    label: str,
    unit: str | None = None,
    highlight=None,
    open_ended=(),
    open_label: str = "",
    missing_label: str = "",
    text: str | None = None,
    digits: int | None = None,
    height: float = 2.3,
) -> Figure:
    """Draw upright bars over time or an ordered category.

    Use it for how much there was in each year or step; for categories without order, use `ranked`.

    Bars wide enough for it carry their values; narrower ones get a scale, and only the highlighted
    carry theirs.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a bar, in the order to draw.
    x, y : str
        Columns of the category and of the value, in `unit`.
    title, label : str
        The finding; what the height measures, with its unit.
    unit : str, optional
        Id of the values' unit in ``units.csv``, for their labels.
    highlight : collection, optional
        Values of `x` to draw in the accent colour, the others being grey; by default all.
    open_ended : str or collection
        Bars whose value is a lower bound or disputed, drawn hatched: a column of true and false,
        or values of `x`.
    open_label, missing_label : str
        What the hatching means; what to write where a value is missing.
    text : str, optional
        Column of what to write instead of the value, where it is not empty.
    digits : int, optional
        Decimal places of the values written.
    height : float
        Of the plotting area, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a value no number, or two rows have one `x`.
    """
    check.columns("charts.bars", data, x=x, y=y, text=text)
    check.unique("charts.bars", data, x)
    values = check.numbers("charts.bars", data, y)
    names = [str(one) for one in data[x]]
    open_bars = check.flags("charts.bars", data, x, open_ended)
    accented = check.accented("charts.bars", data, x, highlight)
    texts = check.texts(data, text, [printed(value, unit, digits) for value in values])
    known = [value for value in values if not math.isnan(value)] or [0.0]
    is_roomy = max(width(one, LABEL, 600) for one in texts) + 0.06 < WIDTH / len(names)
    values_scale = scale.steps(min(0.0, *known), max(0.0, *known) * (1.0 if is_roomy else 1.08))
    left = 0.0 if is_roomy else scale.margin(values_scale)
    pitch = (WIDTH - left) / len(names)
    ticks = [wrap(name, pitch - 0.08, TICK) for name in names]
    made = canvas(
        title,
        label,
        height=height,
        left=left,
        bottom=_depth(names, ticks),
        top=0.2 if is_roomy else 0.0,
        key=[("hatch", key_colour(open_bars, accented), open_label if any(open_bars) else "")]
        + ([] if is_roomy else _band_key(values, missing_label)),
    )
    axes = made.axes
    axes.set_xlim(-0.5, len(names) - 0.5)
    if is_roomy:
        axes.set_ylim(min(0.0, *known), max(0.0, *known) or 1.0)
    else:
        scale.standing(made, values_scale)
    thick = min(0.66 if is_roomy else 0.74, 0.95 / pitch)
    for place, value in enumerate(values):
        if math.isnan(value):
            _missing(made, place, missing_label, pitch if is_roomy else 0.0)
            continue
        colour = palette.ACCENT if accented[place] else palette.QUIET
        look = hatched(colour) if open_bars[place] else {"color": colour}
        axes.bar(place, value, width=thick, zorder=2, **look)
        if is_roomy or (accented[place] and highlight is not None):
            across, up = made.at(place, value)
            made.write(
                across,
                up + (0.05 if value >= 0 else -0.05),
                texts[place],
                ha="center",
                va="bottom" if value >= 0 else "top",
                weight=600,
            )
    scale.base(axes)
    _write_ticks(made, names, ticks)
    axes.set_xticks([])
    axes.set_yticks([])
    return made.figure


def stacked(
    data,
    *,
    x: str,
    y: str,
    part: str,
    title: str,
    label: str,
    unit: str | None = None,
    highlight=None,
    totals: bool = True,
    digits: int | None = None,
    height: float = 2.6,
) -> Figure:
    """Draw upright bars built from a few parts, each part named beside the last bar.

    Use it where a few parts add up, and both the sums and what they are made of matter.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a bar and part; the first part is drawn at the bottom. A part that is missing
        adds nothing.
    x, y, part : str
        Columns of the category, the value (in `unit`, not negative) and the part's name.
    title, label, unit, digits, height
        As for `bars`.
    highlight : collection or mapping, optional
        Parts to give an accent (see `palette.assign`); by default every part, up to five.
    totals : bool
        Whether to write each bar's sum above it.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a value no number or negative, or a bar has a part twice.
    """
    check.columns("charts.stacked", data, x=x, y=y, part=part)
    check.unique("charts.stacked", data, x, part)
    values = check.numbers("charts.stacked", data, y)
    check.not_negative("charts.stacked", y, values)
    names = list(dict.fromkeys(str(one) for one in data[x]))
    parts = list(dict.fromkeys(str(one) for one in data[part]))
    colours = palette.assign(parts, parts[:5] if highlight is None else highlight)
    sizes = {
        (str(name), str(one)): 0.0 if math.isnan(value) else value
        for name, one, value in zip(data[x], data[part], values, strict=True)
    }
    sums = [sum(sizes.get((name, one), 0.0) for one in parts) for name in names]
    written = [printed(value, unit, digits) for value in sums]
    shown = [wrap(one, 1.5, LABEL, 600) for one in parts]
    right = max(width(one, LABEL, 600) for one in shown) + 0.16
    pitch = (WIDTH - right) / len(names)
    is_roomy = totals and max(width(one, LABEL, 600) for one in written) + 0.06 < pitch
    values_scale = scale.steps(0.0, max(sums))
    left = 0.0 if is_roomy else scale.margin(values_scale)
    pitch = (WIDTH - right - left) / len(names)
    ticks = [wrap(name, pitch - 0.08, TICK) for name in names]
    made = canvas(
        title,
        label,
        height=height,
        left=left,
        right=right,
        top=0.2 if is_roomy else 0.0,
        bottom=_depth(names, ticks),
    )
    axes = made.axes
    axes.set_xlim(-0.5, len(names) - 0.5)
    if is_roomy:
        axes.set_ylim(0, max(sums) or 1.0)
    else:
        scale.standing(made, values_scale)
    thick = min(0.7, 0.95 / pitch)
    middles = {}
    for place, name in enumerate(names):
        floor = 0.0
        for one in parts:
            size = sizes.get((name, one), 0.0)
            axes.bar(
                place,
                size,
                bottom=floor,
                width=thick,
                color=colours[one],
                zorder=2,
                edgecolor=palette.PAPER,
                linewidth=0.8,
            )
            middles[one] = made.at(place, floor + size / 2)[1]
            floor += size
        if is_roomy:
            across, up = made.at(place, floor)
            made.write(across, up + 0.05, written[place], ha="center", va="bottom", weight=600)
    places = spread(
        [middles[one] for one in parts],
        [tall(one, LABEL) for one in shown],
        0.0,
        height + 0.1,
        0.03,
    )
    edge = made.at(len(names) - 1 + thick / 2, 0)[0]
    for one, text, up in zip(parts, shown, places, strict=True):
        quiet = colours[one] == palette.QUIET
        made.write(
            edge + 0.1,
            up,
            text,
            va="center",
            weight=600,
            color=palette.MUTED if quiet else colours[one],
        )
    scale.base(axes)
    _write_ticks(made, names, ticks)
    axes.set_xticks([])
    axes.set_yticks([])
    return made.figure


def _are_years(names) -> bool:
    return all(name.isdigit() and len(name) == 4 for name in names)


def _depth(names, ticks) -> float:
    """Measure the room that the names need under the bars, in inches."""
    return 0.1 + (0.18 if _are_years(names) else max(tall(tick, TICK) for tick in ticks))


def _write_ticks(made, names, ticks) -> None:
    """Write each bar's name under it: broken into lines, or as a year where it has room."""
    if _are_years(names):
        _year_ticks(made, names)
        return
    for place, tick in enumerate(ticks):
        made.write(made.at(place, 0)[0], -0.07, tick, size=TICK, ha="center", va="top")


def _year_ticks(made, names) -> None:
    """Write years under their bars: all that have room, else every second, fifth or tenth."""
    room = width("2000", TICK) + 0.1
    pitch = made.width / len(names)
    for step in (1, 2, 5, 10, 20):
        if step * pitch >= room:
            break
    for place, name in enumerate(names):
        if step == 1 or int(name) % step == 0:
            made.write(
                made.at(place, 0)[0],
                -0.07,
                name,
                size=TICK,
                ha="center",
                va="top",
                color=palette.INK if step == 1 else palette.MUTED,
            )


def _band_key(values, missing_label: str):
    return [("band", palette.LAND, missing_label if any(map(math.isnan, values)) else "")]


def _missing(made, place: int, words: str, room: float) -> None:
    if not room:
        made.axes.axvspan(place - 0.5, place + 0.5, color=palette.LAND, zorder=0, linewidth=0)
    elif words:
        made.write(
            made.at(place, 0)[0],
            made.at(place, 0)[1] + 0.05,
            wrap(words, room - 0.1, NOTE),
            size=NOTE,
            ha="center",
            va="bottom",
            style="italic",
            color=palette.MUTED,
        )
