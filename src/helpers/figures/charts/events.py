"""Events down the page, in lanes by kind."""

from matplotlib.figure import Figure

from helpers.errors import BookError
from helpers.figures import palette
from helpers.figures.charts import check, dates
from helpers.figures.charts.place import spread
from helpers.figures.charts.sheet import LABEL, NOTE, TICK, board, say
from helpers.figures.charts.text import LINE, width, wrap
from helpers.figures.charts.text import height as tall
from helpers.figures.style import WIDTH

PAGE = 8.6  # inches: the highest figure that a printed page holds with its caption
LANES = 4


def timeline(
    data,
    *,
    date: str,
    text: str,
    title: str,
    label: str = "",
    kind: str | None = None,
    highlight=None,
    open_ended=(),
    open_label: str = "",
    height: float | None = None,
) -> Figure:
    """Draw events down the page, time on a common scale, in lanes by kind.

    A label stands at its date or as near as its neighbours allow; a line leads from the date.

    Parameters
    ----------
    data : pandas.DataFrame
        One row an event; lanes stand in the order in which their kinds come.
    date : str
        Column of dates: a year, year-month or day, or two of these as ``1960/1979``.
    text : str
        Column of what happened, in a few words.
    title, label
        As for `bars`.
    kind : str, optional
        Column of the lanes, at most four.
    highlight : collection or mapping, optional
        Kinds to give an accent (see `palette.assign`); by default every kind.
    open_ended : str or collection
        Events whose date is disputed, drawn open: a column of true and false, or values of `text`.
    open_label : str
        What an open point means.
    height : float, optional
        Of the plotting area, in inches; by default what the fullest lane needs.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a date cannot be read, or the events need more than a page.
    """
    check.columns("timeline", data, date=date, text=text, kind=kind)
    moments = [dates.span("timeline", one) for one in data[date]]
    told = [dates.years("timeline", one) for one in data[date]]
    open_points = check.flags("timeline", data, text, open_ended)
    kinds = [""] * len(data) if kind is None else [str(one) for one in data[kind]]
    lanes = list(dict.fromkeys(kinds))
    if len(lanes) > LANES:
        raise BookError(
            f"charts.timeline: {len(lanes)} kinds ({', '.join(lanes)}), a page holds {LANES}. "
            "Join kinds, or select some."
        )
    colours = palette.assign(lanes, lanes if highlight is None else highlight)
    axis = 0.5
    lane_wide = (WIDTH - axis) / len(lanes)
    texts = [
        wrap(f"{when} {words}", lane_wide - 0.42, NOTE)
        for when, words in zip(told, data[text].astype(str), strict=True)
    ]
    talls = [tall(one, NOTE) + 0.07 for one in texts]
    need = max(
        sum(talls[one] for one, found in enumerate(kinds) if found == lane) for lane in lanes
    )
    if need > PAGE:
        raise BookError(
            f"charts.timeline: {len(data)} events need {need:.1f} inches, a page has {PAGE}. "
            "Select fewer, shorten their texts, or spread them over more kinds."
        )
    heads = [wrap(lane, lane_wide - 0.2, LABEL, 600) for lane in lanes]
    head = max(tall(one, LABEL) for one in heads) + 0.12 if kind else 0.05
    body = height or min(PAGE, max(3.0, need * 1.08))
    made = board(
        title,
        label,
        height=body + head + 0.05,
        key=[("ring", palette.MUTED, open_label if any(open_points) else "")],
    )
    axes = made.axes
    low, high = min(one[0] for one in moments), max(one[0] for one in moments)

    def down(time: float) -> float:
        return head + 0.1 + (time - low) / (high - low or 1.0) * (body - 0.2)

    for year in range(-(-int(low) // 10) * 10, int(high) + 1, 10):
        axes.plot(
            [axis - 0.06, WIDTH], [down(year)] * 2, color=palette.RULE, linewidth=0.7, zorder=0
        )
        say(
            axes,
            axis - 0.1,
            down(year),
            str(year),
            size=TICK,
            color=palette.MUTED,
            ha="right",
            va="center",
        )
    for number, (lane, heading) in enumerate(zip(lanes, heads, strict=True)):
        across = axis + number * lane_wide + 0.08
        colour = colours[lane]
        ink = palette.MUTED if colour == palette.QUIET else colour
        say(axes, across - 0.04, 0.0, heading, weight=600, color=ink, va="top")
        axes.plot([across] * 2, [head, head + body], color=palette.RULE, linewidth=1.4, zorder=1)
        here = sorted(
            (one for one, found in enumerate(kinds) if found == lane),
            key=lambda one: (moments[one], texts[one]),
        )
        places = spread(
            [down(moments[one][0]) for one in here], [talls[one] for one in here], head, head + body
        )
        for one, place in zip(here, places, strict=True):
            start, end = down(moments[one][0]), down(min(moments[one][1], high))
            if moments[one][1] - moments[one][0] > 1.01:
                axes.plot(
                    [across] * 2,
                    [start, end],
                    color=colour,
                    linewidth=3.2,
                    zorder=2,
                    solid_capstyle="butt",
                )
            first = place - tall(texts[one], NOTE) / 2 + NOTE * LINE / 2
            axes.plot(
                [across + 0.04, across + 0.1, across + 0.2, across + 0.24],
                [start, start, first, first],
                color=palette.QUIET,
                linewidth=0.8,
                zorder=1,
            )
            axes.plot(
                across,
                start,
                marker="o",
                markersize=5,
                zorder=3,
                markeredgecolor=ink,
                markeredgewidth=1.2,
                markerfacecolor=palette.PAPER if open_points[one] else ink,
            )
            _event(axes, across + 0.28, first, told[one], texts[one], ink)
    return made.figure


def _event(axes, across: float, first: float, when: str, text: str, colour: str) -> None:
    """Write an event: its year strong, its words after it."""
    lines = text.split("\n")
    rest = lines[0].removeprefix(when).strip()
    look = {"size": NOTE, "va": "center"}
    say(axes, across, first, when, weight=600, color=colour, **look)
    if rest:
        say(axes, across + width(when, NOTE, 600) + 0.05, first, rest, **look)
    for number, line in enumerate(lines[1:], start=1):
        say(axes, across, first + number * NOTE * LINE, line, **look)
