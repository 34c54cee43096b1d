"""What the atlas shows: layers of features, each with its numbers and where they are from."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from helpers.book.atlas import wording
from helpers.evidence import facts, geodata, sources
from helpers.evidence.numbers import number, quantity
from helpers.evidence.tables import rows

TABLES = (
    "context_homicides_by_province",
    "country_indicators",
    "eu_programmes",
    "observations",
    "operations",
    "places",
    "presences",
    "prison_riots",
    "routes",
    "sources",
    "units",
    "victim_profiles",
)
HOMICIDES_OF = "2024"
EU_YEARS = range(2007, 2014)
BORDER = {"border-centre", "crossing", "commission", "programme"}
FIGURE_1 = "route.figure-1."


@dataclass(frozen=True)
class Feature:
    """A point, a line or an area with what is told of it.

    Attributes
    ----------
    name : str
    told : tuple of (str, str)
        Labels and values, for a reader.
    origin : tuple of (str, str)
        Where from, in words; and the id of an observation whose row says more, or ``""``.
    points : tuple of (float, float)
        Longitude and latitude: one of a point, more of a line, none of an area.
    area : str
        The place id of an area; ``""`` for points and lines.
    size : float
        Of a circle, from 0 to 1; 0 for a plain dot.
    look : str
        Which of its layer's looks it has: ``""``, ``dashed``, ``open``, or ``step-1`` to 5.
    """

    name: str
    told: tuple[tuple[str, str], ...]
    origin: tuple[str, str]
    points: tuple[tuple[float, float], ...] = ()
    area: str = ""
    size: float = 0.0
    look: str = ""


@dataclass(frozen=True)
class Layer:
    """Features that are shown and hidden together.

    Attributes
    ----------
    id, title, about : str
        Its id, its name, and its legend.
    colour : str
        A name of the palette.
    shown : bool
        Whether it is shown at first.
    """

    id: str
    title: str
    about: str
    colour: str
    features: tuple[Feature, ...]
    shown: bool = field(default=False)


def layers() -> list[Layer]:
    """Make all layers from the tables, in the order in which the page lists them."""
    return [
        _layer("drug-routes", "ink", _routes({"cocaine", "coca leaf", "drugs"}), shown=True),
        _layer("operations", "accent", _operations()),
        _layer("trafficking", "fifth", [*_complaints(), *_routes({"persons"})]),
        _layer("prisons", "second", _prisons(), shown=True),
        _layer("homicides", "third", _homicides(), year=HOMICIDES_OF),
        _layer("border", "fourth", _presences(lambda row: row["kind"] in BORDER)),
        _layer("partners", "fourth", _presences(lambda row: row["kind"] not in BORDER)),
        _layer("eu-money", "second", _eu_money(), first=EU_YEARS[0], last=EU_YEARS[-1]),
        _layer("countries", "accent", _countries()),
    ]


def _layer(
    id: str, colour: str, features: Iterable[Feature], *, shown: bool = False, **period
) -> Layer:
    """Make a layer with its words; `period` fills the years of its title in."""
    title, about = wording.LAYERS[id]
    return Layer(id, title.format(**period), about, colour, tuple(features), shown)


def _note(row: dict) -> str:
    """Read a row's note, without the ids that it leads to in the tables."""
    return re.sub(r" \(disc\.[^)]*\)", "", row["note"])


def _origin(row: dict, observation: str = "") -> tuple[str, str]:
    """Tell where a row is from, and which observation has more."""
    source = sources.source(row["source"])
    authors = [one.split(",")[0] for one in source["author"].split(";")]
    said = [f"{' &'.join(authors)} ({source['year'] or 'n.d.'})", row.get("locator", "")]
    if row.get("line"):
        said.append(wording.LINE.format(line=row["line"]))
    if source["context"] == "true":
        said.append(wording.CONTEXT)
    known = observation if observation in facts.observations() else ""
    return ", ".join(filter(None, said)), known


