"""Level bars, one a category: ranked, and cut into shares."""

import math

from matplotlib.figure import Figure

from helpers.figures import palette
from helpers.figures.layout import check
from helpers.figures.layout.canvas import LABEL, NOTE, TICK, canvas, key_colour, unstated
from helpers.figures.layout.canvas import doubtful as hatched
from helpers.figures.layout.label_placement import spread
from helpers.figures.layout.text import height as tall
from helpers.figures.layout.text import width, wrap
from helpers.figures.layout.value_text import printed
from helpers.figures.style import WIDTH


def ranked(
    data,
    *,
    y: str,
    x: str,
    title: str,
    label: str,
    unit: str | None = None,
    highlight=None,
    group: str | None = None,
    open_ended=(),
    open_label: str = "",
    missing_label: str = "",
    text: str | None = None,
    digits: int | None = None,
) -> Figure:
    """Draw level bars, one a category, the values written at their ends.

    Use it for which categories have most and which least, also where their names are long.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a bar, from top to bottom.
    y, x : str
        Columns of the category and of the value (in `unit`, not negative).
    title, label, unit, highlight, open_ended, open_label, missing_label, text, digits
        As for `bars`; `highlight` and `open_ended` name values of `y`.
    group : str, optional
        Column whose values head groups of bars on one scale.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, or a value is no number or negative.
    """
    check.columns("charts.ranked", data, y=y, x=x, group=group, text=text)
    values = check.numbers("charts.ranked", data, x)
    check.not_negative("charts.ranked", x, values)
    open_bars = check.flags("charts.ranked", data, y, open_ended)
    accented = check.accented("charts.ranked", data, y, highlight)
    texts = check.texts(data, text, [printed(value, unit, digits) for value in values])
    names = [wrap(str(one), 0.36 * WIDTH, TICK) for one in data[y]]
    left = max(width(name, TICK) for name in names) + 0.12
    texts = [
        wrap(missing_label, WIDTH - left - 0.1, NOTE) if math.isnan(value) and not one else one
        for one, value in zip(texts, values, strict=True)
    ]
    right = max(width(one, LABEL, 600) for one in texts) + 0.12
    down, middles, headings, runs = 0.02, [0.0] * len(names), [], []
    groups = [None] if group is None else list(dict.fromkeys(data[group]))
    for number, heading in enumerate(groups):
        if heading is not None:
            down += 0.16 if number else 0.0
            headings.append((down + 0.1, str(heading)))
            down += 0.24
        top = down
        for place, name in enumerate(names):
            if group is None or data[group].iloc[place] == heading:
                room = max(0.27, tall(name, TICK) + 0.07)
                middles[place] = down + room / 2
                down += room
        runs.append((top, down))
    made = canvas(
        title,
        label,
        height=down,
        left=left,
        right=right,
        key=[("hatch", key_colour(open_bars, accented), open_label if any(open_bars) else "")],
    )
    axes = made.axes
    longest = max([value for value in values if not math.isnan(value)] or [1.0]) or 1.0
    axes.set(xlim=(0, longest), ylim=(down, 0))
    for middle, value, name, told, is_open, is_accented in zip(
        middles, values, names, texts, open_bars, accented, strict=True
    ):
        made.write(-0.1, down - middle, name, size=TICK, ha="right", va="center")
        if math.isnan(value):
            made.write(
                0.06,
                down - middle,
                told,
                size=NOTE,
                va="center",
                style="italic",
                color=palette.MUTED,
            )
            continue
        colour = palette.ACCENT if is_accented else palette.QUIET
        look = hatched(colour) if is_open else {"color": colour}
        axes.barh(middle, value, height=0.18, zorder=2, **look)
        made.write(made.at(value, 0)[0] + 0.06, down - middle, told, va="center", weight=600)
    for middle, heading in headings:
        made.write(
            -left + 0.03, down - middle, heading, va="center", weight=600, color=palette.MUTED
        )
    for run in runs:
        axes.plot([0, 0], run, color=palette.MUTED, linewidth=0.9, zorder=3, clip_on=False)
    axes.set(xticks=[], yticks=[])
    return made.figure


