"""The pages of all observations and of all computed values."""

from html import escape

from helpers.engine.sphinx_ext.addresses import CATALOGUE, COMPUTED, OBSERVATIONS, fact_anchor
from helpers.engine.sphinx_ext.back_matter import cross_references
from helpers.engine.sphinx_ext.back_matter.data_pages import (
    FACTS,
    NAMES,
    ORIGINS,
    REASONS,
    PageWriter,
    family,
    named,
    row,
    rows,
    table,
)
from helpers.engine.sphinx_ext.published import bundles
from helpers.evidence import facts
from helpers.evidence.numbers import unit

HEAD = [
    ("value", "Value"),
    ("what", "What it is"),
    ("origin", "Printed, and where"),
    ("status", "Status"),
    ("uses", "Shown in"),
]
COMPUTED_HEAD = [("value", "Value"), ("what", "What it is"), ("of", "Computed from"), HEAD[-1]]


def observations(page: PageWriter, part: str) -> str:
    """List every observation."""
    uses = cross_references.uses(page.env)
    order = {one["id"]: number for number, one in enumerate(rows("sources"))}
    topics = {one["id"]: one["topic"] for one in rows("observations")}
    body = [
        _observation(page, one, topics[one.id], uses.get(one.id, []))
        for one in sorted(facts.observations().values(), key=lambda one: order[one.source])
    ]
    return table(HEAD, body, "observations")


def _observation(page: PageWriter, one, topic: str, uses: list[str]) -> str:
    where = " · ".join(part for part in (named(one.place) if one.place else "", one.period) if part)
    origin = {"source": one.source, "locator": one.locator, "line": one.line}
    cited = f"<br>citing {page.works(one.cited)}" if one.cited else ""
    cells = {
        "value": _value(one),
        "what": f"{escape(one.indicator)}<small>{escape(where)}</small>" + _id(one.id),
        "origin": f"“{escape(one.literal)}” <small>{page.origin(origin)}{cited}</small>",
        "status": _status(page, one),
        "uses": _pages(page, uses),
    }
    data = page.attributes(
        topic=topic, source=one.source, status=one.status, used="yes" if uses else "no"
    )
    return row(cells, id=fact_anchor(one.id), data=data, head=HEAD)


def computed(page: PageWriter, part: str) -> str:
    """List every computed value, with what it was computed from."""
    uses = cross_references.uses(page.env)
    made = {one.id: one for one in bundles.computed_facts(page.app)}
    body = []
    for one in made.values():
        cells = {
            "value": _value(one),
            "what": escape(one.indicator) + _id(one.id),
            "of": "<br>".join(_origin(page, id, made) for id in one.of),
            "uses": _pages(page, uses.get(one.id, [])),
        }
        data = page.attributes(used="yes" if one.id in uses else "no")
        body.append(row(cells, id=fact_anchor(one.id), data=data, head=COMPUTED_HEAD))
    return table(COMPUTED_HEAD, body, "computed")


def _origin(page: PageWriter, id: str, made: dict) -> str:
    """Name one thing that a value was computed from: a table, an observation, another value."""
    if id.startswith("table:"):
        name = id.removeprefix("table:")
        return "table " + page.link(name, CATALOGUE, f"table-{name}")
    known, where = (made, COMPUTED) if id in made else (facts.observations(), OBSERVATIONS)
    one = known[id]
    return f"{page.link(one.indicator, where, fact_anchor(id))}: {escape(one.text)}"


def _value(one) -> str:
    """Write a value with its unit, which sentences leave out of counts and a table must not."""
    known = unit(one.unit)
    counted = known["kind"] == "count"
    name = known["singular"] if one.value == 1 else known["plural"]
    return escape(one.text) + (f" <small>{escape(name)}</small>" if counted else "")


def _id(id: str) -> str:
    return f"<code>{escape(id)}</code>"


def _status(page: PageWriter, one) -> str:
    note = f"<small>{escape(one.note)}</small>" if one.note else ""
    return page.status(one.id, one.status) + note


def _pages(page: PageWriter, names: list[str]) -> str:
    if not names:
        return '<span class="nowhere">not shown</span>'
    return "<br>".join(page.link(page.title(name), name) for name in names)


def setup(app) -> None:
    """Register."""
    told = {
        "reads": (*FACTS, *NAMES, *ORIGINS, *REASONS),
        "late": ("uses", "works"),
        "shows": [("bundle", "facts")],
    }
    filters = "topic:Topic source:Source status:Status used:Shown"
    family(app, "observations", observations, filters=filters, **told)
    family(app, "computed-values", computed, filters="used:Shown", **told)
