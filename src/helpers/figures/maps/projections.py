"""What part of the world a map shows, in which projection, and its areas cut to that size."""

from dataclasses import dataclass
from functools import cache, cached_property

from helpers.figures.maps.wording import (
    CONFORMAL,
    CONFORMAL_AT_EQUATOR,
    DEGREES,
    EAST_WEST,
    EQUAL_AREA,
    NORTH_SOUTH,
)

GEOGRAPHIC = "EPSG:4326"
FINENESS = (
    0.4 / 72
)  # inches: vertices nearer than this to a line are left out, for nobody sees them
MARGIN = 0.05  # of the window: how far beyond it areas are kept, so that no cut shows at the edge


@dataclass(frozen=True)
class Projection:
    """How the globe is laid flat.

    Attributes
    ----------
    crs : str
        For PROJ.
    name : str
        For captions.
    """

    crs: str
    name: str


def equal_area(west: float, south: float, east: float, north: float) -> Projection:
    """Choose the equal-area projection for a window: Lambert's azimuthal, centred on it."""
    lon, lat = round((west + east) / 2), round((south + north) / 2)
    return Projection(
        f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m",
        EQUAL_AREA.format(lat=_degrees(lat, NORTH_SOUTH), lon=_degrees(lon, EAST_WEST)),
    )


def conformal(west: float, south: float, east: float, north: float) -> Projection:
    """Choose the conformal projection for a window near the equator: Mercator's."""
    lat = abs(round((south + north) / 2))
    return Projection(
        f"+proj=merc +lat_ts={lat} +lon_0={round((west + east) / 2)} +datum=WGS84 +units=m",
        CONFORMAL.format(lat=lat) if lat else CONFORMAL_AT_EQUATOR,
    )


def _degrees(value: int, hemispheres: tuple[str, str]) -> str:
    return DEGREES.format(degrees=abs(value), hemisphere=hemispheres[value < 0])


@dataclass(frozen=True)
class View:
    """A window of the world in a projection.

    Parameters
    ----------
    window : tuple of float
        West, south, east, north in degrees.
    projection : Projection
    """

    window: tuple[float, float, float, float]
    projection: Projection

    @cached_property
    def _transformer(self):
        return _transformer(self.projection.crs)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """The window in metres of the projection."""
        return self._transformer.transform_bounds(*self.window)

    @property
    def proportion(self) -> float:
        """Height of the window for each unit of its width."""
        left, bottom, right, top = self.bounds
        return (top - bottom) / (right - left)

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Turn degrees into metres of the projection."""
        return self._transformer.transform(lon, lat)

    def fit(self, areas, width: float) -> list:
        """Project areas, leave out what cannot be seen, and cut them to the window.

        Parameters
        ----------
        areas : geopandas.GeoSeries
            Polygons that share their edges; they still do afterwards.
        width : float
            Of the map, in inches.

        Returns
        -------
        list of shapely.Geometry
            In the order given; empty where nothing is in the window.
        """
        import numpy as np
        import shapely

        left, bottom, right, top = self.bounds
        # What lies far outside may not be projectable, and is not worth it: cut in degrees first.
        west, south, east, north = self.window
        reach = max(east - west, north - south)
        near = shapely.box(
            max(-180, west - reach),
            max(-89, south - reach),
            min(180, east + reach),
            min(89, north + reach),
        )
        kept = shapely.intersection(np.array(areas.geometry.values), near)
        flat = shapely.transform(
            kept, lambda xy: np.column_stack(self._transformer.transform(xy[:, 0], xy[:, 1]))
        )
        scale = (right - left) / width
        flat = shapely.coverage_simplify(flat, (FINENESS * scale))
        edge = MARGIN * (right - left)
        clipped = shapely.clip_by_rect(flat, left - edge, bottom - edge, right + edge, top + edge)
        return list(shapely.normalize(clipped))


@cache
def _transformer(crs: str):
    from pyproj import Transformer

    return Transformer.from_crs(GEOGRAPHIC, crs, always_xy=True)
