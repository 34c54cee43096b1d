"""Placing labels so that none covers another: along a line, and around points.

Everything here is deterministic: the same labels in the same order come out in the same places.
"""


def spread(wanted, sizes, low: float, high: float, gap: float = 0.0) -> list[float]:
    """Move labels along a line as little as possible until none overlaps.

    Parameters
    ----------
    wanted : sequence of float
        Where each label's middle would best be.
    sizes : sequence of float
        The room each takes along the line.
    low, high : float
        The ends of the line; where the labels need more, they run over `high`.
    gap : float
        The least distance between two labels.

    Returns
    -------
    list of float
        Each label's middle, in the order given.
    """
    order = sorted(range(len(wanted)), key=lambda one: (wanted[one], one))
    blocks = []  # each: members, their offsets from the block's start, sum of wished starts, length
    for one in order:
        block = [[one], [0.0], wanted[one] - sizes[one] / 2, sizes[one] + gap]
        while blocks and _start(blocks[-1], low, high, gap) + blocks[-1][3] > _start(
            block, low, high, gap
        ):
            before = blocks.pop()
            moved = [offset + before[3] for offset in block[1]]
            wish = before[2] + block[2] - before[3] * len(block[0])
            block = [before[0] + block[0], before[1] + moved, wish, before[3] + block[3]]
        blocks.append(block)
    placed = [0.0] * len(wanted)
    for block in blocks:
        start = _start(block, low, high, gap)
        for one, offset in zip(block[0], block[1], strict=True):
            placed[one] = start + offset + sizes[one] / 2
    return placed


def _start(block, low: float, high: float, gap: float) -> float:
    return max(low, min(block[2] / len(block[0]), high - block[3] + gap))


def around(points, sizes, bounds, *, radius=0.06, obstacles=()) -> list[tuple]:
    """Find each label a free place next to its point, nearest first.

    Parameters
    ----------
    points : sequence of (x, y)
        In inches; every point is an obstacle too.
    sizes : sequence of (width, height)
        Of the labels, in inches.
    bounds : (left, bottom, right, top)
        Which no label leaves.
    radius : float or sequence of float
        Distance of every label, or of each, from its point.
    obstacles : sequence of (left, bottom, right, top)
        What labels must not cover.

    Returns
    -------
    list of (x, y)
        The lower left corner of each label.
    """
    radii = [radius] * len(points) if isinstance(radius, float) else radius
    taken = [(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for x, y in points] + list(obstacles)
    crowd = [sum(abs(x - u) < 0.8 and abs(y - v) < 0.3 for u, v in points) for x, y in points]
    placed: dict[int, tuple] = {}
    for one in sorted(range(len(points)), key=lambda one: (-crowd[one], one)):
        best = None
        for rank, corner in enumerate(_corners(points[one], sizes[one], radii[one])):
            box = (*corner, corner[0] + sizes[one][0], corner[1] + sizes[one][1])
            cost = 100 * _outside(box, bounds) + sum(_overlap(box, other) for other in taken)
            if best is None or cost * 1000 + rank * 1e-3 < best[0]:
                best = (cost * 1000 + rank * 1e-3, corner, box)
        placed[one] = best[1]
        taken.append(best[2])
    return [placed[one] for one in range(len(points))]


def _corners(point, size, radius: float):
    (x, y), (wide, high) = point, size
    for more in (0, 0.07, 0.16, 0.27, 0.42, 0.6):
        distance = radius + more
        near = distance * 0.7
        yield x + distance, y - high / 2
        yield x - distance - wide, y - high / 2
        yield x - wide / 2, y + distance
        yield x - wide / 2, y - distance - high
        yield x + near, y + near
        yield x + near, y - near - high
        yield x - near - wide, y + near
        yield x - near - wide, y - near - high


def _overlap(box, other) -> float:
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _outside(box, bounds) -> float:
    return sum(
        (
            max(0.0, bounds[0] - box[0]),
            max(0.0, bounds[1] - box[1]),
            max(0.0, box[2] - bounds[2]),
            max(0.0, box[3] - bounds[3]),
        )
    )
