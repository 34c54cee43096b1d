"""Numbers in alt texts are held to the data that is drawn."""

import pytest

from helpers.errors import BookError
from helpers.publishing.sphinx_extension.alt_texts import require_founded

ROWS = [
    ["year", "deaths", "share", "place"],
    ["2020", "51", "0.415", "Cell block 7"],
    ["2021", "1210.4", "-12.5", "Guayas"],
]


@pytest.mark.parametrize(
    "alt",
    [
        "Bars rising from 51 in 2020 to 1,210 in 2021.",
        "Bars: 1210.4 at most.",
        "A share of 41.5 %, then −12.5.",
        "Block 7 on the left.",
        "A line, falling since 28 February 2021 (§3.1).",
    ],
)
def test_what_is_drawn_may_be_said(alt):
    require_founded("deaths", alt, ROWS)


@pytest.mark.parametrize(
    ("alt", "wrong"),
    [("Bars: 52.", "52"), ("Bars: 1,211.", "1,211"), ("A share of 43 %.", "43 %")],
)
def test_what_is_not_drawn_is_told(alt, wrong):
    with pytest.raises(BookError, match=f"alt text of 'deaths' says {wrong}, which is not in"):
        require_founded("deaths", alt, ROWS)
