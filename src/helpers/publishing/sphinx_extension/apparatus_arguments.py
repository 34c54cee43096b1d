"""The pages of findings and of passages: what the book concludes, and what it argues from."""

import re
from html import escape

from helpers.errors import BookError
from helpers.evidence import findings as evidence_findings
from helpers.evidence import passages as evidence_passages
from helpers.evidence.findings import Finding
from helpers.evidence.passages import Passage
from helpers.publishing import myst
from helpers.publishing.sphinx_extension import apparatus_late, bundles
from helpers.publishing.sphinx_extension.apparatus_pages import (
    FACTS,
    ORIGINS,
    Page,
    chip,
    family,
    parts_by_source,
    row,
    rows,
    table,
)
from helpers.publishing.sphinx_extension.facts import ROLES
from helpers.publishing.sphinx_extension.page_names import (
    DISCREPANCIES,
    FINDINGS,
    PASSAGES,
    finding_anchor,
    passage_anchor,
    row_anchor,
)

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


def passages(page: Page, source: str) -> str:
    """List a source's passages in its order, with what each claims and where the book uses it."""
    found = [one for one in evidence_passages.passages().values() if one.source == source]
    if page.in_print:
        return f"<p>{len(found)} passages, listed in the HTML edition.</p>"
    used = apparatus_late.shown(page.env, "passage")
    found.sort(key=lambda one: int(one.line))
    return table(PASSAGE_HEAD, [_passage(page, one, used) for one in found], "passages")


def _passage(page: Page, one: Passage, used: dict[str, list[str]]) -> str:
    claim = escape(one.claim)
    if one.cited:
        claim += f"<small>Credited there to {page.works(';'.join(one.cited))}</small>"
    pages = [page.link(page.title(name), name) for name in used.get(one.id, [])]
    told = {
        "place": f"{escape(one.locator)}<small>line {one.line}, “{escape(one.opening)}…”</small>",
        "claim": claim,
        "kind": escape(one.kind),
        "used": "<br>".join(pages) or f"<small>{escape(one.left_out or 'not used')}</small>",
    }
    data = page.attributes(kind=one.kind, use="used" if pages else "left out")
    return row(told, id=passage_anchor(one.id), data=data, head=PASSAGE_HEAD)


def findings(page: Page, part: str) -> str:
    """List every finding with its support, its evidence, and what speaks against it."""
    printed = apparatus_late.shown(page.env, "finding")
    body = [_finding(page, one, printed) for one in evidence_findings.findings().values()]
    return table(FINDING_HEAD, body, "findings")


def _finding(page: Page, one: Finding, printed: dict[str, list[str]]) -> str:
    against = [_named(page, id) for id in one.against]
    if one.against_text:
        against.insert(0, escape(one.against_text))
    criticises = [_named(page, id) for id in one.criticises]
    text = escape(plain_text(page.app, one.text))
    if criticises:
        text += f"<small>Criticises: {'; '.join(criticises)}</small>"
    told = {
        "text": text,
        "support": chip(one.support.replace(" ", "-")),
        "evidence": _listed([_named(page, id) for id in one.evidence]) or "None.",
        "against": _listed(against) or "Nothing known.",
        "used": "<br>".join(page.link(page.title(name), name) for name in printed.get(one.id, [])),
    }
    data = page.attributes(support=one.support)
    return row(told, id=finding_anchor(one.id), data=data, head=FINDING_HEAD)


def _listed(items: list[str]) -> str:
    """Write the items as a list; a single one as it is."""
    if len(items) < 2:
        return "".join(items)
    return f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>"


def plain_text(app, text: str) -> str:
    """Write a finding's sentence as plain words, its facts printed."""
    for role in myst.roles(text):
        written = f"{{{role.name}}}`{role.content}`"
        if role.name in ROLES:
            shown = ROLES[role.name]().written(bundles.fact(app, role.content))
            text = text.replace(written, shown)
        else:
            text = text.replace(written, "")
    return re.sub(r"\s+([.,;])", r"\1", re.sub(r"[*_]{1,2}(\S[^*_]*)[*_]{1,2}", r"\1", text))


def _named(page: Page, id: str) -> str:
    """Say what a piece of evidence is, and link to where it stands."""
    if id in evidence_passages.passages():
        found = evidence_passages.passage(id)
        if page.in_print:  # which has no list of passages
            return page.origin(vars(found))
        return page.link(found.claim, PASSAGES, passage_anchor(id), title=found.locator)
    if id in evidence_findings.findings():
        text = plain_text(page.app, evidence_findings.finding(id).text)
        return page.link(text, FINDINGS, finding_anchor(id))
    return _named_fact(page, id) or _named_display(page, id) or _named_row(page, id) or escape(id)


def _named_fact(page: Page, id: str) -> str:
    try:
        return page.fact(bundles.fact(page.app, id))
    except BookError:
        return ""


def _named_display(page: Page, id: str) -> str:
    for kind, told in (("fig", "Figure"), ("tab", "Table")):
        label = page.env.get_domain("std").anonlabels.get(f"{kind}-{id}")
        if label:
            return page.link(f"{told} “{id}”", label[0].removeprefix("chapters/"), label[1])
    return ""


def _named_row(page: Page, id: str) -> str:
    for one in rows("discrepancies"):
        if one["id"] == id:
            return page.link(one["problem"], DISCREPANCIES, row_anchor(id))
    for one in rows("context_events"):  # told by chapters, listed nowhere
        if one["id"] == id:
            return escape(f"{one['title']} ({one['date']}, context)")
    return page.act(id)


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
        reads=(
            "findings",
            "passages",
            "events",
            "context_events",
            "agreements",
            "discrepancies",
            *FACTS,
            *ORIGINS,
        ),
        late=("findings", "uses", "figures", "pages", "works"),
        shows=[("bundle", "facts")],
        filters="support:Support",
    )
