"""The atlas's data as a script: a page opened from a file may load scripts, but not fetch data."""

import json

from helpers.evidence import geodata
from helpers.publishing.atlas.layers import Feature, Layer, layers

COUNTRIES, PROVINCES = 0.12, 0.015  # degrees: a pixel or so at the scales at which each is looked at
DECIMALS = 3


def script(observations: str) -> str:
    """Write ``window.ATLAS = …``, the same bytes each time.

    Parameters
    ----------
    observations : str
        Address of the page with a row for each observation, as seen from the atlas.
    """
    data = {
        "observations": observations,
        "shapes": shapes(),
        "provinces": list(geodata.provinces()["place"]),
        "layers": [_layer(one) for one in layers()],
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"window.ATLAS={text};\n"


def shapes() -> dict[str, list]:
    """Simplify the outlines of provinces and of the Americas' countries, as coverages."""
    countries = geodata.countries("Americas")
    made = {}
    for areas, tolerance in ((countries, COUNTRIES), (geodata.provinces(), PROVINCES)):
        made |= dict(zip(areas["place"], _simplified(areas, tolerance), strict=True))
    return made


def _simplified(areas, tolerance: float) -> list[list]:
    """List each area's rings, as Leaflet takes them: polygons of rings of latitude, longitude."""
    import numpy as np
    import shapely

    simple = shapely.coverage_simplify(np.array(areas.geometry.values), tolerance)
    return [
        [
            [
                [[round(lat, DECIMALS), round(lon, DECIMALS)] for lon, lat in ring.coords[:-1]]
                for ring in (part.exterior, *part.interiors)
            ]
            for part in shapely.get_parts(shapely.normalize(area))
        ]
        for area in simple
    ]


def _layer(one: Layer) -> dict:
    return {
        "id": one.id,
        "title": one.title,
        "about": one.about,
        "colour": one.colour,
        "shown": one.shown,
        "features": [_feature(feature) for feature in one.features],
    }


def _feature(one: Feature) -> dict:
    made = {"name": one.name, "told": one.told, "origin": one.origin[0]}
    if one.origin[1]:
        made["fact"] = f"fact-{one.origin[1].replace('.', '-')}"
    if one.points:
        made["at"] = [[lat, lon] for lon, lat in one.points]
    for name in ("area", "size", "look"):
        if value := getattr(one, name):
            made[name] = value
    return made
