"""Publishing a figure: its bundle of SVG, PNG, data and metadata."""

import io
import json
import os
import re

from helpers import paths
from helpers.errors import BookError

DECIMALS = 2  # of a point: finer than any screen or printer draws
PATH = re.compile(r'(?<= d=")[^"]+')
COORDINATE = re.compile(r"-?\d+\.\d+")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def publish(id: str, fig=None, *, data, sources: list[str] | None = None, note: str = "") -> None:
    """Write a figure's bundle, from which ``{data-figure}`` makes the figure in the book.

    Parameters
    ----------
    id : str
        Lower-case words joined by hyphens; the figure's permanent name.
    fig : matplotlib.figure.Figure, optional
        The drawing. Without one, `data` is published as a table (``{data-table}``).
    data : pandas.DataFrame
        Exactly what is drawn. A column ``source`` (and ``locator``) names where each row is from;
        these two are told under the figure. They are not part of its data, and neither are
        ``line`` and ``literal``, by which a table's rows are checked.
    sources : list of str, optional
        Where data without a ``source`` column is from: ids of ``sources.csv``, each with an
        optional locator after a space (``"thesis-2022 §1.1.2"``).
    note : str
        What a reader must know of the drawing ("schematic").

    Raises
    ------
    BookError
        When the id is malformed or published twice, or no source is named or it is unknown.
    """
    if not ID.fullmatch(id):
        raise BookError(
            f"publish({id!r}): an id is lower-case words joined by hyphens, such as prison-deaths."
        )
    folder = paths.bundles() / "figures"
    if (folder / f"{id}.json").exists() and "BOOK_OUTPUT" in os.environ:
        raise BookError(f"publish({id!r}): published twice. Every figure needs an id of its own.")
    named = _sources(id, data, sources)
    told = [name for name in data.columns if name not in {"source", "locator", "line", "literal"}]
    drawn = data[told].copy()

    from helpers.figures.canonical import digest, readable_csv

    folder.mkdir(parents=True, exist_ok=True)
    made = {"csv": readable_csv(drawn).encode()}
    if fig is not None:
        made["svg"], made["png"] = _svg(fig, id), _png(fig)
    made["json"] = json.dumps(
        {
            "id": id,
            "kind": "table" if fig is None else "figure",
            "columns": [str(name) for name in drawn.columns],
            "rows": len(drawn),
            "sha256": digest(drawn),
            "sources": named,
            "note": note,
        },
        indent=1,
        ensure_ascii=False,
    ).encode()
    for suffix in sorted(made, key=lambda one: one == "json"):  # the metadata last: it says "whole"
        (folder / f"{id}.{suffix}").write_bytes(made[suffix])
    if fig is not None:
        _close(fig)


def _sources(id: str, data, sources: list[str] | None) -> list[list[str]]:
    """List what the figure rests on as pairs of source id and locator, each once, in order."""
    from helpers.evidence.sources import source

    pairs = []
    if sources is not None:
        pairs = [one.partition(" ")[::2] for one in sources]
    elif "source" in data.columns:
        locators = data["locator"] if "locator" in data.columns else [""] * len(data)
        pairs = [
            (name, locator if isinstance(locator, str) else "")
            for names, locator in zip(data["source"], locators, strict=True)
            if isinstance(names, str)
            for name in names.split(";")
        ]
    if not pairs:
        raise BookError(
            f"publish({id!r}): no source. Keep the column source of the table, or say "
            'sources=["thesis-2022 §1.1"].'
        )
    for name, _ in pairs:
        source(name)
    return sorted(map(list, {tuple(pair) for pair in pairs}))


def _svg(fig, id: str) -> bytes:
    """Draw as SVG with real text, the same bytes each time, element ids the figure's own."""
    import matplotlib as mpl

    stream = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": id}):
        fig.savefig(stream, format="svg", metadata=dict.fromkeys(("Date", "Creator"), None))
    svg = stream.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = PATH.sub(_shortened, svg)
    # Several figures share a page: every id, and every reference to one, gets the figure's name.
    svg = re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{id}-", svg)
    return svg.encode()


def _shortened(path: re.Match) -> str:
    """Write a path with as many decimals as can be seen, and without blanks round its letters."""
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", COORDINATE.sub(_rounded, path[0]))


def _rounded(number: re.Match) -> str:
    return f"{float(number[0]):.{DECIMALS}f}".rstrip("0").rstrip(".")


def _png(fig) -> bytes:
    stream = io.BytesIO()
    fig.savefig(stream, format="png", dpi=200, facecolor="white", metadata={"Software": None})
    return stream.getvalue()


def _close(fig) -> None:
    import matplotlib.pyplot as plt

    plt.close(fig)
