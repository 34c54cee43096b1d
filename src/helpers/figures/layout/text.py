"""Measuring and breaking text before it is drawn, so that every form can leave room for it."""

from functools import cache

from helpers.figures import style

LINE = 1.326 * style.LEADING / 72  # inches between two lines, for each point of size


@cache
def width(text: str, size: float, weight: int = 400) -> float:
    """Measure the longest line of a text, in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    style.apply()
    font = FontProperties(family=style.FAMILY, size=size, weight=weight)
    measure = TextToPath().get_text_width_height_descent
    return max(measure(line, font, False)[0] for line in text.split("\n")) / 72 if text else 0.0


def height(text: str, size: float) -> float:
    """Measure the height of a text's lines, in inches."""
    return (text.count("\n") + 1) * size * LINE if text else 0.0


@cache
def wrap(text: str, room: float, size: float, weight: int = 400) -> str:
    """Break a text into the fewest lines that fit `room` inches, and those of even length.

    A word longer than the room stays whole: the caller sees it in `width`.
    """
    lines = _broken(text, room, size, weight)
    if "\n" not in lines:
        return lines
    low, high = room / 2, room
    for _ in range(12):
        middle = (low + high) / 2
        narrower = _broken(text, middle, size, weight)
        fits = narrower.count("\n") == lines.count("\n") and width(narrower, size, weight) <= room
        low, high = (low, middle) if fits else (middle, high)
    even = _broken(text, high, size, weight)
    return even if width(even, size, weight) <= max(room, width(lines, size, weight)) else lines


def _broken(text: str, room: float, size: float, weight: int) -> str:
    paragraphs = []
    for paragraph in text.split("\n"):
        lines = []
        for word in paragraph.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and width(longer, size, weight) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        paragraphs.append("\n".join(lines))
    return "\n".join(paragraphs)
