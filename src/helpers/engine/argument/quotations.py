"""Quotations held against the sources: each stands in one, and none hides how its sentence ends.

A quotation cut in the middle of a sentence can say the opposite of what the sentence says. So one
that ends before its sentence does is marked by an ellipsis, and a passage tells the sentence whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.engine.pages import myst
from helpers.engine.pages.chapters import Page
from helpers.evidence import findings, passage_texts, sources

QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"")
FEWEST_WORDS = 3  # below that, the marks stand around a name or a word that is not the book's own
A_TERM = 5  # up to so many words, it may be a term, for which italics are there
ELLIPSIS = r"\[?(?:…|\.\.\.)\]?"
ENDS_CUT = re.compile(rf"{ELLIPSIS}[.,;:]?$")
GOES_ON_CUT = re.compile(rf"\s?{ELLIPSIS}")
ROLE = "\ufffc"  # stands where a role was: what it prints is not known here
OMISSION = re.compile(rf"{ELLIPSIS}|\[[^\]]*\]|{ROLE}")  # a word of the book's own in brackets, too
PRINTED = re.compile(
    r" ?[\w$€.,-]*\w(?: ?%| (?:percent|per cent|thousand|million|billion|tons)\b)?"
)
BETWEEN = 400  # characters that an omission may leave out
BY_A_ROLE = 40  # characters that a role may print
CITATION = re.compile(r"\([^()]*\b(?:\d{4}[a-z]?|s\.f\.|n\.d\.)[^()]*\)|\[\d+\]")
SENTENCE_END = re.compile(r"[.?!][\"')\]*]*(?=\s+[\"'(\[*#]*[A-Z\d]|\s*$)")
NO_END = re.compile(r"(?:\b(?:al|approx|cf|Dr|e\.g|etc|i\.e|Mr|Mrs|No|pp?|St|U\.S|vs)|\b[A-Z])\.$")
SAME = str.maketrans("“”„«»‘’‚`–—‑−", '"""""\'\'\'\'----')


@dataclass(frozen=True)
class Quotation:
    """What stands between quotation marks.

    Attributes
    ----------
    where : str
        Page, cell and line, as messages name them.
    text : str
        Its words; `ROLE` where a role stands among them.
    is_cut : bool
        Whether an ellipsis says that its sentence goes on.
    """

    where: str
    text: str
    is_cut: bool


@dataclass(frozen=True)
class Folded:
    """A text without what typesetting adds, and where each of its characters stood before."""

    text: str
    original: str
    places: tuple[int, ...]

    def rest(self, start: int, end: int | None = None) -> str:
        """Give the original text from a place in the folded one to another, on one line."""
        first = self.places[start] if start < len(self.places) else len(self.original)
        last = self.places[end] if end is not None and end < len(self.places) else None
        return " ".join(self.original[first:last].split())


def problems(pages: list[Page], folder: Path) -> list[str]:
    """Find every quotation of the book in the sources' texts.

    Parameters
    ----------
    folder : Path
        Holds the texts.

    Returns
    -------
    list of str
        A message for each quotation that stands in no source, that ends before its sentence does
        and does not say so, or that says so while no passage tells what the sentence goes on to
        say.
    """
    texts = {id: fold("\n".join(lines)) for id, lines in sources.texts(folder).items()}
    covered = _covered(texts, folder)
    return [told for one in quotations(pages) for told in _problem(one, texts, covered)]


def count(pages: list[Page]) -> int:
    """Count the quotations of the book."""
    return len(quotations(pages))


def quotations(pages: list[Page]) -> list[Quotation]:
    """List every quotation in the pages' running text and in what the table of findings says."""
    found = [
        one
        for page in pages
        for cell, text in page.markdown
        for one in _quotations(", ".join(filter(None, [paths.relative(page.path), cell])), text)
    ]
    return [*found, *_in_findings()]


def fold(text: str) -> Folded:
    r"""Fold what typesetting changes: white space, quotation marks, dashes, hyphens in words.

    Examples
    --------
    >>> fold("It was  “inter-\nnational”").text
    'it was "international"'
    """
    made: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text.translate(SAME)):
        if letter in "*\u00ad":
            continue
        shown = " " if letter.isspace() else letter
        if shown == " " and made[-1:] == [" "]:
            continue
        made.append(shown.lower() if len(shown.lower()) == 1 else shown)
        places.append(place)
    folded = "".join(made)
    dropped = {
        place
        for found in re.finditer(r"(?<=\w)- ?(?=\w)", folded)
        for place in range(*found.span())
    }
    kept = [place for place in range(len(folded)) if place not in dropped]
    return Folded(
        "".join(folded[place] for place in kept), text, tuple(places[place] for place in kept)
    )


def _quotations(where: str, text: str) -> Iterator[Quotation]:
    for part in myst.prose(text):
        letters = list(part.text)
        for place, role in part.gaps:
            letters[place] = " " if role in {"passage", "cite"} else ROLE
        told = "".join(letters)
        for found in QUOTED.finditer(told):
            quoted = " ".join((found[1] or found[2]).split())
            if len(re.findall(r"\w+(?:['’.,-]\w+)*", quoted)) >= FEWEST_WORDS:
                line = part.line + told.count("\n", 0, found.start())
                is_cut = ENDS_CUT.search(quoted) or GOES_ON_CUT.match(told, found.end())
                yield Quotation(f"{where}, line {line}", quoted, bool(is_cut))


