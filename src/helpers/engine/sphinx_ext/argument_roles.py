"""The roles ``{passage}`` and ``{finding}``: what the book argues from, and what it concludes."""

from html import escape

from docutils import nodes

from helpers.engine.sphinx_ext import addresses, freshness
from helpers.engine.sphinx_ext.back_matter import bibliography
from helpers.engine.sphinx_ext.nodes import add_inline
from helpers.engine.sphinx_ext.published import footer
from helpers.engine.sphinx_ext.roles import PrintingRole
from helpers.engine.state import fingerprints
from helpers.errors import BookError
from helpers.evidence import findings, passages, sources
from helpers.evidence.findings import Finding
from helpers.evidence.passages import Passage


class PassageNode(nodes.Inline, nodes.TextElement):
    """The mark of one or more passages behind a sentence; attribute ``passages`` has them."""


class FindingNode(nodes.Inline, nodes.TextElement):
    """A finding as a sentence; attribute ``finding`` has it."""


class PassageRole(PrintingRole):
    """``{passage}`prisons.overfull```, or several ids divided by commas."""

    def run(self):
        """Make the mark, or report that there is no such passage."""
        try:
            found = [passages.passage(id.strip()) for id in self.text.split(",")]
        except BookError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        for one in found:
            freshness.remember(self.env, "passage", one.id)
            freshness.refer(self.env, map(addresses.work_anchor, one.cited))
        return [PassageNode(self.rawtext, passages=found, classes=["passage"])], []


class FindingRole(PrintingRole):
    """``{finding}`prisons.overfull```: the finding's sentence, the facts in it resolved."""

    def run(self):
        """Make the sentence, or report what is wrong with it."""
        try:
            found = findings.finding(self.text)
        except BookError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        freshness.remember(self.env, "finding", found.id)
        node = FindingNode(self.rawtext, finding=found, classes=["finding"])
        parsed, messages = self.inliner.parse(found.text, self.lineno, None, node)
        node += parsed
        return [node], messages

    def sentence(self, content: str) -> str:
        """Return the finding's sentence; none of an unknown one, which `run` reports."""
        known = findings.findings()
        return known[content].text if content in known else ""


@freshness.kind("passage")
def digest_passage(app, id: str) -> str:
    """Digest all that is known of a passage."""
    return fingerprints.of_bytes(repr(passages.passage(id)).encode())


@freshness.kind("finding")
def digest_finding(app, id: str) -> str:
    """Digest all that is known of a finding."""
    return fingerprints.of_bytes(repr(findings.finding(id)).encode())


def claim_html(found: Passage, works: dict) -> str:
    """Say in HTML what a passage claims, where it stands, and what its source credits for it."""
    source = sources.source(found.source)
    where = f"{footer.source_name(source)}, {found.locator}"
    told = f"<b>{escape(where)}</b> {escape(found.claim)}"
    if found.cited:
        named = [works[key][0] if key in works else key for key in found.cited]
        told += f" Credited there to {escape('; '.join(named))}."
    return told


def support_html(found: Finding) -> str:
    """Say in HTML how well a finding is supported, by how much, and what speaks against it."""
    count = len(found.evidence)
    told = f"<b>Finding, {escape(found.support)}</b> "
    told += f"{count} piece{'s' if count > 1 else ''} of evidence; the page it leads to has them."
    if found.against_text:
        told += f" What speaks against it: {escape(found.against_text)}"
    return told


def mark_html(builder, page: str, anchor: str, mark: str, *, css: str, label: str, note) -> str:
    """Write a mark behind a sentence, which tells as a fact does and leads to a row.

    Parameters
    ----------
    page, anchor : str
        The page of the row, and the row's anchor. A book without that page still has the note.
    note : tuple of str
        The id of the note, and its HTML.
    """
    id, told = note
    if addresses.has(builder.env, page):
        way = addresses.address(builder, page, anchor)
        tag, end = f'a href="{way}"', "a"
    else:
        tag, end = 'span class="evidence-mark" tabindex="0" role="note"', "span"
    return (
        f'<span class="fact {css}"><{tag} aria-label="{escape(label, quote=True)}" '
        f'aria-describedby="{id}">{mark}</{end}>'
        f'<span class="fact-note" role="tooltip" id="{id}">{told}</span></span>'
    )


def visit_passage(self, node) -> None:
    """Write the mark with its note."""
    works = bibliography.works(self.builder.env)
    self.book_passages = getattr(self, "book_passages", 0) + 1
    first = node["passages"][0]
    told = "".join(
        f'<span class="claim">{claim_html(one, works)}</span>' for one in node["passages"]
    )
    self.body.append(
        mark_html(
            self.builder,
            addresses.PASSAGES,
            addresses.passage_anchor(first.id),
            "¶",
            css="passage",
            label=f"Evidence: {'; '.join(one.locator for one in node['passages'])}",
            note=(f"passage-note-{self.book_passages}", told),
        )
    )
    raise nodes.SkipNode


def depart_passage(self, node) -> None:
    """Do nothing: the mark is written whole."""


def visit_finding(self, node) -> None:
    """Open the sentence."""
    self.body.append('<span class="finding">')


def depart_finding(self, node) -> None:
    """Close the sentence with the mark that leads to its evidence."""
    found: Finding = node["finding"]
    self.book_findings = getattr(self, "book_findings", 0) + 1
    self.body.append(
        mark_html(
            self.builder,
            addresses.FINDINGS,
            addresses.finding_anchor(found.id),
            "†",
            css="finding-mark",
            label=f"Evidence for this finding: {found.support}",
            note=(f"finding-note-{self.book_findings}", support_html(found)),
        )
    )
    self.body.append("</span>")


def setup(app) -> None:
    """Register."""
    app.add_role("passage", PassageRole())
    app.add_role("finding", FindingRole())
    add_inline(app, PassageNode, visit_passage, depart_passage)
    add_inline(app, FindingNode, visit_finding, depart_finding)
