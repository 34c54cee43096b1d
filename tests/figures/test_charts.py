"""Every chart form draws what it is given, legibly, in the book's colours, the same each time."""

import re

import legibility
import pandas as pd
import pytest

from helpers.errors import BookError
from helpers.figures import charts, palette, style

HEAD = {"title": "A finding", "label": "People"}


def told(drawing: str) -> str:
    import html

    return html.unescape(" ".join(re.findall(r">([^<>]+)</text>", drawing)))


def test_every_form_is_drawn_here(forms):
    assert set(charts.__all__) <= set(forms)


def test_it_is_legible(form, assert_legible):
    assert_legible(form())


def test_it_is_as_wide_as_the_text_and_fits_a_page(form):
    width, height = form().get_size_inches()
    assert width == pytest.approx(style.WIDTH)
    assert height < 9.6


def test_its_words_are_text(form, svg):
    words = told(svg(form()))
    assert "Finding" in words


def test_it_uses_only_colours_that_a_dark_page_can_swap(form, svg):
    drawing = svg(form())
    found = set(re.findall(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?=[;\"])", drawing))
    assert found <= set(palette.NAMES.values())
    assert "opacity" not in drawing
    assert "rgb(" not in drawing


def test_it_has_only_faces_that_the_book_has(form, svg):
    drawing = svg(form())
    weights = {int(one) for one in re.findall(r"font: (?:italic )?(\d{3}) ", drawing)}
    assert weights <= {400, 600}
    assert not re.search(r"font: (italic|oblique) \d", drawing)


def test_it_is_the_same_each_time(form, svg):
    assert svg(form()) == svg(form())


def test_it_says_what_it_is_given_and_nothing_of_its_own(forms, svg):
    for name, words in {
        "bars": ["12.5\u202f%", "not stated", "Lower bound", "2015"],
        "ranked": ["Inspection of ports,", "not stated", "Abroad", "Disputed"],
        "shares": ["83.8\u202f%", "not stated", "0 to 12"],
        "lines": ["Ecuador", "Base closes", "2015"],
        "gaps": ["US$366 million", "12,500", "Computed"],
        "spans": ["382\u202ft", "2005–2013", "Approximate"],
        "timeline": ["1960–1979", "Break of", "Conflict"],
        "succession": ["2007–2009", "Year not stated", "Replaced"],
        "matrix": ["In force", "Not stated", "Colombia"],
    }.items():
        drawn = told(svg(forms[name]()))
        for one in words:
            assert one in drawn, (name, one)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda data: charts.bars(data, x="yaer", y="deaths", **HEAD),
            "charts.bars: x='yaer' is not a column of the data. Did you mean year",
        ),
        (lambda data: charts.bars(data[:0], x="year", y="deaths", **HEAD), "no row"),
        (lambda data: charts.bars(data, x="year", y="name", **HEAD), "expected a number"),
        (lambda data: charts.bars(data, x="year", y="deaths", highlight=[1999], **HEAD), "1999"),
        (
            lambda data: charts.bars(pd.concat([data, data]), x="year", y="deaths", **HEAD),
            "two rows have year=2019",
        ),
        (lambda data: charts.slope(data, x="year", y="deaths", series="name", **HEAD), "two"),
        (
            lambda data: charts.slope(
                data[:2].assign(deaths=None), x="year", y="deaths", series="name", **HEAD
            ),
            "charts.slope: no row has a value in 'deaths'",
        ),
        (
            lambda data: charts.spans(
                data.assign(first=None, last=None), start="first", end="last", name="name", **HEAD
            ),
            "charts.spans: no row has a year",
        ),
        (
            lambda data: charts.ranked(data.assign(deaths=-1), y="name", x="deaths", **HEAD),
            "charts.ranked: column 'deaths', row 1: found -1, expected zero or more",
        ),
        (
            lambda data: charts.shares(
                data, whole="name", part="year", value="deaths", remainder="?", **HEAD
            ),
            "more than 100",
        ),
        (
            lambda data: charts.spans(
                data.assign(end=2021), start="year", end="end", value="deaths", **HEAD
            ),
            "overlap",
        ),
        (
            lambda data: charts.timeline(data, date="name", text="name", title="A finding"),
            "no date",
        ),
        (
            lambda data: charts.lines(
                data, x="year", y="deaths", series="name", highlight={"Guayas": "pink"}, **HEAD
            ),
            "no colour is called 'pink'",
        ),
        (
            lambda data: charts.small_multiples(
                data, x="year", y="deaths", facet="name", kind="pies", **HEAD
            ),
            "expected 'lines' or 'bars'",
        ),
    ],
)
def test_mistakes_are_told(draw, message):
    data = pd.DataFrame(
        {"year": [2019, 2020, 2021], "deaths": [35, 51, 121], "name": ["Guayas", "Azuay", "Loja"]}
    )
    with pytest.raises(BookError, match=re.escape(message)):
        draw(data)


def test_a_gap_in_the_data_is_a_gap_in_the_line():
    data = pd.DataFrame({"year": [2000, 2001, 2002, 2005, 2006], "value": [1, None, 3, 4, 5]})
    fig = charts.lines(data, x="year", y="value", **HEAD)
    drawn = [list(line.get_xdata()) for line in fig.axes[0].lines if line.get_linestyle() == "-"]
    assert [2005, 2006] in drawn
    assert not any({2000, 2002} <= set(one) or {2002, 2005} <= set(one) for one in drawn)


def test_the_area_of_a_block_is_its_value(forms):
    blocks = list(forms["spans"]().axes[0].patches)
    areas = [block.get_height() * round(block.get_width()) for block in blocks]
    assert areas == pytest.approx([382, 59.75, 79.2])


def test_the_checker_sees_what_is_careless():
    style.apply()
    import matplotlib.pyplot as plt

    fig = plt.figure(figsize=(3, 2))
    fig.text(0.5, 0.5, "one word")
    fig.text(0.52, 0.5, "another")
    fig.text(0.9, 0.9, "far too long for its place")
    fig.text(0.1, 0.1, "tiny", size=6)
    found = " / ".join(legibility.problems(fig))
    for words in ("overlaps 'another'", "leaves the canvas", "6 points"):
        assert words in found
