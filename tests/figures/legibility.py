"""Whether a figure can be read: nothing cut off, nothing covered, nothing too small."""

import itertools

SMALLEST = 8.5  # points, at the width of the printed column
SLACK = 0.6  # pixels that letters' boxes may share: their own empty margins


def problems(fig) -> list[str]:
    """List what makes a figure's text hard to read.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The drawing.

    Returns
    -------
    list of str
        Each text that leaves the canvas, overlaps another, or is smaller than `SMALLEST`; empty
        when all is well.
    """
    fig.canvas.draw()
    renderer = fig.canvas.get_renderer()
    wide, tall = fig.canvas.get_width_height()
    boxes = []
    for text in _texts(fig):
        box = _ink(text, renderer)
        boxes.append((text.get_text(), box))
    found = [
        f"{text.get_text()!r} is set in {text.get_fontsize():g} points; at least {SMALLEST}"
        for text in _texts(fig)
        if text.get_fontsize() < SMALLEST
    ]
    for words, (left, bottom, right, top) in boxes:
        if left < -SLACK or bottom < -SLACK or right > wide + SLACK or top > tall + SLACK:
            found.append(f"{words!r} leaves the canvas")
    for (words, one), (others, other) in itertools.combinations(boxes, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        up = min(one[3], other[3]) - max(one[1], other[1])
        if across > SLACK and up > SLACK:
            found.append(f"{words!r} overlaps {others!r}")
    return found


def _texts(fig):
    from matplotlib.text import Text

    return [
        text
        for text in fig.findobj(Text)
        if text.get_visible() and text.get_text().strip() and _is_drawn(text)
    ]


def _is_drawn(text) -> bool:
    return text.axes is None or text.axes.axison or text in text.axes.texts


def _ink(text, renderer) -> tuple[float, float, float, float]:
    """Measure a text's box without the empty space that its line height adds."""
    box = text.get_window_extent(renderer)
    spare = text.get_fontsize() * renderer.dpi / 72 * 0.16
    if text.get_rotation() in {90, 270}:
        return box.x0 + spare, box.y0, box.x1 - spare, box.y1
    return box.x0, box.y0 + spare, box.x1, box.y1 - spare
