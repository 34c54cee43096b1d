"""The book's chart forms: all its figures drawn by one hand.

Every form takes tidy data and the names of its columns and returns a matplotlib figure, as wide
as the text, in the book's style. Titles state the finding; they and every other word come from
the chapter, so that a form has no language.
"""

from helpers.figures.charts.dot_plots import dots, gaps, intervals, scatter
from helpers.figures.charts.horizontal_bars import ranked, shares
from helpers.figures.charts.line_charts import lines, slope, small_multiples
from helpers.figures.charts.matrices import matrix, ranks
from helpers.figures.charts.periods import spans, succession
from helpers.figures.charts.timeline import timeline
from helpers.figures.charts.vertical_bars import bars, stacked

__all__ = [
    "bars",
    "dots",
    "gaps",
    "intervals",
    "lines",
    "matrix",
    "ranked",
    "ranks",
    "scatter",
    "shares",
    "slope",
    "small_multiples",
    "spans",
    "stacked",
    "succession",
    "timeline",
]
