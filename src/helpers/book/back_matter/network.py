"""Actors and agreements: who is tied to whom, as a picture one can walk through and as a list."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import combinations

from helpers.book.back_matter.timeline import date, particulars
from helpers.engine.sphinx_ext.addresses import TIMELINE, row_anchor
from helpers.engine.sphinx_ext.back_matter.data_pages import (
    NAMES,
    ORIGINS,
    REASONS,
    PageWriter,
    family,
    named,
    rows,
)
from helpers.figures import palette

HUB = "ecuador"
NO_PARTIES = {"prison", "criminal-organisation", "armed-group"}  # scenes and targets of operations
MANY = 4  # more parties than these are tied to one of them, not each to each
WIDTH, HEIGHT = 900, 780
MARGIN = 215  # room for the names at both sides
BELOW = 130  # room for those who are tied to neither hub


@dataclass(frozen=True)
class Tie:
    """An agreement, operation or programme and those who took part in it."""

    row: dict
    parties: tuple[str, ...]
    kind: str
    table: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Who is drawn as tied to whom by it."""
        if len(self.parties) <= MANY:
            return list(combinations(sorted(self.parties), 2))
        centre = HUB if HUB in self.parties else self.parties[0]
        return [tuple(sorted((centre, one))) for one in self.parties if one != centre]


@dataclass(frozen=True)
class Spot:
    """Where an actor stands in the picture, and on which side of it its name."""

    x: int
    y: int
    label: str


@cache
def ties() -> tuple[Tie, ...]:
    """List all agreements, and the operations and programmes that name more than one party."""
    kinds = {one["id"]: one["kind"] for table in ("places", "institutions") for one in rows(table)}

    def parties(cell: str) -> tuple[str, ...]:
        actors = (id for id in cell.split(";") if id)
        return tuple(id for id in actors if kinds.get(id) not in NO_PARTIES)

    made = [
        Tie(one, parties(one["parties"]), one["kind"], "agreements") for one in rows("agreements")
    ]
    for one in rows("events"):
        took_part = parties(one["actors"])
        if one["kind"] in {"operation", "programme"} and len(took_part) > 1:
            made.append(Tie(one, took_part, one["kind"], "events"))
    return tuple(sorted(made, key=lambda tie: (tie.row["date"] or "9999", tie.row["id"])))


