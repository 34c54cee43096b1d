"""Numbers in alt texts are held to the data that is drawn."""

import re

import pytest

from helpers.engine.sphinx_ext.published.alt_texts import require_founded
from helpers.errors import BookError

ROWS = [
    ["year", "deaths", "change", "money", "share", "ages", "place"],
    ["2020", "51", "-2.5", "594750000", "0.298", "13 to 17", "0a1b2c"],
    ["2021", "1210.4", "7.25", "3205200", "0.5", "over 65", "77f0"],
]


@pytest.mark.parametrize(
    "alt",
    [
        "Bars from 2019 to 2021, on 28 February, §1.1 and Table 4: no quantity is told.",
        "51 deaths in 2020; 1,210 in 2021; 1,210.4 exactly.",
        "A fall of −2.5 and a rise of 7.3, or 7.",
        "US$594.75 million; 3.2 million.",
        "29.8 % of cases, or 30 per cent; half is 50%.",
        "People of 13–17 years, and over 65.",
        "Deaths per 100,000 people.",
    ],
)
def test_what_is_drawn_may_be_told_rounded_as_written(alt):
    require_founded("deaths", alt, ROWS)


@pytest.mark.parametrize(
    ("alt", "number"),
    [
        ("52 deaths in 2020.", "52"),
        ("1,211 in 2021.", "1,211"),
        ("A rise of 2.5.", "2.5"),
        ("7.24 in the end.", "7.24"),
        ("US$595.75 million.", "595.75 million"),
        ("31 % of cases.", "31 %"),
        ("77 of them.", "77"),  # digits within a name are no number
    ],
)
def test_what_is_not_drawn_may_not(alt, number):
    with pytest.raises(BookError) as told:
        require_founded("deaths", alt, ROWS)
    assert f"alt text of 'deaths' says {number}, which is not in its data." in str(told.value)


def test_every_number_without_ground_is_named():
    with pytest.raises(BookError) as told:
        require_founded("deaths", "From 52 to 53 and 51.", ROWS)
    assert re.findall(r"says (\d+)", str(told.value)) == ["52", "53"]
