"""Comparing rows and pictures: what is said is what changed."""

import io
import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from helpers.engine.verify import compare_pictures, compare_rows
from helpers.figures import canonical

YEARS = "deaths,status,year\n35,sure,2019\n51,sure,2020\n121,sure,2021\n"


def told(before: str, after: str) -> list[str]:
    return [str(one) for one in compare_rows.difference(before, after)]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (YEARS, []),
        (YEARS.replace("121", "122"), ["row 2021, deaths 121 → 122"]),
        (YEARS.replace("121", ""), ["row 2021, deaths 121 → empty"]),
        (YEARS + "7,sure,2022\n", ["row 2022 is new (deaths 7, status sure)"]),
        (YEARS.replace("35,sure,2019\n", ""), ["row 2019 is gone (deaths 35, status sure)"]),
        (YEARS.replace("status", "state"), ["column status is gone", "column state is new"]),
    ],
)
def test_rows(after, expected):
    assert told(YEARS, after) == expected


def test_two_columns_make_a_key_where_one_does_not():
    before = "place,value,year\na,1,2020\nb,2,2020\na,3,2021\nb,4,2021\n"
    assert told(before, before.replace("a,3", "a,5")) == ["row 2021 · a, value 3 → 5"]


def test_rows_that_nothing_tells_apart_are_matched_whole():
    before = "kind\na\na\nb\n"
    assert told(before, "kind\na\nb\nb\n") == ["row a is gone", "row b is new"]


cells = st.one_of(
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6).map(lambda value: round(value, 4)),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=5),
)


@given(
    st.lists(st.tuples(cells.filter(lambda one: one != ""), cells, cells), min_size=1), st.randoms()
)
def test_canonical_form_needs_no_order_and_reads_back(rows, chance: random.Random):
    frame = pd.DataFrame(rows, columns=["b", "a", "c"], dtype=object)
    made = canonical.canonical_csv(frame)
    assert canonical.sorted_csv(made) == made
    shuffled = frame.iloc[chance.sample(range(len(frame)), len(frame))][["c", "b", "a"]]
    assert canonical.digest(shuffled) == canonical.digest(frame)


def drawing(change=lambda draw: None, size=(400, 200)) -> bytes:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 40, 80, 180), fill="#a63d1f")
    change(draw)
    stream = io.BytesIO()
    image.save(stream, "png")
    return compare_pictures.picture(stream.getvalue())


def test_the_same_picture():
    assert compare_pictures.difference(drawing(), drawing()) is None


def test_a_lost_label_is_told_with_its_share_of_the_pixels():
    found = compare_pictures.difference(
        drawing(lambda draw: draw.rectangle((300, 100, 339, 119), fill="black")), drawing()
    )
    assert found.share == pytest.approx(0.01)
    assert str(found).startswith("picture differs, 1.0 % of pixels (RMS ")


def test_a_colour_one_step_away_in_a_thin_line():
    line = [(20, 40), (380, 180)]
    one, other = (
        drawing(lambda draw, colour=colour: draw.line(line, colour, 4))
        for colour in ("#17456b", "#17466b")
    )
    assert compare_pictures.difference(one, other) is not None


def test_pictures_of_different_sizes():
    found = compare_pictures.difference(drawing(), drawing(size=(400, 220)))
    assert "200 × 100 pixels → 200 × 110" in str(found)


def test_marks_what_differs():
    before = drawing(lambda draw: draw.rectangle((300, 100, 339, 119), fill="black"))
    marked = Image.open(io.BytesIO(compare_pictures.marked(before, drawing())))
    assert marked.getpixel((160, 55)) == (0xA6, 0x3D, 0x1F)
    assert marked.getpixel((5, 5)) == (255, 255, 255)