def shares(
    data,
    *,
    whole: str,
    part: str,
    value: str,
    title: str,
    label: str,
    remainder: str,
    unit: str | None = None,
    total: float = 100.0,
    highlight=None,
    digits: int | None = None,
) -> Figure:
    """Draw bars of one length, each cut into shares; what is not stated is left hatched.

    Use it for what one or a few wholes consist of, also where sources leave a part unsaid.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a share, in the order to draw.
    whole, part, value : str
        Columns of the bar, of the share's name, and of its size, in `unit`.
    title, label, unit, digits
        As for `bars`.
    remainder : str
        What to call the share that no source states; drawn only where shares fall short.
    total : float
        What a whole bar stands for, in `unit`.
    highlight : collection, optional
        Parts to draw in the accent colour, the others being grey; by default each bar goes from
        a strong to a faint accent in the order of its parts.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a share is negative, or a bar's shares exceed `total`.
    """
    check.columns("charts.shares", data, whole=whole, part=part, value=value)
    sizes = check.numbers("charts.shares", data, value)
    check.not_negative("charts.shares", value, sizes)
    accented = None if highlight is None else check.flags("charts.shares", data, part, highlight)
    wholes = list(dict.fromkeys(data[whole]))
    names = [wrap(str(one), 1.5, TICK, 600) for one in wholes]
    left = max(width(one, TICK, 600) for one in names) + 0.14
    room = WIDTH - left - 0.02
    thick, cuts, down = 0.34, [], 0.0
    for one, name in zip(wholes, names, strict=True):
        rows = [place for place, found in enumerate(data[whole]) if found == one]
        pieces = [
            [
                str(data[part].iloc[place]),
                sizes[place],
                _shade(order, None if accented is None else accented[place]),
            ]
            for order, place in enumerate(rows)
            if not math.isnan(sizes[place])
        ]
        stated = sum(piece[1] for piece in pieces)
        check.at_most("charts.shares", f"the shares of {one!r}", stated, total)
        if stated < total * (1 - 1e-9):
            pieces.append([remainder, total - stated, None])
        labels, deep = _names_of_shares(pieces, total, room, unit, digits)
        cuts.append((down, name, pieces, labels))
        down += thick + deep + 0.26
    made = canvas(title, label, height=down - 0.2, left=left, right=0.02)
    axes = made.axes
    axes.set(xlim=(0, total), ylim=(down - 0.2, 0))
    for start_down, name, pieces, labels in cuts:
        up = down - 0.2 - start_down
        made.write(-0.12, up - thick / 2, name, size=TICK, weight=600, ha="right", va="center")
        start = 0.0
        for (_, size, shade), (text, middle, inside) in zip(pieces, labels, strict=True):
            look = (
                unstated()
                if shade is None
                else {"color": shade[0], "edgecolor": palette.PAPER, "linewidth": 0.8}
            )
            axes.barh(start_down + thick / 2, size, left=start, height=thick, **look)
            centre = (start + size / 2) / total * made.width
            if inside:
                made.write(
                    centre,
                    up - thick / 2,
                    inside,
                    weight=600,
                    ha="center",
                    va="center",
                    color=shade[1],
                )
            axes.plot(
                [start + size / 2, middle / room * total],
                [start_down + thick + 0.02, start_down + thick + 0.1],
                color=palette.QUIET,
                linewidth=0.8,
                clip_on=False,
            )
            made.write(
                middle,
                up - thick - 0.13,
                text,
                size=NOTE,
                color=palette.MUTED,
                ha="center",
                va="top",
            )
            start += size
    axes.set(xticks=[], yticks=[])
    return made.figure


def _shade(order: int, is_accented: bool | None):
    if is_accented is not None:
        return (palette.ACCENT, palette.PAPER) if is_accented else (palette.QUIET, palette.INK)
    step = max(0, len(palette.SEQUENCE) - 1 - order)
    return palette.SEQUENCE[step], palette.ON_SEQUENCE[step]


def _names_of_shares(pieces, total: float, room: float, unit, digits):
    """Write values inside the pieces that hold them, names below, moved apart."""
    texts, wanted, insides, start = [], [], [], 0.0
    for name, size, shade in pieces:
        told = printed(size, unit, digits)
        inches = size / total * room
        inside = told if shade is not None and width(told, LABEL, 600) + 0.08 < inches else ""
        text = name if inside or shade is None else f"{name} {told}"
        fair = max(inches, min(1.2, room / len(pieces))) - 0.1
        texts.append(wrap(text, fair, NOTE))
        insides.append(inside)
        wanted.append((start + size / 2) / total * room)
        start += size
    middles = spread(wanted, [width(text, NOTE) for text in texts], 0.0, room, 0.12)
    return list(zip(texts, middles, insides, strict=True)), max(
        tall(text, NOTE) for text in texts
    ) + 0.13
