"""Charts laid out like tables: ranks side by side, and criteria met or not."""

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle, Wedge

from helpers.errors import BookError, nearest
from helpers.figures import palette
from helpers.figures.layout import check
from helpers.figures.layout.canvas import LABEL, NOTE, TICK, board, say, unstated
from helpers.figures.layout.text import height as tall
from helpers.figures.layout.text import width, wrap
from helpers.figures.style import WIDTH

MARKS = ("full", "half", "empty", "unknown")


def ranks(
    data,
    *,
    x: str,
    y: str,
    rank: str,
    title: str,
    label: str = "",
    highlight=(),
    doubtful=(),
    doubtful_label: str = "",
) -> Figure:
    """Draw ranks side by side, one column a group, the same item joined by a line.

    Use it for how groups order the same items differently.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a group and rank.
    x, y, rank : str
        Columns of the group, of the item ranked, and of its rank (1 is the top).
    title, label
        As for `bars`.
    highlight : collection or mapping
        Items to give an accent (see `palette.assign`); the others are drawn quietly.
    doubtful : str or collection of tuple
        Disputed entries, drawn with a broken outline: a column of true and false, or pairs of
        group and rank.
    doubtful_label : str
        What a broken outline means.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, or two rows have one group and rank.
    """
    check.columns("charts.ranks", data, x=x, y=y, rank=rank)
    check.unique("charts.ranks", data, x, rank)
    levels = [int(one) for one in check.numbers("charts.ranks", data, rank)]
    groups = list(dict.fromkeys(str(one) for one in data[x]))
    items = [str(one) for one in data[y]]
    colours = palette.assign(items, highlight)
    pairs = (
        {(str(group), int(level)) for group, level in doubtful}
        if not isinstance(doubtful, str)
        else set()
    )
    flagged = check.flags("charts.ranks", data, y, doubtful) if isinstance(doubtful, str) else None
    entries = {}
    for place, (group, item, level) in enumerate(zip(data[x], items, levels, strict=True)):
        is_disputed = flagged[place] if flagged is not None else (str(group), level) in pairs
        entries[groups.index(str(group)), level] = (item, is_disputed)
    left, depth = 0.26, max(levels)
    pitch = (WIDTH - left) / len(groups)
    wide = pitch - max(0.24, 0.19 * pitch)
    texts = {spot: wrap(item, wide - 0.12, NOTE, 600) for spot, (item, _) in entries.items()}
    high = max(tall(text, NOTE) for text in texts.values()) + 0.12
    step = high + 0.12
    heads = [wrap(group, wide, LABEL, 600) for group in groups]
    head = max(tall(one, LABEL) for one in heads) + 0.12
    made = board(
        title,
        label,
        height=head + depth * step,
        key=[
            (
                "broken",
                palette.MUTED,
                doubtful_label if any(one for _, one in entries.values()) else "",
            )
        ],
    )
    axes = made.axes

    def spot(column: int, level: int) -> tuple[float, float]:
        return left + column * pitch, head + (level - 1) * step + high / 2

    for (column, level), (item, is_disputed) in entries.items():
        for (next_column, next_level), (other, is_other_disputed) in entries.items():
            if other == item and next_column == column + 1:
                (x0, y0), (x1, y1) = spot(column, level), spot(next_column, next_level)
                strong = colours[item] != palette.QUIET
                unsure = is_disputed or is_other_disputed
                axes.plot(
                    [x0 + wide, x1],
                    [y0, y1],
                    color=colours[item],
                    zorder=1 + strong,
                    linewidth=2.4 if strong else 1.1,
                    linestyle=(0, (1.5, 1.2)) if unsure else "-",
                )
    for (column, level), (item, is_disputed) in entries.items():
        across, middle = spot(column, level)
        strong = colours[item] != palette.QUIET
        look = {"facecolor": colours[item] if strong else palette.LAND}
        if is_disputed:
            look = {
                "facecolor": palette.PAPER,
                "edgecolor": colours[item],
                "linewidth": 1.2,
                "linestyle": (0, (3, 2)),
            }
        axes.add_patch(Rectangle((across, middle - high / 2), wide, high, zorder=3, **look))
        ink = palette.PAPER if strong and not is_disputed else palette.INK
        say(
            axes,
            across + wide / 2,
            middle,
            texts[column, level],
            size=NOTE,
            ha="center",
            va="center",
            color=ink,
            weight=600 if strong else 400,
            zorder=4,
        )
    for column, text in enumerate(heads):
        say(
            axes,
            left + column * pitch + wide / 2,
            head - 0.1,
            text,
            weight=600,
            ha="center",
            va="bottom",
        )
    for level in range(1, depth + 1):
        say(axes, 0.03, spot(0, level)[1], str(level), size=TICK, color=palette.MUTED, va="center")
    return made.figure