def _in_findings() -> Iterator[Quotation]:
    """Return the quotations in what the table of findings says; each is printed on some page."""
    for one in findings.findings().values():
        for field, text in (("text", one.text), ("against_text", one.against_text)):
            yield from (
                Quotation(f"data/findings.csv, {one.id}, field {field}", found.text, found.is_cut)
                for found in _quotations("", text)
            )


def _covered(texts: dict[str, Folded], folder: Path) -> dict[str, list[tuple[int, int]]]:
    """Say of each source from where to where in its folded text each passage goes."""
    found: dict[str, list[tuple[int, int]]] = {id: [] for id in texts}
    begins = {id: _line_starts(text) for id, text in texts.items()}
    for one, printed in passage_texts.readings(folder):
        if printed is not None:
            text, words = texts[one.source].text, fold(printed).text
            start = text.find(words, begins[one.source][int(one.line) - 1])
            if start >= 0:
                found[one.source].append((start, start + len(words)))
    return found


def _line_starts(text: Folded) -> list[int]:
    """Tell for each line of the original where it begins in the folded text."""
    starts, place = [], 0
    begun = [0, *(found.end() for found in re.finditer("\n", text.original))]
    for first in begun:
        while place < len(text.places) and text.places[place] < first:
            place += 1
        starts.append(max(place - 1, 0))  # a word may go on from the line before
    return starts


def _problem(
    one: Quotation, texts: dict[str, Folded], covered: dict[str, list[tuple[int, int]]]
) -> Iterator[str]:
    """Say what is wrong with a quotation: nothing, when it is right at one place of the sources."""
    wrong = ""
    for id, text in texts.items():
        for start, end in _places(one.text, text.text):
            whole = next(
                ((a, b) for a, b in covered[id] if a <= start < b and end <= b),
                next(((a, b) for a, b in covered[id] if a < end <= b), None),
            )
            rest = text.rest(end, whole[1]) if whole else _to_sentence_end(text.rest(end))
            if not re.search(r"\w", CITATION.sub("", rest)) or (one.is_cut and whole):
                return
            wrong = wrong or _told(one, id, rest, whole is not None)
    shown = one.text.replace(ROLE, "…")
    yield wrong or (
        f"{one.where}: “{shown}” stands in none of the sources. Quote it as it is printed, or say "
        "it without quotation marks; a name or a term can stand in italics."
    )


def _told(one: Quotation, source: str, rest: str, has_passage: bool) -> str:
    shown = one.text.replace(ROLE, "…")
    goes_on = f"“{rest[:160].strip()}{'…' if len(rest) > 160 else ''}”"
    add = (
        "" if has_passage else " and add a passage to data/passages.csv whose claim tells it whole"
    )
    if one.is_cut:
        return (
            f"{one.where}: the quotation “{shown}” is marked as cut, but no passage tells what its "
            f"sentence in {source} goes on to say: {goes_on}. Add a passage for that sentence to "
            "data/passages.csv; its claim says what the rest says."
        )
    term = " A term can stand in italics instead." if len(shown.split()) <= A_TERM else ""
    return (
        f"{one.where}: the quotation “{shown}” ends before its sentence in {source} does, which "
        f"goes on {goes_on}. Quote it to its end, or end it with …{add}.{term}"
    )


def _places(quoted: str, text: str) -> Iterator[tuple[int, int]]:
    """Find where a quotation stands: its pieces one after another, what it omits between them."""
    pieces: list[str] = []
    most: list[int] = []  # characters that may stand before each piece
    room = 0
    for told in re.split(f"({OMISSION.pattern})", quoted):
        if OMISSION.fullmatch(told):
            room += BY_A_ROLE if told == ROLE else BETWEEN
        elif piece := fold(told).text.strip(" .,;:"):
            pieces.append(piece)
            most.append(room)
            room = 0
    printed_last = quoted.rstrip(" .,;:").endswith(ROLE)
    start = text.find(pieces[0]) if pieces else -1
    while start >= 0:
        if (end := _end(pieces, most, text, start)) and _is_whole(text, start, end):
            told = PRINTED.match(text, end) if printed_last else None
            yield start, told.end() if told else end
        start = text.find(pieces[0], start + 1)


def _end(pieces: list[str], most: list[int], text: str, start: int) -> int:
    """Tell where the last piece ends; 0 when a piece does not follow."""
    end = start + len(pieces[0])
    for piece, room in zip(pieces[1:], most[1:], strict=True):
        place = text.find(piece, end, end + room + len(piece))
        if place < 0:
            return 0
        end = place + len(piece)
    return end


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a stretch of text begins and ends where a word does."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (
        after.isalnum() and text[end - 1].isalnum()
    )


def _to_sentence_end(text: str) -> str:
    """Cut a text behind its first sentence."""
    for found in SENTENCE_END.finditer(text):
        if not NO_END.search(text[: found.start() + 1]):
            return text[: found.end()]
    return text
