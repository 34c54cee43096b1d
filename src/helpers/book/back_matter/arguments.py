"""The pages of findings and of passages: what the book concludes, and what it argues from."""

import re
from html import escape

from helpers.engine.extensions import registry
from helpers.engine.pages import myst
from helpers.engine.sphinx_ext.addresses import (
    CATALOGUE,
    COMPUTED,
    DISCREPANCIES,
    FINDINGS,
    NETWORK,
    OBSERVATIONS,
    PASSAGES,
    TIMELINE,
    fact_anchor,
    finding_anchor,
    passage_anchor,
    row_anchor,
)
from helpers.engine.sphinx_ext.back_matter import cross_references
from helpers.engine.sphinx_ext.back_matter.data_pages import (
    FACTS,
    ORIGINS,
    PageWriter,
    capitalised,
    chip,
    family,
    parts_by_source,
    row,
    rows,
    table,
)
from helpers.engine.sphinx_ext.published import bundles
from helpers.errors import BookError
from helpers.evidence import findings as evidence_findings
from helpers.evidence import passages as evidence_passages
from helpers.evidence.findings import Finding
from helpers.evidence.passages import Passage

# Tables whose rows can be evidence: the page that tells of them, and the field that names a row.
NAMED = {
    "events": (TIMELINE, "title"),
    "agreements": (NETWORK, "title"),
    "discrepancies": (DISCREPANCIES, "problem"),
    "context_events": (CATALOGUE, "title"),
    "operations": (CATALOGUE, "name"),
    "conclusions": (CATALOGUE, "claim"),
}
PASSAGE_HEAD = [
    ("place", "Where"),
    ("claim", "What it says, in our words"),
    ("kind", "Kind"),
    ("used", "Used on"),
]
FINDING_HEAD = [
    ("text", "Finding"),
    ("support", "Support"),
    ("evidence", "Evidence"),
    ("against", "What speaks against it"),
    ("used", "Printed on"),
]


def passages(page: PageWriter, source: str) -> str:
    """List a source's passages in its order, with what each claims and where the book uses it."""
    found = [one for one in evidence_passages.passages().values() if one.source == source]
    used = cross_references.shown(page.env, "passage")
    found.sort(key=lambda one: int(one.line))
    return table(PASSAGE_HEAD, [_passage(page, one, used) for one in found], "passages")


def _passage(page: PageWriter, one: Passage, used: dict[str, list[str]]) -> str:
    claim = escape(one.claim)
    if one.cited:
        claim += f"<small>Credited there to {page.works(';'.join(one.cited))}</small>"
    pages = [page.link(page.title(name), name) for name in used.get(one.id, [])]
    told = {
        "place": f"{escape(one.locator)}<small>line {one.line}, “{escape(one.opening)}…”</small>"
        f"<code>{escape(one.id)}</code>",
        "claim": claim,
        "kind": escape(one.kind),
        "used": "<br>".join(pages) or f"<small>{escape(one.left_out or 'not used')}</small>",
    }
    data = page.attributes(kind=one.kind, use="used" if pages else "left out")
    return row(told, id=passage_anchor(one.id), data=data, head=PASSAGE_HEAD)


def findings(page: PageWriter, part: str) -> str:
    """List every finding with its support, its evidence, and what speaks against it."""
    printed = cross_references.shown(page.env, "finding")
    body = [_finding(page, one, printed) for one in evidence_findings.findings().values()]
    return table(FINDING_HEAD, body, "findings")


def _finding(page: PageWriter, one: Finding, printed: dict[str, list[str]]) -> str:
    against = [_named(page, id) for id in one.against]
    if one.against_text:
        against.insert(0, escape(one.against_text))
    criticises = [_named(page, id) for id in one.criticises]
    text = escape(plain_text(page.app, one.text))
    if criticises:
        text += f"<small>Criticises: {'; '.join(criticises)}</small>"
    text += f"<code>{escape(one.id)}</code>"
    told = {
        "text": text,
        "support": chip(one.support.replace(" ", "-")),
        "evidence": _list([_named(page, id) for id in one.evidence]) or "None.",
        "against": _list(against) or "Nothing known.",
        "used": "<br>".join(page.link(page.title(name), name) for name in printed.get(one.id, [])),
    }
    data = page.attributes(support=one.support)
    return row(told, id=finding_anchor(one.id), data=data, head=FINDING_HEAD)


def _list(told: list[str]) -> str:
    """Write several things as a list, one as it is."""
    if len(told) < 2:
        return "".join(told)
    return f"<ul>{''.join(f'<li>{one}</li>' for one in told)}</ul>"


def plain_text(app, text: str) -> str:
    """Write a finding's sentence as plain words, its facts printed."""
    for role in myst.roles(text):
        written = f"{{{role.name}}}`{role.content}`"
        known = registry().roles.get(role.name)
        ids = known.facts(role.content) if known else []
        shown = [known.written(bundles.fact(app, id)) for id in ids]
        text = text.replace(written, ", ".join(shown))
    return re.sub(r"\s+([.,;])", r"\1", re.sub(r"[*_]{1,2}(\S[^*_]*)[*_]{1,2}", r"\1", text))


def _named(page: PageWriter, id: str) -> str:
    """Say what a piece of evidence is, and link to where it stands."""
    if id in evidence_passages.passages():
        found = evidence_passages.passage(id)
        return page.link(found.claim, PASSAGES, passage_anchor(id), title=found.locator)
    if id in evidence_findings.findings():
        text = plain_text(page.app, evidence_findings.finding(id).text)
        return page.link(text, FINDINGS, finding_anchor(id))
    return (
        _named_fact(page, id)
        or _named_display(page, id)
        or _named_row(page, id)
        or f"<code>{escape(id)}</code>"
    )


def _named_fact(page: PageWriter, id: str) -> str:
    try:
        fact = bundles.fact(page.app, id)
    except BookError:
        return ""
    where = COMPUTED if fact.status == "computed" else OBSERVATIONS
    return page.link(f"{fact.indicator}: {fact.text}", where, fact_anchor(id))


def _named_display(page: PageWriter, id: str) -> str:
    for kind, told in (("fig", "Figure"), ("tab", "Table")):
        label = page.env.get_domain("std").anonlabels.get(f"{kind}-{id}")
        if label:
            return page.link(f"{told} “{id}”", label[0].removeprefix("chapters/"), label[1])
    return ""


def _named_row(page: PageWriter, id: str) -> str:
    for name, (where, field) in NAMED.items():
        for one in rows(name):
            if one["id"] == id:
                told = capitalised(one[field])
                if name == "context_events":
                    told += f" ({one['date']}, context)"
                anchor = f"table-{name}" if where == CATALOGUE else row_anchor(id)
                return page.link(told, where, anchor)
    return ""


def setup(app) -> None:
    """Register."""
    family(
        app,
        "passages",
        passages,
        reads=("passages", *ORIGINS),
        late=("passages", "pages", "works"),
        parts=lambda: parts_by_source("passages"),
        filters="kind:Kind use:Use",
    )
    family(
        app,
        "findings",
        findings,
        reads=("findings", "passages", *NAMED, *FACTS, *ORIGINS),
        late=("findings", "uses", "figures", "pages", "works"),
        shows=[("bundle", "facts")],
        filters="support:Support",
    )
