"""Labels are placed so that none covers another."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from helpers.figures.layout import text
from helpers.figures.layout.label_placement import around, spread

POSITIONS = st.lists(st.floats(0, 10), min_size=1, max_size=12)


@given(POSITIONS)
def test_spread_labels_do_not_overlap_and_keep_their_order(wanted):
    placed = spread(wanted, [0.5] * len(wanted), 0.0, 10.0, 0.1)
    order = sorted(range(len(wanted)), key=lambda one: (wanted[one], one))
    for one, other in itertools.pairwise(order):
        assert placed[other] - placed[one] >= 0.6 - 1e-9
    assert min(placed) >= 0.25 - 1e-9
    assert max(placed) <= 9.75 + 1e-9


@given(POSITIONS)
def test_labels_with_room_stay_where_they_belong(wanted):
    alone = [one for one in wanted[:1] if 1 < one < 9]
    assert spread(alone, [0.5] * len(alone), 0.0, 10.0) == alone


def test_labels_around_points_do_not_overlap():
    points = [(1 + 0.1 * number, 1 + 0.05 * (number % 3)) for number in range(8)]
    corners = around(points, [(0.6, 0.15)] * 8, (0, 0, 5, 3))
    for one in range(8):
        for other in range(one):
            across = abs(corners[one][0] - corners[other][0])
            up = abs(corners[one][1] - corners[other][1])
            assert across >= 0.6 - 1e-9 or up >= 0.15 - 1e-9


def test_wrapped_text_fits_and_loses_no_word():
    words = "Declaration on Security in the Americas adopted by the conference in Mexico City"
    wrapped = text.wrap(words, 1.2, 9)
    assert wrapped.replace("\n", " ") == words
    assert text.width(wrapped, 9) <= 1.2
