"""The look of every figure: type, sizes, lines. Applied once, when a chart is first asked for."""

from functools import cache

from helpers import paths
from helpers.figures import palette

FAMILY = "Source Sans 3"
WIDTH = 6.6  # inches: the text column of the printed page

SIZE = {"title": 12.5, "label": 9.5, "tick": 9.5, "note": 9}  # points
LEADING = 0.92  # matplotlib's line spacing, for text of more than one line

RC = {
    "axes.axisbelow": True,
    "axes.edgecolor": palette.RULE,
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelcolor": palette.MUTED,
    "axes.labelsize": SIZE["label"],
    "axes.linewidth": 0.8,
    "axes.prop_cycle": None,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": palette.INK,
    "axes.titlelocation": "left",
    "axes.titlesize": SIZE["title"],
    "axes.titleweight": 600,
    "axes.unicode_minus": True,
    "figure.dpi": 100,
    "figure.facecolor": "none",
    "font.family": FAMILY,
    "font.size": SIZE["label"],
    "grid.color": palette.RULE,
    "grid.linewidth": 0.6,
    "hatch.color": palette.QUIET,
    "patch.edgecolor": palette.INK,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "patch.linewidth": 0,
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "text.color": palette.INK,
    "text.hinting": "none",  # measure letters as a browser and a printer set them
    "xtick.color": palette.RULE,
    "xtick.labelcolor": palette.MUTED,
    "xtick.labelsize": SIZE["tick"],
    "ytick.color": palette.RULE,
    "ytick.labelcolor": palette.INK,
    "ytick.labelsize": SIZE["tick"],
    "ytick.major.size": 0,
}


@cache
def apply() -> None:
    """Register the book's typeface and set matplotlib's and seaborn's defaults to its look.

    Neither the fonts of the machine nor its ``matplotlibrc`` have a say: one with a Source Sans 3
    of its own, of another version, would draw other figures.
    """
    import matplotlib as mpl
    import seaborn as sns
    from cycler import cycler
    from matplotlib import font_manager

    mpl.rcdefaults()
    fonts = font_manager.fontManager
    fonts.ttflist = [font for font in fonts.ttflist if font.fname.startswith(mpl.get_data_path())]
    for path in sorted(paths.FONTS.glob("*.ttf")):
        fonts.addfont(path)
    sns.set_theme(
        style="white",
        palette=palette.CATEGORIES,
        rc={**RC, "axes.prop_cycle": cycler(color=palette.CATEGORIES)},
    )
    mpl.rcParams["font.family"] = [FAMILY]