def _at(id: str) -> tuple[float, float]:
    found = geodata.place(id)
    return found.lon, found.lat


def _between(ids: Iterable[str]) -> tuple[float, float]:
    points = [_at(id) for id in ids]
    return (
        round(sum(lon for lon, _ in points) / len(points), 4),
        round(sum(lat for _, lat in points) / len(points), 4),
    )


def _has_point(id: str) -> bool:
    return geodata.place(id).lat is not None


def _size(value: float, most: float) -> float:
    """Size a circle so that areas are in proportion."""
    return round((value / most) ** 0.5, 3)


def _routes(cargo: set[str]):
    for row in rows("routes"):
        if row["cargo"] not in cargo:
            continue
        stops = [row["from_place"], *filter(None, row["via"].split(";")), row["to_place"]]
        stops = [id for id in stops if id]
        if not all(map(_has_point, stops)):
            continue
        names = [geodata.place(id).name for id in stops]
        told = [(wording.SAID, row["what_the_text_says"]), (wording.CARGO, row["cargo"])]
        if len(stops) > 1:
            is_stated = row["mode"] != "unstated"
            way = wording.BY.format(mode=row["mode"]) if is_stated else wording.NOT_STATED
            ends = wording.JOINED if row["pairing"] == "stated" else wording.GROUPED
            told += [(wording.WAY, way), (wording.ENDS, ends)]
        if row["note"]:
            told.append((wording.NOTE, _note(row)))
        name = " → ".join(names)
        yield Feature(
            wording.LOST.format(name=name) if row["id"].startswith(FIGURE_1) else name,
            tuple(told),
            _origin(row),
            points=tuple(map(_at, stops)),
            look="dashed" if row["pairing"] == "grouped" else "",
        )


def _operations():
    known = [row for row in rows("operations") if row["quantity_kg"]]
    most = max(float(row["quantity_kg"]) for row in known)
    for row in known:
        places = (row["from_place"] or row["places"]).split(";")
        kilograms = float(row["quantity_kg"])
        observation = f"mexico.{row['id'].replace('.', '-')}.cocaine"
        told = [
            (
                wording.COCAINE,
                quantity(kilograms, "kilograms", digits=0 if kilograms >= 1000 else 1),
            ),
            (wording.PRINTED, row["quantity_as_printed"]),
            (wording.WHEN, row["date_as_printed"] or wording.NOT_STATED),
            (wording.WHERE, ", ".join(geodata.place(id).name for id in places)),
            (wording.ARRESTS, row["arrests_as_printed"] or wording.NOT_STATED),
        ]
        located = all(map(_has_point, places)) and places != ["ecuador"]
        year = row["date"][:4] or wording.UNDATED
        yield Feature(
            f"{row['name']}, {year}",
            tuple(told),
            _origin(row, observation),
            points=(_between(places),) if located else (),
            size=_size(kilograms, most),
            look="open" if len(places) > 1 else "",
        )


def _complaints():
    known = [row for row in rows("victim_profiles") if row["dimension"] in wording.SHARES]
    most = max(float(row["share"]) for row in known)
    for row in known:
        share = float(row["share"])
        asked = wording.SHARES[row["dimension"]]
        yield Feature(
            f"{row['category']}: {asked.lower()}",
            ((asked, quantity(share, "percent")), (wording.NOTE, _note(row))),
            _origin(row, row["id"]),
            points=(_at(row["place"]),),
            size=_size(share, most),
            look="open" if row["dimension"] == "origin" else "",
        )


def _prisons():
    known = rows("prison_riots")
    most = max(int(row["deaths"]) for row in known)
    for row in known:
        place = geodata.place(row["prison"])
        told = (
            (wording.DEATHS, row["deaths"]),
            (wording.DATE, row["date"]),
            (wording.NOTE, _note(row)),
            (wording.POSITION, place.note),
        )
        yield Feature(
            place.name,
            told,
            _origin(row, row["id"]),
            points=(_at(row["prison"]),),
            size=_size(int(row["deaths"]), most),
        )


