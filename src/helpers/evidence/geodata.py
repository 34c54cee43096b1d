"""The geodata of ``data/geo``: areas as polygons, the gazetteer, and schematic routes.

Files are opened by Python, never by GDAL, so that the build sees what a chapter has read. All
geometry is in longitude and latitude (EPSG:4326); a map chooses its own projection.
"""

import json
from functools import cache
from typing import NamedTuple

from helpers import paths
from helpers.errors import BookError, nearest
from helpers.evidence.tables import rows, table

DETAILS = {"national": "ecuador_provinces_simplified", "full": "ecuador_provinces"}
CRS = 4326


class Place(NamedTuple):
    """One place of the gazetteer; what it does not say is ``""``, or ``None`` for a number."""

    id: str
    name: str
    kind: str
    country: str
    province: str
    lat: float | None
    lon: float | None
    precision_km: float | None
    coordinates_source: str
    note: str


def provinces(detail: str = "national"):
    """Read the 24 provinces of Ecuador.

    Parameters
    ----------
    detail : {"national", "full"}
        The simplified coverage, for maps of the country and wider, or all of Natural Earth's
        1:10m, for maps of one part of the country.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns ``place`` (id), ``name``, ``country``, ``iso_3166_2``, ``inec``, ``adm1_code``,
        ``capital`` and ``geometry``, sorted by ``place``. Never compute a density from these
        areas: single provinces are off by up to 13 %.

    Raises
    ------
    BookError
        When the detail is unknown or the file is missing.

    Examples
    --------
    >>> len(provinces())
    24
    """
    if detail not in DETAILS:
        raise BookError(
            f"provinces: detail {detail!r} is unknown, expected one of {', '.join(DETAILS)}."
            f"{nearest(str(detail), DETAILS)}"
        )
    return _areas(DETAILS[detail])


def departments():
    """Read the 32 departments of Colombia and its capital district; columns as `provinces`."""
    return _areas("colombia_departments")


def regions():
    """Read the regions of Peru (26 areas, with Callao and Lima's metropolis apart)."""
    return _areas("peru_regions")


def countries(continent: str | None = None):
    """Read the countries and territories of the Americas and Europe.

    Parameters
    ----------
    continent : {"Americas", "Europe"}, optional
        Both where it is left out. French Guiana and other overseas areas with an ISO code of
        their own stand in the continent where they lie.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns ``place`` (id), ``name``, ``country`` and ``iso_a2`` (ISO 3166-1 alpha-2),
        ``iso_a3``, ``continent`` and ``geometry``, sorted by ``place``. Polygons are cut at 180°,
        so the bounds of Russia and of the United States span the world.

    Raises
    ------
    BookError
        When the continent is neither.
    """
    frame = _areas("countries")
    if continent is None:
        return frame
    known = sorted(set(frame["continent"]))
    if continent not in known:
        raise BookError(
            f"countries: continent {continent!r} is unknown, expected {' or '.join(known)}."
            f"{nearest(str(continent), known)}"
        )
    return frame[frame["continent"] == continent].reset_index(drop=True)


def areas(ids):
    """Read the provinces, departments, regions and countries among some places.

    Parameters
    ----------
    ids : iterable of str
        Place ids; those of points and of wider regions have no area.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns ``place``, ``name``, ``country`` and ``geometry``, in the order of the ids.
    """
    import pandas as pd

    known = pd.concat([provinces(), departments(), regions(), countries()])
    known = known[["place", "name", "country", "geometry"]].set_index("place", drop=False)
    return known.loc[[id for id in ids if id in known.index]].reset_index(drop=True)


def place(id: str) -> Place:
    """Look up one place of the gazetteer.

    Parameters
    ----------
    id : str
        Its id, for example ``"puerto-bolivar"``.

    Returns
    -------
    Place
        A named tuple. ``lat`` and ``lon`` are ``None`` where no source gives coordinates.

    Raises
    ------
    BookError
        When there is no such place; near ids are suggested.

    Examples
    --------
    >>> place("tulcan").province
    'carchi'
    """
    known = _gazetteer()
    if id not in known:
        raise BookError(
            f"data/geo/places.csv: no place has the id {id!r}.{nearest(str(id), known)}"
        )
    return known[id]


def place_names(ids) -> list[str]:
    """Name places for readers.

    Parameters
    ----------
    ids : iterable of str
        Place ids; several joined by semicolons are named one after the other. What is missing
        stays empty.

    Examples
    --------
    >>> place_names(["manabi", "quito;cuenca", None])
    ['Manabí', 'Quito, Cuenca', '']
    """
    return [
        ", ".join(place(id).name for id in text.split(";")) if isinstance(text, str) else ""
        for text in ids
    ]