def layout(edges: Counter) -> dict[str, Spot]:
    """Place everyone who is tied to someone.

    Ecuador stands on the left, the actor with most other partners on the right. Who is tied to one
    of the two alone stands on its outer side, who is tied to both between them, the others below,
    near those that they are tied to. The result is the same on every machine.
    """
    near = defaultdict(set)
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    second = min(near.keys() - {HUB}, key=lambda id: (-len(near[id] - near[HUB]), id))
    hubs = (HUB, second)
    columns: dict[str, list[str]] = {"left": [], "middle": [], "right": [], "below": []}
    for id in sorted(near.keys() - set(hubs), key=lambda id: (named(id), id)):
        tied = [hub in near[id] for hub in hubs]
        columns[
            {(1, 0): "left", (1, 1): "middle", (0, 1): "right"}.get(tuple(tied), "below")
        ].append(id)
    tall = HEIGHT - BELOW
    spots = {
        hubs[0]: Spot(MARGIN + 115, tall // 2, "below"),
        hubs[1]: Spot(WIDTH - MARGIN - 115, tall // 2, "below"),
    }
    for side, x in (("left", MARGIN), ("middle", WIDTH // 2), ("right", WIDTH - MARGIN)):
        ids = columns[side]
        for place, id in enumerate(ids):
            label = "below" if side == "middle" else side
            spots[id] = Spot(x, round(tall * (place + 0.5) / len(ids)), label)
    mean = {
        id: sum(spots[one].x for one in near[id] if one in spots)
        / max(1, sum(one in spots for one in near[id]))
        for id in columns["below"]
    }
    ids = sorted(columns["below"], key=lambda id: (mean[id] or WIDTH, id))
    for place, id in enumerate(ids):
        x = round(40 + (WIDTH - 80) * (place + 0.5) / len(ids))
        spots[id] = Spot(x, tall + 40 + 44 * (place % 2), "below")
    return spots


def network(page: PageWriter, part: str) -> str:
    """Draw the picture and, under it, list the ties by those who are party to them."""
    groups = defaultdict(list)
    for tie in ties():
        groups[tuple(sorted(tie.parties, key=named))].append(tie)
    order = sorted(groups, key=_order)
    first: dict[str, str] = {}
    for parties in order:
        for id in parties:
            first.setdefault(id, _group_anchor(parties))
    listed = "".join(_group(page, parties, groups[parties]) for parties in order)
    return (
        f'<figure class="network" data-network>{_drawing(first)}</figure>'
        '<div class="network-panel" aria-live="polite" hidden></div>'
        f'<div class="ties">{listed}</div>'
    )


def _order(parties: tuple[str, ...]):
    """Sort Ecuador's own first, then the European Union's, then the others, fuller groups last."""
    return (
        HUB not in parties,
        "european-union" not in parties,
        not parties,
        len(parties),
        [named(id) for id in parties],
    )


def _group_anchor(parties: tuple[str, ...]) -> str:
    return "ties-" + ("-".join(map(row_anchor, parties)) or "unnamed")


def _group(page: PageWriter, parties: tuple[str, ...], found: list[Tie]) -> str:
    title = " · ".join(map(named, parties)) or "Parties not named in the sources"
    items = "".join(_tie(page, tie) for tie in found)
    return (
        f'<section id="{_group_anchor(parties)}">'
        + f'<h2>{escape(title)} <span class="count">{len(found)}</span></h2>'
        + f"<ul>{items}</ul></section>"
    )


def _tie(page: PageWriter, tie: Tie) -> str:
    one = tie.row
    when = date(one["date"]) if one["date"] else "undated"
    id = f' id="{row_anchor(one["id"])}"' if tie.table == "agreements" else ""
    title = escape(one["title"])
    if tie.table == "events":
        title = page.link(one["title"], TIMELINE, row_anchor(one["id"]))
    data = page.attributes(kind=tie.kind, source=one["source"], parties=" ".join(tie.parties))
    return f"<li{id}{data}><strong>{title}</strong> {particulars(page, one, [when])}</li>"


def _drawing(first: dict[str, str]) -> str:
    """Draw the network; every actor is a link to the ties that it is party to."""
    edges = Counter(pair for tie in ties() for pair in tie.pairs)
    spots = layout(edges)
    count = Counter(id for tie in ties() for id in tie.parties)
    lines = "".join(
        f'<path d="{_line(spots[one], spots[other])}" fill="none" stroke="{palette.QUIET}" '
        f'stroke-width="{1 + math.sqrt(number):.1f}" data-one="{one}" data-other="{other}"/>'
        for (one, other), number in sorted(edges.items())
    )
    actors = "".join(
        _actor(id, spots[id], count[id], first[id])
        for id in sorted(spots, key=lambda id: (id != HUB, -count[id], id))
    )
    alone = sorted((id for id in count if id not in spots), key=named)
    label = (
        f"Network of {len(spots)} actors with {len(edges)} ties between them. Ecuador is tied to "
        + ", ".join(
            f"{named(one if other == HUB else other)} ({number})"
            for (one, other), number in edges.most_common()
            if HUB in (one, other)
        )
        + ". The list below tells every tie."
    )
    told = ", ".join(
        f'<a href="#{first[id]}" data-actor="{id}">{escape(named(id))}</a>' for id in alone
    )
    return (
        '<div class="network-scroll">'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="{escape(label, quote=True)}">'
        f'<g class="edges" aria-hidden="true">{lines}</g>{actors}</svg></div>'
        f"<figcaption>Lines are agreements, operations and programmes; the wider, the more. Not "
        f"drawn, because the sources name no single partner: {told}.</figcaption>"
    )


def _line(one: Spot, other: Spot) -> str:
    """Draw a tie: straight, but bent between two of one column or row, past those in between."""
    if one.x == other.x:
        bend = 30 + abs(one.y - other.y) // 4
        return f"M{one.x} {one.y}Q{one.x + bend} {(one.y + other.y) // 2} {other.x} {other.y}"
    if min(one.y, other.y) > HEIGHT - BELOW:
        return (
            f"M{one.x} {one.y}Q{(one.x + other.x) // 2} {HEIGHT - BELOW - 20} {other.x} {other.y}"
        )
    return f"M{one.x} {one.y}L{other.x} {other.y}"


def _actor(id: str, spot: Spot, count: int, target: str) -> str:
    css, colour = (" hub", palette.ACCENT) if id == HUB else ("", palette.SECOND)
    size = round(4 + 1.8 * math.sqrt(count), 1)
    x, y, side = {
        "left": (spot.x - size - 5, spot.y + 5, "end"),
        "right": (spot.x + size + 5, spot.y + 5, "start"),
        "below": (spot.x, spot.y + size + 14, "middle"),
    }[spot.label]
    short = _short(id)
    name = named(id).removesuffix(f" ({short})")
    told = name if name.startswith(short) else f"{short}: {name}"  # what is seen must be said, too
    return (
        f'<a href="#{target}" class="actor{css}" data-actor="{id}" '
        f'aria-label="{escape(told, quote=True)}, {count} {"tie" if count == 1 else "ties"}">'
        f'<circle cx="{spot.x}" cy="{spot.y}" r="{size}" fill="{colour}"/>'
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{side}" font-size="14" '
        f'font-family="Source Sans 3" fill="{palette.INK}">{escape(short)}</text></a>'
    )


def _short(id: str) -> str:
    """Name an actor as the picture has room for it: by the acronym, where there is one."""
    acronyms = {one["id"]: one["acronym"] for one in rows("institutions")}
    name = named(id)
    return acronyms.get(id) or name if len(name) > 22 else name


def setup(app) -> None:
    """Register."""
    family(
        app,
        "network",
        network,
        reads=("agreements", "events", *NAMES, *ORIGINS, *REASONS),
        late=("works",),
        filters="kind:Kind source:Source",
    )
