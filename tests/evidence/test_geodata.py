"""The helpers read the geodata and say what is wrong."""

import pandas as pd
import pytest

from helpers.errors import BookError
from helpers.evidence import geodata


def test_areas():
    assert len(geodata.provinces()) == len(geodata.provinces("full")) == 24
    assert len(geodata.departments()) == 33
    assert len(geodata.regions()) == 26
    assert set(geodata.countries("Europe")["continent"]) == {"Europe"}
    assert len(geodata.countries()) == 106
    assert geodata.provinces().crs.to_epsg() == 4326


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda: geodata.provinces("ful"), "full"),
        (lambda: geodata.countries("America"), "Americas"),
        (lambda: geodata.place("esmeralda"), "esmeraldas"),
    ],
)
def test_unknown_names_suggest_near_ones(call, hint):
    with pytest.raises(BookError, match=f"Did you mean {hint}|or {hint}"):
        call()


def test_frames_are_the_callers_own():
    geodata.provinces()["place"] = "changed"
    assert "manabi" in set(geodata.provinces()["place"])


def test_place():
    found = geodata.place("tulcan")
    assert (found.name, found.province, found.lat, found.lon) == (
        "Tulcán",
        "carchi",
        0.8124,
        -77.7171,
    )
    assert geodata.place("latin-america").lat is None


def test_places_without_coordinates_are_empty_points():
    frame = geodata.places().set_index("id")
    assert frame.geometry["europe"].is_empty
    assert (frame.geometry["quito"].x, frame.geometry["quito"].y) == (-78.525, -0.2299)


def test_routes():
    frame = geodata.routes().set_index("id")
    assert len(frame.geometry["route.operation.green-hurricane"].coords) == 3  # by way of Mexico
    assert frame.geometry["route.figure-1.start.cauca"].is_empty  # a point
    assert frame.geometry["route.drugs.ecuador-europe"].is_empty  # Europe has no coordinates
    assert not frame.geometry["route.figure-1.gorgona-panama"].is_empty


def test_provinces_may_lack_data_or_have_several_rows():
    data = pd.DataFrame({"where": ["manabi", "manabi", "guayas"], "value": [1, 2, 3]})
    geodata.require_provinces(data, "where")


def test_what_is_no_province_is_told_with_row_value_and_nearest():
    data = pd.DataFrame({"place": ["manabi", "Los Ríos", "sucumbio", None]}, index=[7, 8, 9, 10])
    with pytest.raises(BookError) as error:
        geodata.require_provinces(data)
    assert len(error.value.problems) == 3
    assert "row 8" in error.value.problems[0]
    assert "'Los Ríos'" in error.value.problems[0]
    assert "Did you mean los-rios" in error.value.problems[0]
    assert "Did you mean sucumbios" in error.value.problems[1]
    assert "row 10" in error.value.problems[2]


def test_a_table_without_the_column_of_provinces():
    with pytest.raises(BookError, match="no column 'province', only provinces"):
        geodata.require_provinces(pd.DataFrame({"provinces": []}), "province")
