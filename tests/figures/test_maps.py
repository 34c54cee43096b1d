"""Maps are drawn from ids and values: true to area, legible, in the book's colours, and light."""

import re

import legibility
import pandas as pd
import pytest

from helpers.errors import BookError
from helpers.evidence import geodata, table
from helpers.figures import maps, palette
from helpers.figures.maps import base, classification
from helpers.figures.maps.projections import View, conformal, equal_area

SAID = {"title": "What it finds", "label": "What is drawn"}
BORDER = (-80.3, -0.8, -75.2, 2.1)


def provinces(**values) -> pd.DataFrame:
    places = list(geodata.provinces()["place"])
    return pd.DataFrame({"place": places, "value": range(1, 25), **values})


def points() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": ["quito", "guayaquil", "esmeraldas-port", "puerto-ayora"],
            "value": [400.0, 100.0, 25.0, 4.0],
            "name": ["Quito", "Guayaquil", "Port of Esmeraldas", "Puerto Ayora"],
            "kind": ["city", "city", "port", "city"],
        }
    )


def ways() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": ["gorgona", "galapagos", "cauca", "panama"],
            "role": ["refuelling", "refuelling", "start", "end"],
            "to": ["panama", "mexico", None, None],
            "grouped": [True, False, False, False],
        }
    )


FORMS = {
    "choropleth": lambda: maps.choropleth(
        provinces(), place="place", value="value", highlight=["manabi", "guayas"], **SAID
    ),
    "choropleth of countries": lambda: maps.choropleth(
        pd.DataFrame({"place": ["ecuador", "peru", "barbados"], "value": [1.0, 2.0, None]}),
        place="place",
        value="value",
        on="latin-america",
        **SAID,
    ),
    "choropleths in panels": lambda: maps.choropleth(
        pd.concat([provinces(year="2014"), provinces(year="2024")]),
        place="place",
        value="value",
        panel="year",
        **SAID,
    ),
    "symbols": lambda: maps.symbols(points(), place="place", value="value", name="name", **SAID),
    "symbols in panels": lambda: maps.symbols(
        points(), place="place", value="value", panel="kind", **SAID
    ),
    "locator": lambda: maps.locator(points(), place="place", kind="kind", text="kind", **SAID),
    "locator of a region": lambda: maps.locator(
        pd.DataFrame({"place": ["rumichaca", "sucumbios"], "kind": "x", "text": ["y", ""]}),
        place="place",
        kind="kind",
        text="text",
        window=BORDER,
        **SAID,
    ),
    "routes": lambda: maps.routes(
        ways(),
        place="place",
        role="role",
        to="to",
        window=(-113, -5, -71, 26),
        zoom=(-81.6, -2.2, -75.2, 3.6),
        dashed="grouped",
        dashed_label="named together",
        **SAID,
    ),
}


@pytest.fixture(scope="module")
def drawn():
    """Every form, drawn once."""
    return {name: draw() for name, draw in FORMS.items()}


@pytest.fixture(scope="module")
def written(drawn, svg):
    """What is wrong with each form's text, and its SVG: while its canvas is there."""
    return {name: (legibility.problems(fig), svg(fig, "a-map")) for name, fig in drawn.items()}


@pytest.mark.parametrize("form", FORMS)
def test_no_text_leaves_the_canvas_or_covers_another(written, form):
    assert written[form][0] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_map_is_light_and_keeps_to_the_palette(written, form):
    svg = written[form][1]
    assert len(svg) < 300 * 1024
    found = set(re.findall(r"#[0-9a-f]{6}", svg))
    assert found <= set(palette.NAMES.values())
    assert not re.search(r'd="[^"]*\.\d{3}', svg)  # hundredths of a point are enough


def words(figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(lambda one: hasattr(one, "get_text"))]


def test_classes_are_named_and_missing_provinces_are_hatched(drawn):
    figure = maps.choropleth(
        provinces().query("place != 'manabi'"), place="place", value="value", **SAID
    )
    told = " ".join(words(figure))
    assert "natural breaks (Fisher–Jenks)" in told
    assert "not stated" in told
    assert figure.findobj(lambda one: getattr(one, "get_hatch", str)())
    assert "not stated" not in " ".join(words(drawn["choropleth"]))


def test_galapagos_stand_in_an_inset_at_their_own_scale(drawn):
    mainland, inset = drawn["choropleth"].axes[1:3]
    width, metres = mainland.get_position().width, mainland.get_xlim()
    own_width, own_metres = inset.get_position().width, inset.get_xlim()
    scale = (metres[1] - metres[0]) / width
    own_scale = (own_metres[1] - own_metres[0]) / own_width
    assert scale != pytest.approx(own_scale, rel=0.1)
    assert words(drawn["choropleth"]).count("100 km") == 2


def test_circles_have_areas_in_proportion(drawn):
    sizes = sorted(
        line.get_markersize()
        for line in drawn["symbols"].findobj(lambda one: hasattr(one, "get_markersize"))
        if line.get_markeredgecolor() == palette.ACCENT
    )
    assert sizes[-1] / sizes[-2] == pytest.approx(2)  # 400 to 100
    assert sizes[-1] / sizes[-3] == pytest.approx(4)  # 400 to 25


def test_coincident_circles_stand_side_by_side():
    data = pd.DataFrame({"place": ["quito", "quito"], "value": [9, 4], "name": ["One", "Other"]})
    figure = maps.symbols(data, place="place", value="value", name="name", **SAID)
    circles = [
        line
        for line in figure.findobj(lambda one: hasattr(one, "get_markersize"))
        if line.get_markeredgecolor() == palette.ACCENT
    ]
    middles = [line.axes.transData.transform((line.get_xdata()[0], 0))[0] for line in circles]
    apart = abs(middles[0] - middles[1]) / figure.dpi * 72
    assert apart == pytest.approx(sum(line.get_markersize() for line in circles) / 2)


