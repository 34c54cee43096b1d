"""Events down the page, in lanes by kind."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.errors import BookError
from helpers.figures import palette
from helpers.figures.charts import dates
from helpers.figures.layout import check
from helpers.figures.layout.canvas import LABEL, NOTE, TICK, board, say
from helpers.figures.layout.label_placement import spread
from helpers.figures.layout.text import LINE, width, wrap
from helpers.figures.layout.text import height as tall
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
    """Draw events down the page, in lanes by kind, decade under decade.

    Use it for what happened when, where events have words and no quantity.

    A decade is as high as its events need, so that labels stand beside their dates; shaded bands
    show how long each is drawn. Within a decade time runs evenly.

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
        Of the plotting area, in inches; by default what the decades need.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a date cannot be read, or the events need more than a page.
    """
    check.columns("charts.timeline", data, date=date, text=text, kind=kind)
    moments = [dates.span("charts.timeline", one) for one in data[date]]
    told = [dates.years("charts.timeline", one) for one in data[date]]
    open_points = check.flags("charts.timeline", data, text, open_ended)
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
    decades = _decades(moments, kinds, talls)
    body = height or min(PAGE, sum(decades.values()))
    made = board(
        title,
        label,
        height=body + head + 0.05,
        key=[("ring", palette.MUTED, open_label if any(open_points) else "")],
    )
    axes = made.axes
    high = max(one[1] for one in moments)
    edges, at = [], head
    for decade, need in decades.items():
        deep = need * body / sum(decades.values())
        edges.append((decade, at, deep))
        at += deep

    def down(time: float) -> float:
        decade, top, deep = next(one for one in reversed(edges) if one[0] <= time)
        return top + 0.08 + (time - decade) / 10 * (deep - 0.08)

    for number, (decade, top, deep) in enumerate(edges):
        if number % 2 == 0:
            axes.add_patch(Rectangle((0, top), WIDTH, deep, facecolor=palette.LAND, zorder=0))
        say(axes, 0.05, top + 0.05, str(decade), size=TICK, color=palette.MUTED, va="top")
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
            [down(moments[one][0]) - NOTE * LINE / 2 + talls[one] / 2 for one in here],
            [talls[one] for one in here],
            head + 0.03,
            head + body,
        )
        for one, place in zip(here, places, strict=True):
            start, end = down(moments[one][0]), down(min(moments[one][1], high) - 1e-6)
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
            _event(axes, (across + 0.28, first), told[one], texts[one], ink)
    return made.figure


def _decades(moments, kinds, talls) -> dict[int, float]:
    """Measure what each decade needs: the room of its fullest lane, and a little when empty."""
    first = int(min(start for start, _ in moments)) // 10 * 10
    last = int(max(end for _, end in moments) - 1e-6) // 10 * 10
    needs = {decade: {} for decade in range(first, last + 1, 10)}
    for (start, _), kind, high in zip(moments, kinds, talls, strict=True):
        lane = needs[int(start) // 10 * 10]
        lane[kind] = lane.get(kind, 0.0) + high
    return {decade: max(0.26, *lanes.values(), 0.0) + 0.1 for decade, lanes in needs.items()}


def _event(axes, spot: tuple[float, float], when: str, text: str, colour: str) -> None:
    """Write an event: its year strong, its words after it."""
    across, first = spot
    lines = text.split("\n")
    rest = lines[0].removeprefix(when).strip()
    look = {"size": NOTE, "va": "center"}
    say(axes, across, first, when, weight=600, color=colour, **look)
    if rest:
        say(axes, across + width(when, NOTE, 600) + 0.05, first, rest, **look)
    for number, line in enumerate(lines[1:], start=1):
        say(axes, across, first + number * NOTE * LINE, line, **look)
