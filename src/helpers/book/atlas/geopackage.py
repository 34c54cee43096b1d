"""The atlas as a GeoPackage: every area, place, route and layer, for a reader's own maps."""

import os
from contextlib import contextmanager
from pathlib import Path

from helpers.book.atlas.layers import Layer, layers
from helpers.engine.worker import ENVIRONMENT
from helpers.evidence import geodata

STAMP = "OGR_CURRENT_DATE"  # what GDAL writes as the time of the last change


def write(path: Path) -> None:
    """Write all layers, the same bytes each time.

    Parameters
    ----------
    path : Path
        Is replaced once the new file is whole.
    """
    made = path.with_suffix(".new.gpkg")
    made.unlink(missing_ok=True)
    with _one_date():
        for name, frame in _frames():
            frame.to_file(made, layer=name, driver="GPKG", engine="pyogrio")
    os.replace(made, path)


def _frames():
    yield "provinces", geodata.provinces("full")
    yield "departments_of_colombia", geodata.departments()
    yield "regions_of_peru", geodata.regions()
    yield "countries", geodata.countries()
    for name, frame in (("places", geodata.places()), ("routes", geodata.routes())):
        yield name, frame[~frame.geometry.is_empty]
    for layer in layers():
        yield f"atlas_{layer.id.replace('-', '_')}", _frame(layer)


def _frame(layer: Layer):
    """Make a layer's features into rows: those with a geometry, their numbers as text."""
    import geopandas
    from shapely import LineString, Point

    features = [one for one in layer.features if one.points or one.area]
    areas = geodata.areas([one.area for one in features if one.area])
    shapes = dict(zip(areas["place"], areas.geometry, strict=True))
    geometry = [
        shapes[one.area]
        if one.area
        else Point(one.points[0])
        if len(one.points) == 1
        else LineString(one.points)
        for one in features
    ]
    columns = {
        "name": [one.name for one in features],
        "told": ["; ".join(": ".join(pair) for pair in one.told) for one in features],
        "source": [one.origin[0] for one in features],
        "observation": [one.origin[1] for one in features],
    }
    return geopandas.GeoDataFrame(columns, geometry=geometry, crs=geodata.CRS)


@contextmanager
def _one_date():
    """Let GDAL write the edition's date instead of the clock's."""
    from datetime import UTC, datetime

    import pyogrio

    seconds = int(ENVIRONMENT["SOURCE_DATE_EPOCH"])
    date = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    before = pyogrio.get_gdal_config_option(STAMP)
    pyogrio.set_gdal_config_options({STAMP: date})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({STAMP: before})