def places():
    """Read the gazetteer as points.

    Returns
    -------
    geopandas.GeoDataFrame
        The columns of ``places.csv`` and ``geometry``: a point, empty where there are no
        coordinates.
    """
    import geopandas
    from shapely import Point

    frame = table("places")
    located = frame["lat"].notna() & frame["lon"].notna()
    points = [
        Point(lon, lat) if known else Point()
        for lat, lon, known in zip(frame["lat"], frame["lon"], located, strict=True)
    ]
    return geopandas.GeoDataFrame(frame, geometry=points, crs=CRS)


def routes():
    """Read the routes that the sources describe, as schematic lines.

    A line is straight between places that the text names, and says nothing of the way between.

    Returns
    -------
    geopandas.GeoDataFrame
        The columns of ``routes.csv`` and ``geometry``: a line from ``from_place`` through each
        ``via`` to ``to_place``; empty where one of them has no coordinates or the text names no
        destination.

    Raises
    ------
    BookError
        When a route names a place that the gazetteer has not.
    """
    import geopandas

    frame = table("routes")
    lines = [
        _line(row)
        for row in frame[["id", "from_place", "via", "to_place"]].fillna("").to_dict("records")
    ]
    return geopandas.GeoDataFrame(frame, geometry=lines, crs=CRS)


def require_provinces(data, column: str = "place") -> None:
    """Hold a column of a table to ids of provinces.

    Parameters
    ----------
    data : pandas.DataFrame
        Any table; a province may have several rows, or none.
    column : str
        The column with the ids, such as ``manabi``.

    Raises
    ------
    BookError
        When the column is missing, or a cell is not the id of a province: all of them together,
        each with its row, what was found and the nearest ids.
    """
    if column not in data.columns:
        raise BookError(
            f"require_provinces: the table has no column {column!r}, only "
            f"{', '.join(map(str, data.columns))}.{nearest(column, map(str, data.columns))}"
        )
    known = [feature["properties"] for feature in _features(DETAILS["national"])]
    ids = {one["place"]: one["name"] for one in known}
    wrong = [
        f"row {label}, column {column}: {value!r} is not the id of a province."
        f"{_nearest_province(value, ids)}"
        for label, value in data[column].items()
        if value not in ids
    ]
    if wrong:
        raise BookError(wrong)


def _nearest_province(value, ids: dict[str, str]) -> str:
    """Suggest ids for what may be an id or a name, right or mistyped."""
    by_name = {name.casefold(): id for id, name in ids.items()}
    text = str(value).strip().casefold()
    if text in by_name:
        return f" Did you mean {by_name[text]}?"
    return nearest(text.replace(" ", "-"), ids)


def _areas(name: str):
    """Read one GeoJSON file."""
    import geopandas

    return geopandas.GeoDataFrame.from_features(_features(name), crs=CRS)[_columns(name)]


@cache
def _features(name: str) -> list[dict]:
    """Read the features of a file once a process; the frames made of them are the callers' own."""
    path = paths.GEODATA / f"{name}.geojson"
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)["features"]
    except FileNotFoundError:
        raise BookError(
            f"{paths.relative(path)}: not found. Restore it, or derive it anew with "
            f"{paths.relative(paths.DATA / 'derivation' / 'derive_geodata.py')}."
        ) from None
    except (json.JSONDecodeError, KeyError) as error:
        raise BookError(
            f"{paths.relative(path)}: not the GeoJSON that derive_geodata.py writes ({error})."
        ) from None


def _columns(name: str) -> list[str]:
    """Order the columns of an area for a reader; keys in the files are sorted."""
    if name == "countries":
        return ["place", "name", "country", "iso_a2", "iso_a3", "continent", "geometry"]
    inec = ["inec"] if name in DETAILS.values() else []
    return ["place", "name", "country", "iso_3166_2", *inec, "adm1_code", "capital", "geometry"]


@cache
def _gazetteer() -> dict[str, Place]:
    return {
        row["id"]: Place(**{field: _cell(field, row) for field in Place._fields})
        for row in rows("places")
    }


def _cell(field: str, row: dict[str, str]):
    text = row[field]
    if field not in {"lat", "lon", "precision_km"}:
        return text
    return float(text) if text else None


def _line(row: dict[str, str]):
    """Join the places of a route."""
    from shapely import LineString

    names = [row["from_place"], *filter(None, row["via"].split(";")), row["to_place"]]
    known = _gazetteer()
    unknown = [name for name in names if name and name not in known]
    if unknown:
        raise BookError(
            [
                f"data/geo/routes.csv, {row['id']}: {name!r} is not in data/geo/places.csv."
                f"{nearest(name, known)}"
                for name in unknown
            ]
        )
    stops = [known[name] for name in names if name]
    if len(stops) < len(names) or any(stop.lat is None or stop.lon is None for stop in stops):
        return LineString()
    return LineString([(stop.lon, stop.lat) for stop in stops])
