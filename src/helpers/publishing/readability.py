"""How a chapter reads: how long its sentences are, and how many speak of the sources as such.

**What counts as a sentence.** A chapter's paragraphs and list items are divided at full stops,
question and exclamation marks. The sentences of the findings that it prints count as its own. What
a role prints counts as one word; a mark of evidence and a citation in brackets count as none.
Headings, tables, captions and figures' texts are left out, and so are the label that marks context
(`LABEL`) and all of the closing section, which is about the sources by its purpose (`CLOSING`).

**What speaks of the sources.** A sentence counts when any of `ABOUT_SOURCES` stands in it: a source
named as a document (the thesis, the assessment, its authors, the text), or what a document does and
has (prints, misprint, bibliography, footnote, cites). It is the stricter of two ways to count: one
such word anywhere is enough, whatever the sentence's grammatical subject is. To name a source in a
sentence about the world, `{cite}` and `{passage}` are there, and neither counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers import paths
from helpers.evidence import findings
from helpers.publishing import myst
from helpers.publishing.chapters import Page

CLOSING = {"How good is the evidence", "How well the points are known"}
MOST_ABOUT_SOURCES = 0.12
LONGEST_MEAN = 24
LONGEST = 45
FEWEST_WORDS = 3  # below that, it is no sentence
LABEL = re.compile(r"Context(?:, not from the five sources)?\.")
SILENT = {"passage", "cite", "cite:p", "cite:ps"}  # these print in brackets, or a mark
PRINTED = "Xxx"  # stands where a role prints something; a sentence may begin with it
SENTENCE_END = re.compile(r"(?<=[.?!…])[”\"’')\]]*\s+(?=[“\"‘'(\[]*[A-ZÀ-Þ\d])")
ABBREVIATION = re.compile(r"(?:\b(?:Dr|e\.g|etc|i\.e|Mr|Mrs|No|St|U\.S|vs|approx|cf)|\b[A-Z])\.$")
ABOUT_SOURCES = re.compile(
    r"\b(?:the|this|that|its|their|our|both|all(?: the| five)?|five|four|other|no|each|every|one) "
    r"(?:European |Ecuadorian |same |main |whole |longest |shorter |five |four |other )?"
    r"(?:thesis|assessment|sources?|documents?|texts?|information sheet|sheet of 2023"
    r"|announcement of 2015|bibliography|footnotes?|section|annex(?:es)?|paragraph|caption)\b"
    r"(?! (?:of|for) (?!this book|the book|20))"
    r"|\bthesis(?:’s|'s)|\bassessment(?:’s|'s)|\bits authors\b|\bthe authors\b"
    r"|\bprint(?:s|ed)?\b|\breprint(?:s|ed)?\b|\bmisprint(?:s|ed)?\b|\bbibliograph(?:y|ies)\b"
    r"|\bcit(?:es|ed|ing)\b|\bquotes? (?:it|this|them)\b|\bunsourced\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """What counting a chapter's sentences came to.

    Attributes
    ----------
    lengths : tuple of int
        The words of each sentence.
    sentences : tuple of str
        The sentences, `PRINTED` where a role prints something.
    about_sources : tuple of str
        Those that speak of the sources.
    """

    page: str
    sentences: tuple[str, ...]
    lengths: tuple[int, ...]
    about_sources: tuple[str, ...]

    @property
    def mean(self) -> float:
        """Words in a sentence, on average."""
        return sum(self.lengths) / len(self.lengths) if self.lengths else 0.0

    @property
    def share(self) -> float:
        """The share of sentences that speak of the sources."""
        return len(self.about_sources) / len(self.sentences) if self.sentences else 0.0


def read(page: Page) -> Reading:
    """Count a chapter's sentences."""
    told = tuple(sentences(page))
    return Reading(
        page.name,
        told,
        tuple(len(_words(one)) for one in told),
        tuple(one for one in told if ABOUT_SOURCES.search(one)),
    )


def readings(pages: list[Page]) -> list[Reading]:
    """Count the sentences of every chapter."""
    return [read(page) for page in pages if page.is_notebook]


