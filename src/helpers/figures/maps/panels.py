"""Small multiples: where each panel stands on the canvas, and its heading."""

from collections.abc import Iterator

from helpers.figures.layout.canvas import LABEL, Canvas
from helpers.figures.layout.text import height, wrap
from helpers.figures.style import WIDTH

GAP = 0.16  # inches between panels


def column_width(columns: int) -> float:
    """Return how wide a panel's map is, in inches, for a number of columns."""
    return (WIDTH - GAP * (columns - 1)) / columns


class Grid:
    """Panels in rows.

    Parameters
    ----------
    headings : list
        One a panel, in order; an empty one for a panel that holds a key.
    columns : int
    height, foot : float
        Of each map, and of the room below it, in inches.
    """

    def __init__(self, headings: list, columns: int, height_of_map: float, foot: float = 0.0):
        self.columns, self.height = columns, height_of_map
        self.width = column_width(columns)
        self._told = {one: wrap(str(one), self.width, LABEL, 600) for one in headings}
        self._head = max(height(text, LABEL) for text in self._told.values()) + 0.08
        self._row = self._head + height_of_map + foot + GAP
        self.full = -(-len(headings) // columns) * self._row - GAP

    def corners(self) -> Iterator[tuple[float, float]]:
        """Yield each map's lower left corner, row by row from the top, without end."""
        number = 0
        while True:
            row, column = divmod(number, self.columns)
            down = row * self._row + self._head + self.height
            yield column * (self.width + GAP), self.full - down
            number += 1

    def heading(self, canvas: Canvas, corner: tuple[float, float], heading) -> None:
        """Write a panel's heading above its map."""
        top = corner[1] + self.height + self._head - 0.02
        canvas.write(corner[0], top, self._told[heading], va="top", weight=600, size=LABEL)
