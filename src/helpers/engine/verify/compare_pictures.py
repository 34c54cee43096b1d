"""Comparing a drawing with the picture kept of it.

The picture is the drawing at half its size, without loss: some 25 kB of WebP, so that the pictures
of a whole book fit into git.
"""

import io
from dataclasses import dataclass

# Root mean square over all pixels and channels, of 255. The locked environment draws the same bytes
# everywhere; this leaves room for a processor that rounds a few edge pixels otherwise. A thin line
# whose colour moves by one step of 255 is above it, a lost tick label fifty times so.
TOLERANCE = 0.02


@dataclass(frozen=True)
class PictureDifference:
    """How far two pictures are apart.

    Attributes
    ----------
    rms : float
        Root mean square of the difference, from 0 to 255, as matplotlib's tests measure it.
    share : float
        Share of the pixels that differ, from 0 to 1.
    sizes : tuple
        Width and height of each, in pixels.
    """

    rms: float
    share: float
    sizes: tuple[tuple[int, int], tuple[int, int]]

    def __str__(self):
        percent = f"{self.share:.1%}".replace("%", " %") if self.share >= 0.001 else "under 0.1 %"
        told = f"picture differs, {percent} of pixels (RMS {self.rms:.2g}, tolerance {TOLERANCE})"
        if self.sizes[0] != self.sizes[1]:
            (width, height), (now_width, now_height) = self.sizes
            told += f", {width} × {height} pixels → {now_width} × {now_height}"
        return told


def picture(drawing: bytes) -> bytes:
    """Make of a drawing (PNG) the picture to keep of it (WebP, lossless, half the size)."""
    from PIL import Image

    stream = io.BytesIO()
    small = Image.open(io.BytesIO(drawing)).convert("RGB").reduce(2)
    small.save(stream, format="webp", lossless=True, quality=80, method=4)
    return stream.getvalue()


def difference(before: bytes, after: bytes) -> PictureDifference | None:
    """Compare two pictures; None when they differ by no more than the tolerance."""
    from matplotlib.testing.compare import calculate_rms

    first, second, sizes = _same_canvas(before, after)
    rms = float(calculate_rms(first, second))
    if rms <= TOLERANCE and sizes[0] == sizes[1]:
        return None
    return PictureDifference(rms, float((first != second).any(axis=2).mean()), sizes)


def as_png(kept: bytes) -> bytes:
    """Write a picture as PNG, which every reader of a report shows."""
    from PIL import Image

    return _png(Image.open(io.BytesIO(kept)).convert("RGB"))


def marked(before: bytes, after: bytes) -> bytes:
    """Draw (PNG) where two pictures differ: the later one, faded, with every other pixel red."""
    import numpy as np
    from PIL import Image, ImageColor

    from helpers.figures import palette

    first, second, _ = _same_canvas(before, after)
    drawn = 255 - (255 - second) // 4
    drawn[(first != second).any(axis=2)] = ImageColor.getrgb(palette.ACCENT)
    return _png(Image.fromarray(drawn.astype(np.uint8)))


def _same_canvas(before: bytes, after: bytes):
    """Load two pictures as arrays of one shape, the smaller one extended in white.

    They are of signed integers: with unsigned ones, a difference would wrap around.
    """
    import numpy as np
    from PIL import Image

    loaded = [Image.open(io.BytesIO(one)).convert("RGB") for one in (before, after)]
    sizes = (loaded[0].size, loaded[1].size)
    full = (max(sizes[0][0], sizes[1][0]), max(sizes[0][1], sizes[1][1]))
    arrays = []
    for one in loaded:
        canvas = Image.new("RGB", full, "white")
        canvas.paste(one)
        arrays.append(np.asarray(canvas).astype(np.int16))
    return *arrays, sizes


def _png(image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format="png")
    return stream.getvalue()
