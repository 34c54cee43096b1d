"""What the tests of figures share: a small drawing of every form, and a check of legibility."""

from importlib import import_module

import legibility
import pandas as pd
import pytest

from helpers.figures import charts

YEARS = range(2010, 2016)
VALUES = [12.5, 30.0, None, 44.2, 61.0, 38.3]
LONG = "Inspection of ports, airports and border crossings in the north of the country"


def _series(names=("Ecuador", "Colombia", "Peru")):
    return pd.DataFrame(
        [
            {"year": year, "value": value and value * (1 + 0.02 * number), "name": name}
            for number, name in enumerate(names)
            for year, value in zip(YEARS, VALUES, strict=True)
        ]
    )


def bars():
    data = pd.DataFrame({"year": list(YEARS), "value": VALUES})
    return charts.bars(
        data, x="year", y="value", unit="percent", title="Finding", label="Share, percent",
        open_ended=[2015], open_label="Lower bound", missing_label="not stated",
    )  # fmt: skip


def bars_narrow():
    data = pd.DataFrame(
        {"year": list(range(1980, 2020)), "value": [None, *range(1000, 40000, 1000)]}
    )
    return charts.bars(
        data, x="year", y="value", title="Finding", label="Kilograms a year", highlight=[2015],
        missing_label="not stated",
    )  # fmt: skip


def stacked():
    data = pd.DataFrame(
        {
            "year": [2007, 2007, 2008, 2008],
            "part": ["Received", "Offered", "Received", "Offered"],
            "value": [93, 1, 74, None],
        }
    )
    return charts.stacked(
        data, x="year", y="value", part="part", title="Finding", label="Projects a year"
    )


def ranked():
    data = pd.DataFrame(
        {
            "name": ["Drugs", LONG, "Arms", "Persons"],
            "value": [40, 25.5, None, 3],
            "kind": ["Abroad", "Abroad", "At home", "At home"],
        }
    )
    return charts.ranked(
        data, y="name", x="value", group="kind", title="Finding", label="Cases",
        highlight=["Drugs"],
        open_ended=["Persons"], open_label="Disputed", missing_label="not stated",
    )  # fmt: skip


def ranks():
    items = ["Drug trafficking", "Terrorism", "Poverty and social deprivation"]
    data = pd.DataFrame(
        [
            {"group": group, "item": items[(rank + number) % 3], "rank": rank}
            for number, group in enumerate(["Mercosur", "Andean region", "Caribbean"])
            for rank in (1, 2, 3)
        ]
    )
    return charts.ranks(
        data, x="group", y="item", rank="rank", title="Finding", highlight=["Drug trafficking"],
        doubtful=[("Caribbean", 3)], doubtful_label="Printed twice",
    )  # fmt: skip


def shares():
    data = pd.DataFrame(
        {
            "whole": ["Purpose", "Purpose", "Age", "Age", "Age"],
            "part": ["Sexual exploitation", "Labour", "0 to 12 years", "13 to 17 years", "Older"],
            "value": [83.8, 11, 2, 25, 1],
        }
    )
    return charts.shares(
        data, whole="whole", part="part", value="value", unit="percent", title="Finding",
        label="Share of cases, percent", remainder="not stated",
    )  # fmt: skip


def lines():
    return charts.lines(
        _series(), x="year", y="value", series="name", title="Finding", label="Rate per 100,000",
        open_ended=[2014], open_label="Disputed",
        marks={2011: "Base closes", 2012: "Treaty signed"},
    )  # fmt: skip


def lines_band():
    data = _series(["Ecuador"]).assign(
        low=lambda one: one.value - 5, high=lambda one: one.value + 5
    )
    return charts.lines(
        data, x="year", y="value", low="low", high="high", band_label="Range", title="Finding",
        label="Rate per 100,000",
    )  # fmt: skip


def small_multiples():
    return charts.small_multiples(
        _series(["Guayas", "Los Ríos", "Manabí", "Esmeraldas"]), x="year", y="value", facet="name",
        title="Finding", label="Rate per 100,000", kind="bars", highlight=["Guayas"],
    )  # fmt: skip


def small_lines():
    return charts.small_multiples(
        _series(["Guayas", "Los Ríos"]), x="year", y="value", facet="name", title="Finding",
        label="Rate per 100,000",
    )  # fmt: skip


def slope():
    data = _series()[lambda one: one.year.isin([2010, 2015])].iloc[1:]
    return charts.slope(
        data, x="year", y="value", series="name", title="Finding", label="Rate per 100,000",
        digits=1,
        missing_label="not stated in 2010",
    )  # fmt: skip


def dots():
    data = _series()[lambda one: one.year.isin([2011, 2012, 2015])]
    return charts.dots(
        data, y="name", x="value", series="year", title="Finding", label="Rate per 100,000",
        missing_label="not stated", open_ended=["Peru"], open_label="Disputed",
    )  # fmt: skip