def _homicides():
    counts: dict[str, dict[str, dict]] = {}
    for row in rows("context_homicides_by_province"):
        counts.setdefault(row["place"], {})[row["year"]] = row
    most = max(int(years[HOMICIDES_OF]["value"]) for years in counts.values())
    for id, years in counts.items():
        yield Feature(
            geodata.place(id).name,
            tuple((year, number(int(row["value"]))) for year, row in sorted(years.items())),
            _origin(years[HOMICIDES_OF]),
            points=(_at(id),),
            size=_size(int(years[HOMICIDES_OF]["value"]), most),
        )


def _presences(is_wanted: Callable[[dict], bool]):
    provinces = set(geodata.provinces()["place"])
    for row in filter(is_wanted, rows("presences")):
        place = geodata.place(row["place"])
        told = [
            (wording.PARTNER, row["partner"]),
            (wording.ACTIVITY, row["activity"]),
            (wording.WHEN, row["period"].replace("/", wording.TO) or wording.NOT_STATED),
        ]
        is_area = row["place"] in provinces
        told += [
            (wording.NOTE, note) for note in (_note(row), "" if is_area else place.note) if note
        ]
        yield Feature(
            f"{place.name}: {row['partner']}",
            tuple(told),
            _origin(row),
            points=() if is_area else (_at(row["place"]),),
            area=row["place"] if is_area else "",
            look="open" if (place.precision_km or 0) > 1 else "",
        )


def _eu_money():
    decisions: dict[str, list[dict]] = {}
    for row in rows("eu_programmes"):
        if row["scope"] == "bilateral" and row["year"] and int(row["year"]) in EU_YEARS:
            decisions.setdefault(row["place"], []).append(row)
    sums = {id: sum(float(row["commitment_eur"] or 0) for row in mine)
            for id, mine in decisions.items()}  # fmt: skip
    for id, mine in sorted(decisions.items()):
        contracted = sum(float(row["contracted_eur"] or 0) for row in mine)
        mine.sort(key=lambda row: (row["year"], row["id"]))
        listed = [
            (row["year"], f"{row['programme']}: {quantity(float(row['commitment_eur']), 'eur')}")
            for row in mine
        ]
        yield Feature(
            geodata.place(id).name,
            (
                (wording.COMMITTED, quantity(sums[id], "eur")),
                (wording.CONTRACTED, quantity(contracted, "eur")),
                *listed,
            ),
            _origin(mine[0]),
            points=(_at(id),),
            size=_size(sums[id], max(sums.values())),
        )


def _countries():
    from helpers.figures.maps.classification import classify

    shapes = set(geodata.countries("Americas")["place"])
    cells: dict[str, dict[str, dict]] = {}
    for row in rows("country_indicators"):
        if row["country"] in shapes:
            cells.setdefault(row["country"], {})[row["indicator"]] = row
    ids = sorted(cells)
    rates = [float(cells[id].get("homicide-rate", {}).get("value") or "nan") for id in ids]
    made = classify(rates, "fisher-jenks", 5)
    for id, step in zip(ids, made.index, strict=True):
        told = [
            (row["indicator_label"],
             quantity(float(row["value"]), row["unit"], literal=row["value_text"])
             if row["value"] else wording.NO_VALUE.format(status=row["status"]))
            for row in cells[id].values()
        ]  # fmt: skip
        origins = [_origin(row)[0] for row in cells[id].values()]
        one = next(iter(cells[id].values()))
        annexes = sorted({row["annex"] for row in cells[id].values()})
        head = origins[0].partition(", Annex")[0]
        annex = wording.ANNEXES if len(annexes) > 1 else wording.ANNEX
        origin = annex.format(source=head, annexes=wording.AND.join(annexes))
        yield Feature(
            geodata.place(id).name,
            tuple(told),
            (origin, _origin(one)[1]),
            area=id,
            look="open" if step is None else f"step-{step + 1}",
        )
