"""What a chapter argues from, checked: its passages, findings, quotations and sentences."""

import re
from collections.abc import Iterator
from pathlib import Path

from helpers import paths
from helpers.evidence import findings, package, passages, sources
from helpers.evidence.tables import rows
from helpers.publishing import myst
from helpers.publishing.chapters import Page

CLOSING = re.compile(r"^## How good is the evidence\s*$.*", re.MULTILINE | re.DOTALL)
SENTENCE_END = re.compile(r"(?<=[.?!])[”\"’)]*\s+(?=[“\"A-Z\d])")
# A sentence is about the sources as such, and not about the world, when it speaks of them by one
# of these words. A mark {passage} or a citation is how a source is named without speaking of it.
ABOUT_SOURCES = re.compile(
    r"\b(?:the|this|its|their) (?:thesis|assessment|sources?|five documents|text|section"
    r"|annex|annexes|sheet|announcement|paragraph|caption|bibliography)\b"
    r"|\b(?:prints?|printed|misprint|bibliography|entry in the)\b",
    re.IGNORECASE,
)
MOST_ABOUT_SOURCES = 0.12  # of a chapter's sentences, its closing section apart
MEAN_LENGTH, LONGEST = 24, 45  # words in a sentence
QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
A_TERM = 5  # words: up to so many, quotation marks stand around a name or a term


def problems(pages: list[Page]) -> list[str]:
    """Say which passages no page uses, and what is wrong with findings; empty when nothing is."""
    return [*_unused_passages(pages), *_findings(pages), *_wordy(pages)]


def used(pages: list[Page], role: str) -> dict[str, list[str]]:
    """List the pages that name each passage, or print each finding, by its id."""
    found: dict[str, list[str]] = {}
    for page in pages:
        for _, text in page.markdown:
            for one in myst.roles(text):
                if one.name == role:
                    for id in one.content.split(","):
                        found.setdefault(id.strip(), []).append(page.name)
    return found


def _unused_passages(pages: list[Page]) -> Iterator[str]:
    named = used(pages, "passage")
    for one in passages.passages().values():
        if one.id not in named and not one.left_out:
            yield (
                f"data/passages.csv, {one.id}: no page uses this passage ({one.locator}), and "
                "left_out gives no reason. Use it with {passage}`…`, or say why it is left out."
            )
        elif one.id in named and one.left_out:
            yield (
                f"data/passages.csv, {one.id}: left_out says “{one.left_out}”, yet "
                f"{named[one.id][0]} uses it. Clear the field, or take the mark out."
            )


def _findings(pages: list[Page]) -> Iterator[str]:
    printed = used(pages, "finding")
    known = _known()
    typed = {page.name: " ".join(text for _, text in page.markdown) for page in pages}
    for one in findings.findings().values():
        where = f"data/findings.csv, {one.id}"
        if one.id not in printed:
            yield f"{where}: no page prints this finding. Print it with {{finding}}`{one.id}`."
        elif one.page not in printed[one.id]:
            yield f"{where}: its page {one.page} does not print it; {printed[one.id][0]} does."
        for id in (*one.evidence, *one.against, *one.criticises):
            if id not in known and not _is_published(id, pages):
                yield f"{where}: {id} is no passage, fact, figure or row. Mend the id."
        for id in one.criticises:
            if not passages.passage(id).second_read:
                yield (
                    f"{where}: criticises {id}, which no second reader has held against its source "
                    "(field second_read). Let somebody read it with `book sources FOLDER --read`."
                )
        for name, text in typed.items():
            if one.text in text:
                yield f"{where}: {name} has the sentence typed. Print it with the role."


def _known() -> set[str]:
    """Every id of a row of data."""
    ids = set(findings.findings())
    for name in package.tables():
        ids |= {row["id"] for row in rows(name) if "id" in row}
    return ids


def _is_published(id: str, pages: list[Page]) -> bool:
    """Whether some chapter publishes a figure or computes a value of that id."""
    return any(
        f'"{id}"' in source or _template(id, source)
        for page in pages
        if page.is_notebook
        for cell in page.notebook["cells"]
        if cell["cell_type"] == "code"
        for source in ["".join(cell["source"])]
    )