def matrix(
    data,
    *,
    row: str,
    column: str,
    value: str,
    marks: Mapping,
    words: Mapping,
    title: str,
    label: str = "",
    highlight=None,
) -> Figure:
    """Draw which criteria each category meets, as full, half, empty and unknown marks.

    Use it where the answers are yes, in part and no, and not quantities.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a category and criterion; a pair without a row, or without a value, is unknown.
    row, column, value : str
        Columns of the category, of the criterion, and of what is found.
    marks : mapping
        The mark of each value: ``full``, ``half``, ``empty`` or ``unknown``.
    words : mapping
        What each mark means, by mark.
    title, label
        As for `bars`.
    highlight : collection, optional
        Values of `row` to accent; by default all.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    BookError
        When a column is not there, a value has no mark, or a pair comes twice.
    """
    check.columns("charts.matrix", data, row=row, column=column, value=value)
    check.unique("charts.matrix", data, row, column)
    accented = check.accented("charts.matrix", data, row, highlight)
    strong = {str(one) for one, is_strong in zip(data[row], accented, strict=True) if is_strong}
    given = {str(one): mark for one, mark in marks.items()}
    for mark in (*given.values(), *words):
        if mark not in MARKS:
            raise BookError(
                f"charts.matrix: no mark is called {mark!r}.{nearest(mark, MARKS)} "
                f"Marks: {', '.join(MARKS)}."
            )
    found = {}
    for name, criterion, one in zip(data[row], data[column], data[value], strict=True):
        if check.is_missing(one):
            continue
        if str(one) not in given:
            raise BookError(f"charts.matrix: marks= says nothing of {str(one)!r}.")
        found[str(name), str(criterion)] = given[str(one)]
    rows = list(dict.fromkeys(str(one) for one in data[row]))
    columns = list(dict.fromkeys(str(one) for one in data[column]))
    marked = {(a, b): found.get((a, b), "unknown") for a in rows for b in columns}
    shown = [mark for mark in MARKS if mark in marked.values() and words.get(mark)]
    left, pitch, heads, head, shown_rows = _grid(rows, columns)
    talls = [max(0.3, tall(one, TICK) + 0.09) for one in shown_rows]
    key_wide = [0.24 + width(str(words[mark]), NOTE) + 0.24 for mark in shown]
    made = board(title, label, height=0.34 + head + sum(talls))
    axes = made.axes
    across = 0.12
    for mark, wide in zip(shown, key_wide, strict=True):
        _mark(axes, across, 0.1, mark, palette.ACCENT)
        say(axes, across + 0.14, 0.1, str(words[mark]), size=NOTE, color=palette.MUTED, va="center")
        across += wide
    _heads(axes, heads, left, pitch, 0.34 + head)
    at = 0.34 + head
    for name, text, high in zip(rows, shown_rows, talls, strict=True):
        axes.plot([0.03, WIDTH], [at] * 2, color=palette.RULE, linewidth=0.7, zorder=0)
        say(
            axes,
            0.03,
            at + high / 2,
            text,
            size=TICK,
            va="center",
            weight=600 if highlight is not None and name in strong else 400,
        )
        for number, criterion in enumerate(columns):
            _mark(
                axes,
                left + (number + 0.5) * pitch,
                at + high / 2,
                marked[name, criterion],
                palette.ACCENT if name in strong else palette.MUTED,
            )
        at += high
    return made.figure


def _grid(rows, columns):
    """Measure a table: room at the left, a column's width, its heads, their height, the rows."""
    fair = WIDTH * (0.42 if len(columns) <= 4 else 0.3)
    shown = [wrap(one, fair, TICK) for one in rows]
    left = max(width(one, TICK) for one in shown) + 0.2
    pitch = min((WIDTH - left) / len(columns), 1.3)
    heads = [wrap(one, pitch - 0.06, NOTE, 600) for one in columns]
    is_upright = all(width(one, NOTE, 600) <= pitch for one in heads)
    if not is_upright:
        heads = [(wrap(one, 1.3, NOTE, 600), 90) for one in columns]
        deep = max(width(one, NOTE, 600) for one, _ in heads)
    else:
        heads = [(one, 0) for one in heads]
        deep = max(tall(one, NOTE) for one, _ in heads)
    return left, pitch, heads, deep + 0.1, shown


def _heads(axes, heads, left: float, pitch: float, bottom: float) -> None:
    for number, (text, turn) in enumerate(heads):
        say(
            axes,
            left + (number + 0.5) * pitch,
            bottom - 0.06,
            text,
            size=NOTE,
            weight=600,
            ha="center",
            va="bottom",
            rotation=turn,
            color=palette.MUTED,
        )


def _mark(axes, across: float, down: float, mark: str, colour: str) -> None:
    spot, radius = (across, down), 0.075
    edge = {"edgecolor": colour, "linewidth": 1.2}
    if mark == "full":
        axes.add_patch(Circle(spot, radius, facecolor=colour, **edge))
    elif mark == "half":
        axes.add_patch(Circle(spot, radius, facecolor=palette.PAPER, **edge))
        axes.add_patch(Wedge(spot, radius, 90, 270, facecolor=colour))
    elif mark == "empty":
        axes.add_patch(
            Circle(spot, radius, facecolor=palette.PAPER, edgecolor=palette.QUIET, linewidth=1.2)
        )
    else:
        axes.add_patch(Rectangle((across - 0.075, down - 0.075), 0.15, 0.15, **unstated()))