def intervals():
    data = pd.DataFrame(
        {
            "what": ["Support", "Support", LONG, LONG],
            "who": ["Summary", "Sum of contracts", "lowest", "highest"],
            "value": [366, 378, 40, 250],
        }
    )
    return charts.intervals(
        data, y="what", x="value", by="who", title="Finding", label="Million euro",
        highlight=["Sum of contracts"], open_ended=["highest"], open_label="Disputed",
    )  # fmt: skip


def gaps():
    data = pd.DataFrame(
        {"what": ["Support", LONG], "said": [366e6, 13000], "found": [378e6, 12500],
         "unit": ["usd", "people"]}
    )  # fmt: skip
    return charts.gaps(
        data, y="what", stated="said", computed="found", unit_column="unit", title="Finding",
        label="Difference, percent", stated_label="Stated", computed_label="Computed",
    )  # fmt: skip


def scatter():
    names = ["Ecuador", "Colombia", "Peru", "Bolivia", "Chile", "Venezuela", "Brazil"]
    data = pd.DataFrame(
        {"name": names, "x": [200, 138, 190, 158, 160, 161, 165], "y": [18, 31, 24, 9, 4, 45, 21]}
    )
    return charts.scatter(
        data, x="x", y="y", name="name", title="Finding", label="Homicides per 100,000",
        x_label="Prisoners per hundred places", highlight={"Ecuador": "ecuador"},
        open_ended=["Venezuela"], open_label="Disputed",
    )  # fmt: skip


def spans():
    data = pd.DataFrame({"a": [2005, 2014, 2015], "b": [2013, 2014, 2015], "t": [382, 59.75, 79.2]})
    return charts.spans(
        data, start="a", end="b", value="t", unit="tonnes", title="Finding", label="Tonnes a year",
        open_ended=[2005], open_label="Approximate",
    )  # fmt: skip


def spans_rows():
    data = pd.DataFrame(
        {"n": ["Programme", LONG, "Other"], "a": [2004, None, 2009], "b": [2008, 2010, None],
         "v": [10.5, 3, 1200]}
    )  # fmt: skip
    return charts.spans(
        data, start="a", end="b", name="n", value="v", title="Finding", label="Million euro"
    )


def timeline():
    data = pd.DataFrame(
        {
            "date": ["1943", "1960/1979", "2008-03-01", "2008-03", "2008", "2009-12"],
            "text": ["Declaration", LONG, "Raid", "Break of relations", LONG, "Return"],
            "kind": ["Law", "Aid", "Conflict", "Conflict", "Law", "Conflict"],
        }
    )
    return charts.timeline(
        data, date="date", text="text", kind="kind", title="Finding", open_ended=["Raid"],
        open_label="Date disputed",
    )  # fmt: skip


def succession():
    data = pd.DataFrame(
        {
            "name": ["INECI", "AGECI", "SETECI", "Foreign Ministry", "COMBIFRON"],
            "start": [None, 2007, 2009, None, None],
            "end": [2008, 2009, 2016, None, None],
            "next": ["AGECI", "SETECI", "Foreign Ministry", None, None],
            "lasts": [False, False, False, True, False],
        }
    )
    return charts.succession(
        data, name="name", start="start", end="end", successor="next", ongoing="lasts",
        title="Finding", label="Years", unknown_label="Year not stated", successor_label="Replaced",
    )  # fmt: skip


def matrix():
    data = pd.DataFrame(
        {
            "row": ["Drugs", "Drugs", LONG, LONG],
            "column": ["United States", "Colombia", "United States", "Colombia"],
            "value": ["yes", "no", "partly", None],
        }
    )
    return charts.matrix(
        data, row="row", column="column", value="value", title="Finding",
        marks={"yes": "full", "partly": "half", "no": "empty"},
        words={"full": "In force", "half": "Announced", "empty": "None", "unknown": "Not stated"},
    )  # fmt: skip


FORMS = {
    form.__name__: form
    for form in (
        bars, bars_narrow, stacked, ranked, ranks, shares, lines, lines_band, small_multiples,
        small_lines, slope, dots, intervals, gaps, scatter, spans, spans_rows, timeline, succession,
        matrix,
    )
}  # fmt: skip


@pytest.fixture(scope="session")
def forms():
    """What draws a small figure of each form, by name."""
    return FORMS


@pytest.fixture(params=FORMS)
def form(request):
    """One form after the other: what draws its small figure."""
    return FORMS[request.param]


@pytest.fixture
def assert_legible():
    """The checker: no text overlaps another, leaves the canvas or is too small."""

    def checker(fig):
        assert legibility.problems(fig) == []

    return checker


@pytest.fixture(scope="session")
def svg():
    """Draw a figure as its bundle has it."""
    module = import_module("helpers.figures.publish")
    return lambda fig, id="figure": module._svg(fig, id).decode()


@pytest.fixture(autouse=True)
def _closed():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")