def _template(id: str, source: str) -> bool:
    """Whether an f-string such as ``f"region.ecuador.{short}"`` in the code can make the id."""
    for found in re.findall(r'f"([a-z0-9.-]*\{[^}]+\}[a-z0-9.{}_\[\]-]*)"', source):
        pattern = re.sub(r"\\\{[^}]+\\\}", r"[a-z0-9-]+", re.escape(found))
        if re.fullmatch(pattern, id):
            return True
    return False


def sentences(page: Page) -> list[str]:
    """Divide a chapter's running text, its closing section apart, into sentences."""
    found = []
    for _, text in page.markdown:
        for part in myst.prose(CLOSING.sub("", text)):
            if part.within and part.within[-1].name.startswith("data-"):
                continue  # captions say what is drawn and where it is from
            told = " ".join(part.text.split())
            found += [one for one in SENTENCE_END.split(told) if len(one.split()) > 2]
    return found


def share_about_sources(page: Page) -> float:
    """Tell what share of a chapter's sentences speaks of the sources and not of the world."""
    told = sentences(page)
    return sum(bool(ABOUT_SOURCES.search(one)) for one in told) / len(told) if told else 0.0


def _wordy(pages: list[Page]) -> Iterator[str]:
    for page in pages:
        if not page.is_notebook:
            continue
        told, share = sentences(page), share_about_sources(page)
        where = paths.relative(page.path)
        if share > MOST_ABOUT_SOURCES:
            yield (
                f"{where}: {share:.0%} of its sentences speak of the sources as such; at most "
                f"{MOST_ABOUT_SOURCES:.0%} may. Say what happened, and name the source with "
                "{passage} or {cite}; what concerns a document goes to the closing section."
            )
        lengths = [len(one.split()) for one in told]
        if lengths and sum(lengths) / len(lengths) > MEAN_LENGTH:
            yield f"{where}: its sentences have more than {MEAN_LENGTH} words on average."
        for one, length in zip(told, lengths, strict=True):
            if length > LONGEST:
                yield f"{where}: a sentence of {length} words (“{one[:60]}…”). Divide it."


def quotations(pages: list[Page], folder: Path) -> list[str]:
    """Find every quotation of the chapters in the sources, and tell those that end too early.

    Parameters
    ----------
    folder : Path
        Holds the texts of the sources.

    Returns
    -------
    list of str
        A message for each quotation that stands in no source, and for each that ends before its
        sentence does without saying so by an ellipsis.
    """
    texts = {id: _folded(" ".join(lines)) for id, lines in sources.texts(folder).items()}
    found = []
    for page in pages:
        for cell, text in page.markdown:
            where = ", ".join(filter(None, [paths.relative(page.path), cell]))
            for part in myst.prose(text):
                for match in QUOTATION.finditer(part.text):
                    quoted = " ".join((match[1] or match[2]).split())
                    if len(quoted.split()) > A_TERM:
                        found += _quotation(where, quoted, texts)
    return found


def _quotation(where: str, quoted: str, texts: dict[str, str]) -> Iterator[str]:
    cut = quoted.endswith(("…", "..."))
    words = _folded(quoted.rstrip(".…").strip())
    for id, text in texts.items():
        at = text.find(words)
        if at < 0:
            continue
        rest = re.split(r"(?<=[.?!])\s", text[at + len(words) : at + len(words) + 600])[0]
        if re.search(r"\w", rest) and not cut:
            yield (
                f"{where}: the quotation “{quoted}” of {id} ends before its sentence does, which "
                f"goes on “{rest.strip()[:120]}”. End it with … and let a passage say the rest."
            )
        return
    yield (
        f"{where}: “{quoted}” stands in no source. Quote it as it is printed, or say it in "
        "other words without quotation marks."
    )


def _folded(text: str) -> str:
    """Fold what typesetting changes: white space, quotation marks, hyphens at line ends, case."""
    text = re.sub(r"[“”„\"]", '"', re.sub(r"[‘’]", "'", text))
    return " ".join(re.sub(r"(\w)- (\w)", r"\1\2", " ".join(text.split())).casefold().split())