def table(pages: list[Page]) -> list[str]:
    """Tell each chapter's counts, a line each, for who wants to see them."""
    found = readings(pages)
    width = max((len(one.page) for one in found), default=0)
    return [
        f"{one.page:{width}}  {len(one.sentences):3} sentences, {one.mean:4.1f} words on average, "
        f"{max(one.lengths, default=0):2} at most; {len(one.about_sources):2} of them "
        f"({one.share:5.1%}) speak of the sources"
        for one in found
    ]


def problems(pages: list[Page]) -> list[str]:
    """Say which chapters speak too much of the sources, or in sentences that are too long."""
    return [told for page in pages if page.is_notebook for told in _problems(page)]


def _problems(page: Page) -> Iterator[str]:
    where, one = paths.relative(page.path), read(page)
    if one.share > MOST_ABOUT_SOURCES:
        shown = "; ".join(f"“{_shown(told)}”" for told in one.about_sources[:3])
        yield (
            f"{where}: {len(one.about_sources)} of its {len(one.sentences)} sentences "
            f"({one.share:.1%}) speak of the sources as such, at most {MOST_ABOUT_SOURCES:.0%} "
            f"may: {shown}. Say what happened and name the source with {{cite}} or {{passage}}; "
            "what concerns a document belongs to the closing section."
        )
    if one.mean > LONGEST_MEAN:
        yield (
            f"{where}: its sentences have {one.mean:.1f} words on average, at most {LONGEST_MEAN} "
            "are read with ease. Divide the longest."
        )
    for told, length in zip(one.sentences, one.lengths, strict=True):
        if length > LONGEST:
            yield (
                f"{where}: a sentence of {length} words, at most {LONGEST} may stand in one: "
                f"“{_shown(told)}”. Divide it."
            )


def sentences(page: Page) -> Iterator[str]:
    """Divide a chapter into sentences, its closing section apart."""
    closing = False
    for _, text in page.markdown:
        for part in myst.read(text):
            if isinstance(part, myst.Prose):
                if part.block == "heading":
                    title = part.text.strip()
                    closing = title in CLOSING or (closing and _is_below(title, text))
                elif not closing and part.block == "paragraph" and not _is_caption(part):
                    yield from divided(_with_roles(part))
            elif isinstance(part, myst.Role) and part.name == "finding" and not closing:
                found = findings.findings().get(part.content)
                for inner in myst.prose(found.text if found else ""):
                    yield from divided(_with_roles(inner))


def divided(text: str) -> list[str]:
    """Divide running text into sentences.

    Examples
    --------
    >>> divided("The U.S. Congress met. It was 2018; Mr. Smith spoke.")
    ['The U.S. Congress met.', 'It was 2018; Mr. Smith spoke.']
    """
    found, start = [], 0
    told = " ".join(text.split())
    for end in SENTENCE_END.finditer(told):
        if not ABBREVIATION.search(told[start : end.start()]):
            found.append(told[start : end.end()].strip())
            start = end.end()
    found.append(told[start:].strip())
    return [one for one in found if len(_words(one)) >= FEWEST_WORDS and not LABEL.fullmatch(one)]


def _with_roles(part: myst.Prose) -> str:
    """Put a word where a role prints one."""
    made, before = [], 0
    for place, role in part.gaps:
        made += [part.text[before:place], " " if role in SILENT | {"finding"} else PRINTED]
        before = place + 1
    return "".join([*made, part.text[before:]])


def _is_caption(part: myst.Prose) -> bool:
    return any(one.name.startswith("data-") or one.name == "figure" for one in part.within)


def _is_below(title: str, text: str) -> bool:
    """Whether a heading of some text is of a level below the closing section's own."""
    return re.search(rf"^#{{3,}} +{re.escape(title)}", text, re.MULTILINE) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[’'.,:/–-]\w+)*", text)


def _shown(text: str) -> str:
    told = text.replace(PRINTED, "…")
    return told if len(told) <= 90 else f"{told[:90].rsplit(' ', 1)[0]} …"
