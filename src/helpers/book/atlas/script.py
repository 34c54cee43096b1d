"""The atlas's data as a script: a page opened from a file may load scripts, but not fetch data."""

import json

from helpers.book.atlas.layers import Feature, Layer, layers
from helpers.evidence import geodata

FAR, NEAR = 0.1, 0.014  # degrees: a pixel or so at the scales at which each is looked at
WINDOW = (-130.0, -57.0, -30.0, 48.0)  # what no source speaks of is left out
FEW, MORE = 2, 3  # decimals


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
    """Simplify the outlines of provinces and of the Americas' countries.

    Ecuador and its neighbours are of one coverage, so that their borders fit each other.
    """
    import pandas as pd

    near = pd.concat([geodata.provinces(), geodata.departments(), geodata.regions()])
    near["geometry"] = _coverage(near, NEAR)
    own = near[near["country"] == "EC"]
    joined = near.dissolve("country")
    far = geodata.countries("Americas")
    far["geometry"] = far.clip_by_rect(*WINDOW)
    far = far[~far.geometry.is_empty]
    far["geometry"] = _coverage(far, FAR)
    made = {id: _rings(area, FEW) for id, area in zip(far["place"], far["geometry"], strict=True)}
    for place, country in (("ecuador", "EC"), ("colombia", "CO"), ("peru", "PE")):
        made[place] = _rings(joined["geometry"][country], MORE)
    for place, area in zip(own["place"], own["geometry"], strict=True):
        made[place] = _rings(area, MORE)
    return made


def _coverage(areas, tolerance: float):
    """Simplify areas without parting neighbours."""
    import numpy as np
    import shapely

    return shapely.coverage_simplify(np.array(areas.geometry.values), tolerance)


def _rings(area, decimals: int) -> list:
    """List an area's rings, as Leaflet takes them: polygons of rings of latitude, longitude."""
    import shapely

    return [
        [
            [[round(lat, decimals), round(lon, decimals)] for lon, lat in ring.coords[:-1]]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shapely.get_parts(shapely.normalize(area))
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
