"""The colours of the book, used by its pages and its figures alike.

The accents stay apart under the three common kinds of colour blindness, and each can be read as
text on the paper; `tests/figures/test_palette.py` measures both, in light and in dark pages. A
colour keeps its meaning throughout the book. Figures use these colours and no others: a page in
its dark theme swaps them, one hex for another.
"""

from collections.abc import Mapping

from helpers.errors import BookError, nearest
from helpers.evidence import package

INK = "#1c2733"  # text, axes
MUTED = "#5c6773"  # secondary text
RULE = "#d5dbe1"  # grid, borders
LAND = "#eef1f4"  # unremarkable land, bands
PAPER = "#ffffff"

ACCENT = "#a63d1f"  # what the figure is about
SECOND = "#17456b"
THIRD = "#9c6e0e"
FOURTH = "#2f8069"
FIFTH = "#94588c"
QUIET = "#a9b3bd"  # everything else

CATEGORIES = [ACCENT, SECOND, THIRD, FOURTH, FIFTH, QUIET]
SEQUENCE = ["#f6e7df", "#e9bfa9", "#d99877", "#b45534", "#8f3118"]  # from little to much
ON_SEQUENCE = [INK, INK, INK, PAPER, PAPER]  # what to write with on each step

# The same hues, faint: areas behind lines and text, ranges.
TINTS = {
    ACCENT: SEQUENCE[1],
    SECOND: "#b9cad9",
    THIRD: "#e5d3ab",
    FOURTH: "#b7d6cc",
    FIFTH: "#dfcadc",
    QUIET: RULE,
}

# In dark pages only these change; accents are lightened to keep their contrast.
DARK = {
    INK: "#e6eaee",
    MUTED: "#aab4be",
    RULE: "#3c4650",
    LAND: "#262e36",
    PAPER: "#14191e",
    ACCENT: "#ee8a66",
    SECOND: "#5a9bd8",
    THIRD: "#f0c456",
    FOURTH: "#8dd2b3",
    FIFTH: "#cbabd8",
    QUIET: "#66717c",
    SEQUENCE[0]: "#33231d",
    SEQUENCE[1]: "#5c3426",
    SEQUENCE[2]: "#854733",
    SEQUENCE[3]: "#d97e5b",
    SEQUENCE[4]: "#f6b79e",
    TINTS[SECOND]: "#24405a",
    TINTS[THIRD]: "#594c25",
    TINTS[FOURTH]: "#34584a",
    TINTS[FIFTH]: "#52435a",
}

NAMES = {
    "ink": INK,
    "muted": MUTED,
    "rule": RULE,
    "land": LAND,
    "paper": PAPER,
    "accent": ACCENT,
    "second": SECOND,
    "third": THIRD,
    "fourth": FOURTH,
    "fifth": FIFTH,
    "quiet": QUIET,
    **{f"step-{number}": colour for number, colour in enumerate(SEQUENCE, start=1)},
    "second-tint": TINTS[SECOND],
    "third-tint": TINTS[THIRD],
    "fourth-tint": TINTS[FOURTH],
    "fifth-tint": TINTS[FIFTH],
}


def meanings() -> dict[str, str]:
    """Read which colour stands for what throughout a book: ``colours`` of its data package."""
    chosen = package.descriptor().get("colours", {})
    return {meaning: NAMES[name] for meaning, name in chosen.items()}


def assign(names, highlight) -> dict[str, str]:
    """Give every name its colour: the highlighted ones an accent, the others the quiet grey.

    Parameters
    ----------
    names : iterable
        What is drawn.
    highlight : collection or mapping
        The names to accent, in the order of `CATEGORIES`; or the colour of each by its name in
        `NAMES` or among the `meanings` (``{"Peru": "peru", "Chile": "second"}``).

    Raises
    ------
    BookError
        When a highlighted name is not drawn, a colour is unknown, or there are too many names.
    """
    drawn = [str(name) for name in names]
    known = NAMES | meanings()
    chosen = dict(highlight) if isinstance(highlight, Mapping) else {}
    if not chosen:
        wanted = [highlight] if isinstance(highlight, str) else list(highlight)
        if len(wanted) > len(CATEGORIES) - 1:
            raise BookError(
                f"highlight: {len(wanted)} names, but there are {len(CATEGORIES) - 1} accents. "
                "Highlight what the title is about."
            )
        chosen = dict(zip(wanted, NAMES_OF_ACCENTS, strict=False))
    chosen = {str(name): colour for name, colour in chosen.items()}
    for name, colour in chosen.items():
        if name not in drawn:
            raise BookError(f"highlight: {name!r} is not drawn.{nearest(name, drawn)}")
        if colour not in known:
            raise BookError(f"highlight: no colour is called {colour!r}.{nearest(colour, known)}")
    return {name: known[chosen[name]] if name in chosen else QUIET for name in drawn}


NAMES_OF_ACCENTS = ["accent", "second", "third", "fourth", "fifth"]


def stylesheet() -> str:
    """Write the palette as CSS custom properties, light and dark."""
    light = "".join(f"  --book-{name}: {colour};\n" for name, colour in NAMES.items())
    dark = "".join(f"  --book-{name}: {DARK[colour]};\n" for name, colour in NAMES.items())
    return f':root {{\n{light}}}\nhtml[data-theme="dark"] {{\n{dark}}}\n'


def themed(svg: str) -> str:
    """Let a figure inside a page follow the page's light or dark palette."""
    for name, colour in NAMES.items():
        svg = svg.replace(colour, f"var(--book-{name}, {colour})")
    return svg
