"""The timeline: every dated event of the sources, decade by decade."""

from calendar import month_name
from html import escape

from helpers.engine.sphinx_ext.addresses import row_anchor
from helpers.engine.sphinx_ext.back_matter.data_pages import (
    NAMES,
    ORIGINS,
    REASONS,
    PageWriter,
    family,
    named,
    rows,
)


def timeline(page: PageWriter, decade: str) -> str:
    """List the events of a decade, in the order of their dates."""
    found = [one for one in rows("events") if one["date"].startswith(decade)]
    return f'<ol class="timeline">{"".join(_event(page, one) for one in found)}</ol>'


def _event(page: PageWriter, one: dict) -> str:
    place = named(one["place"]) if one["place"] else ""
    actors = [named(id) for id in one["actors"].split(";") if id and id != one["place"]]
    where = [told for told in (place, ", ".join(actors)) if told]
    data = page.attributes(kind=one["kind"], place=place, source=one["source"])
    return (
        f'<li id="{row_anchor(one["id"])}"{data}><time datetime="{_machine(one["date"])}">'
        f"{date(one['date'])}</time><div><strong>{escape(one['title'])}</strong>"
        f"{particulars(page, one, where)}</div></li>"
    )


def particulars(page: PageWriter, one: dict, before: list[str]) -> str:
    """Tell what stands behind the title of an event or agreement.

    Its kind, its status unless it is as printed, its origin and the works cited there, and on
    screen its note.

    Parameters
    ----------
    before : list of str
        What comes before the origin, such as a place.
    """
    status = "" if one["status"] == "as-printed" else page.status(one["id"], one["status"])
    works = f", citing {page.works(one['cited'])}" if one["cited"] else ""
    small = " · ".join([*map(escape, before), page.origin(one) + works])
    note = f"<small>{escape(one['note'])}</small>" if one["note"] else ""
    return f'<span class="kind">{escape(one["kind"])}</span> {status}<small>{small}</small>{note}'


def date(text: str) -> str:
    """Write an ISO date, month, year or span of them as readers do.

    >>> date("2021-02-23"), date("2013-10/2017-03"), date("2007")
    ('23 February 2021', 'October 2013 – March 2017', '2007')
    >>> date("2013/2017")
    '2013–2017'
    """
    ends = [" ".join(reversed(_parts(one))) for one in text.split("/")]
    return ("–" if all(one.isdigit() for one in ends) else " – ").join(ends)


def _parts(text: str) -> list[str]:
    year, *rest = text.split("-")
    made = [year]
    if rest:
        made.append(month_name[int(rest[0])])
    if rest[1:]:
        made.append(str(int(rest[1])))
    return made


def _machine(text: str) -> str:
    """Write the start of a span as a machine-readable date: HTML knows no spans of time."""
    return text.partition("/")[0]


def _decades() -> list[tuple[str, str, str]]:
    found = sorted({one["date"][:3] for one in rows("events")})
    return [(one, f"{one}0s", f"decade-{one}0s") for one in found]


def setup(app) -> None:
    """Register."""
    family(
        app,
        "timeline",
        timeline,
        reads=("events", *NAMES, *ORIGINS, *REASONS),
        late=("works",),
        parts=_decades,
        filters="kind:Kind place:Place source:Source",
    )