def test_what_has_no_place_is_listed_beside_the_map():
    operations = table("operations")
    figure = maps.symbols(
        operations.assign(at=operations["from_place"].fillna(operations["places"])),
        place="at",
        value="quantity_kg",
        name="name",
        unplaced_label="Not on the map",
        **SAID,
    )
    told = " ".join(words(figure)).replace("\n", " ")
    assert "Not on the map" in told
    for name in operations["name"]:
        assert name.split()[0] in told
    assert legibility.problems(figure) == []


def test_equal_area_keeps_areas_and_mercator_shapes():
    from pyproj import Geod, Transformer

    ellipsoid = Geod(ellps="WGS84")
    for window in (base.ECUADOR, base.LATIN_AMERICA):
        flat = geodata.provinces().to_crs(equal_area(*window).crs)
        for shape, projected in zip(geodata.provinces().geometry, flat.geometry, strict=True):
            real = abs(ellipsoid.geometry_area_perimeter(shape)[0])
            assert projected.area == pytest.approx(real, rel=0.01)
    to_map = Transformer.from_crs(4326, conformal(*BORDER).crs, always_xy=True)
    (x, y), (east, _), (_, north) = (
        to_map.transform(*one) for one in ((-78, 1), (-77.99, 1), (-78, 1.01))
    )
    metres = ellipsoid.inv(-78, 1, -77.99, 1)[2], ellipsoid.inv(-78, 1, -78, 1.01)[2]
    assert (east - x) / metres[0] == pytest.approx((north - y) / metres[1], rel=0.001)


def test_projections_have_names_for_captions():
    assert maps.projection("ecuador") == (
        "Lambert azimuthal equal-area projection centred on 2° S, 80° W."
    )
    conformal_at = "Mercator projection (conformal), true to scale at"
    assert maps.projection(BORDER) == f"{conformal_at} 1° N and S."
    assert maps.projection((-80, -2, -75, 2)) == f"{conformal_at} the equator."
    assert "equal-area" in maps.projection(BORDER, area=True)


def test_fitted_areas_still_share_their_edges():
    import numpy as np
    import shapely

    view = View(base.ECUADOR, equal_area(*base.ECUADOR))
    fitted = view.fit(geodata.provinces(), 1.5)
    assert shapely.coverage_is_valid(np.array(fitted))


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: maps.choropleth(
                pd.DataFrame({"p": ["manabi", "guayes"], "v": [1, 2]}), place="p", value="v", **SAID
            ),
            "'guayes' is not the id of a province. Did you mean guayas",
        ),
        (
            lambda: maps.choropleth(
                pd.DataFrame({"p": ["equador"], "v": [1]}),
                place="p",
                value="v",
                on="latin-america",
                **SAID,
            ),
            "^maps.choropleth: row 0, column p: .*Did you mean ecuador",
        ),
        (
            lambda: maps.choropleth(provinces(), place="place", value="valu", **SAID),
            "^maps.choropleth: value='valu' is not a column",
        ),
        (
            lambda: maps.choropleth(
                pd.concat([provinces(), provinces()]), place="place", value="value", **SAID
            ),
            "^maps.choropleth: two rows have place='azuay'",
        ),
        (
            lambda: maps.choropleth(
                provinces(), place="place", value="value", on="equador", **SAID
            ),
            "base 'equador' is unknown.*Did you mean ecuador",
        ),
        (
            lambda: maps.choropleth(
                provinces(), place="place", value="value", scheme="quantile", **SAID
            ),
            "Did you mean quantiles",
        ),
        (
            lambda: maps.choropleth(
                provinces(), place="place", value="value", highlight=["manab"], **SAID
            ),
            "^maps.choropleth: .*'manab', which is not drawn. Did you mean manabi",
        ),
        (
            lambda: maps.symbols(points().assign(value=-1), place="place", value="value", **SAID),
            "^maps.symbols: column 'value', row 1: found -1",
        ),
        (
            lambda: maps.symbols(
                points().assign(place="lima"), place="place", value="value", **SAID
            ),
            "lima is outside the map",
        ),
        (
            lambda: maps.locator(
                points().assign(place="europe"), place="place", kind="kind", text="name", **SAID
            ),
            "^maps.locator: 'europe' has neither an area nor coordinates",
        ),
        (
            lambda: maps.routes(
                ways().assign(place="africa"),
                place="place",
                role="role",
                to="to",
                window=BORDER,
                **SAID,
            ),
            "^maps.routes: 'africa' has no coordinates",
        ),
    ],
)
def test_mistakes_are_told_with_what_to_do(draw, message):
    with pytest.raises(BookError, match=message):
        draw()


def test_classes():
    made = classification.classify([1.0, 2.0, 50.0, float("nan")], "fisher-jenks", 2)
    assert made.index == [0, 0, 1, None]
    assert made.words == ["1 to 2", "50"]
    assert made.colours == [palette.SEQUENCE[0], palette.SEQUENCE[-1]]
    assert len(classification.classify([1.0, 1.0], "quantiles", 5).words) == 1
    with pytest.raises(BookError, match="expected 2 to 5"):
        classification.classify([1.0], "quantiles", 9)
    with pytest.raises(BookError, match="every value is missing"):
        classification.classify([float("nan")], "quantiles", 2)
