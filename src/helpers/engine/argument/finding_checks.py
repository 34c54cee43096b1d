"""Findings held to what they promise: evidence that exists, one place, and readers who looked."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from helpers.engine.argument.passage_use import used
from helpers.engine.pages import chapters, myst
from helpers.engine.pages.chapters import Page
from helpers.engine.verify import baseline
from helpers.errors import nearest
from helpers.evidence import facts, findings, package, passages
from helpers.evidence.findings import Finding
from helpers.evidence.tables import rows

PUT_IN = r"([a-z0-9.-]+)"  # what a pattern in code may have put into it
GAP = r"\s*(?:\S+\s+){0,4}?"  # what is typed where a finding's role prints a number


def problems(pages: list[Page]) -> list[str]:
    """Say what is wrong with the findings of a book; nothing when they are as they should be."""
    printed = used(pages, "finding")
    known = ids(pages)
    names = {page.name for page in pages}
    words = {page.name: _words(page) for page in pages}
    found = []
    for one in findings.findings().values():
        found += _printed(one, printed.get(one.id, []), names)
        found += _evidence(one, known)
        found += _criticism(one)
        found += _typed(one, words)
    return found


def ids(pages: list[Page]) -> "Known":
    """Gather the ids of everything that can be evidence."""
    own = {row["id"] for name in package.tables() for row in rows(name) if row.get("id")}
    strings: set[str] = set()
    templates: set[str] = set()
    for page in pages:
        if page.is_notebook:
            for cell in page.notebook["cells"]:
                if cell["cell_type"] == "code":
                    _strings(chapters.source(cell), strings, templates)
    return Known(own, strings, templates)


class Known:
    """The ids that a finding may name: rows of data, and what chapters publish or compute.

    A chapter's ids are read from its code, as texts or as patterns such as ``f"region.{short}"``:
    nothing has been executed when input is checked. What is put into a pattern may be a word, or
    another text or pattern of the code, as where a function puts a prefix before its argument.
    """

    def __init__(self, own: set[str], strings: set[str], templates: set[str]):
        self.own = own
        self.texts = strings
        self.strings = {one for one in strings if re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)+", one)}
        self.templates = [re.compile(one) for one in templates]

    def __contains__(self, id: str) -> bool:
        """Return whether something has that id."""
        return id in self.own or id in self.strings or self._made(id)

    def _made(self, text: str, depth: int = 2) -> bool:
        """Return whether some pattern makes the text, of words or of other texts and patterns."""
        return depth > 0 and any(
            all(
                "." not in one or one in self.texts or self._made(one, depth - 1)
                for one in found.groups()
            )
            for found in (template.fullmatch(text) for template in self.templates)
            if found
        )

    def near(self, id: str) -> str:
        """Suggest ids near to one that is unknown."""
        return nearest(id, self.own | self.strings)


def _strings(code: str, strings: set[str], templates: set[str]) -> None:
    """Add the texts of some code, and the patterns of those with something put in."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return  # executing tells
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            fixed = [one.value for one in node.values if isinstance(one, ast.Constant)]
            if re.search(r"[a-z]{3,}", "".join(fixed)):
                templates.add(
                    "".join(
                        re.escape(one.value) if isinstance(one, ast.Constant) else PUT_IN
                        for one in node.values
                    )
                )


def _printed(one: Finding, where: list[str], names: set[str]) -> Iterator[str]:
    told = f"data/findings.csv, {one.id}"
    if one.page not in names:
        yield f"{told}: field page: no page {one.page!r}.{nearest(one.page, names)}"
    elif not where:
        yield f"{told}: no page prints it. Print it on {one.page} with {{finding}}`{one.id}`."
    elif one.page not in where:
        yield (
            f"{told}: {', '.join(where)} prints it, but its own page {one.page} does not. Print it "
            f"there with {{finding}}`{one.id}`, or mend the field page."
        )


def _evidence(one: Finding, known: Known) -> Iterator[str]:
    told = f"data/findings.csv, {one.id}"
    if not one.evidence:
        yield f"{told}: field evidence is empty. Name the facts, passages or figures it rests on."
    for role in myst.roles(one.text):
        if role.name.startswith("fact") and role.content not in known:
            yield (
                f"{told}: field text: fact {role.content!r} is neither an observation nor computed "
                f"in a chapter.{known.near(role.content)}"
            )
    for field in ("evidence", "against"):
        for id in getattr(one, field):
            if id not in known:
                yield (
                    f"{told}: field {field}: {id!r} is no passage, fact, figure, table or row of "
                    f"data.{known.near(id)}"
                )


def _criticism(one: Finding) -> Iterator[str]:
    told = f"data/findings.csv, {one.id}: field criticises"
    for id in one.criticises:
        if id not in passages.passages():
            yield f"{told}: {id!r} is no passage.{nearest(id, passages.passages())}"
        elif not passages.passage(id).second_read:
            yield (
                f"{told}: no second reader has held {id} against its source. Read it with book "
                "sources FOLDER --read, and its neighbours; then set second_read to true in "
                "data/passages.csv."
            )
    if one.criticises and not one.second_read:
        yield (
            f"data/findings.csv, {one.id}: it criticises a source, but no second reader has held "
            "it against what it criticises. Then set its field second_read to true."
        )


def _typed(one: Finding, words: dict[str, str]) -> Iterator[str]:
    for page in _pages_with(_pattern(one.text), words):
        yield (
            f"data/findings.csv, {one.id}: {page} has its sentence typed by hand. Print it with "
            f"{{finding}}`{one.id}`, so that no two pages can disagree."
        )


def _pages_with(pattern: re.Pattern, words: dict[str, str]) -> list[str]:
    return [page for page, text in words.items() if pattern.search(text)]


@cache
def _pattern(text: str) -> re.Pattern:
    """Find a finding's words in running text, whatever is typed where it prints a number."""
    pieces = [
        _plain(part.text[start:end])
        for part in myst.prose(text)
        for start, end in pairwise([0, *(place for place, _ in part.gaps), len(part.text)])
    ]
    told = GAP.join(r"\s+".join(map(re.escape, piece.split())) for piece in pieces if piece)
    return re.compile(rf"\b{told}\b" if told else r"(?!)")


def _words(page: Page) -> str:
    """Give a page's running text as plain words; what a role prints leaves a blank."""
    return _plain(" ".join(part.text for _, text in page.markdown for part in myst.prose(text)))


def _plain(text: str) -> str:
    """Leave of a text its words, as one line in lower case, without marks."""
    return " ".join(re.findall(r"\w+", text.replace("’", "").replace("'", "").lower()))


def to_read_again(pages: list[Page]) -> list[str]:
    """Name the findings under which a fact has changed since it was accepted.

    An observation under a finding is one among its evidence, one that speaks against it, one that
    its sentence prints, one taken from a passage among its evidence, or one from which such a
    computed value was computed.

    Returns
    -------
    list of str
        One message a finding: which of its facts were what, and are what now. These are no errors:
        what changed may leave a finding as true as it was. When it is accepted they are gone.
    """
    changed = _changed()
    origins = _origins(pages)
    told = []
    for one in findings.findings().values():
        reasons = []
        for id in facts_under(one):
            for origin in dict.fromkeys([id, *origins.get(id, ())]):
                if origin in changed:
                    by = "" if origin == id else f", from which {id} is computed"
                    reasons.append(f"{origin}{by}: {changed[origin]}")
        if reasons:
            told.append(
                f"Read again finding {one.id} ({one.page}), as facts under it have changed: "
                f"{'; '.join(dict.fromkeys(reasons))}."
            )
    return told


def facts_under(one: Finding) -> list[str]:
    """List what may be a fact under a finding, those of its passages included."""
    named = [*one.evidence, *one.against]
    named += [role.content for role in myst.roles(one.text) if role.name.startswith("fact")]
    for id in (*one.evidence, *one.against):
        if id in passages.passages():
            named += passages.passage(id).facts
    return list(dict.fromkeys(named))


def _changed() -> dict[str, str]:
    """Say of each observation that is not as accepted what it was and what it is."""
    now = facts.observations()
    found = {}
    for id, before in baseline.accepted().facts.items():
        if before.chapter:
            continue  # computed: known when its chapter executes
        if id not in now:
            found[id] = f"{before.text}, now gone"
        elif (f"{now[id].value:.12g}", now[id].unit) != (before.value, before.unit):
            found[id] = f"{before.text}, now {now[id].text}"
    return found


def _origins(pages: list[Page]) -> dict[str, list[str]]:
    """List what each computed value is computed from, through others, as the code states it."""
    stated: dict[str, list[str]] = {}
    for page in pages:
        if page.is_notebook:
            for cell in page.notebook["cells"]:
                if cell["cell_type"] == "code":
                    stated |= _computed(chapters.source(cell))

    def follow(id: str, seen: tuple[str, ...]) -> Iterator[str]:
        for origin in stated.get(id, ()):
            if origin not in seen:
                yield origin
                yield from follow(origin, (*seen, origin))

    return {id: list(dict.fromkeys(follow(id, (id,)))) for id in stated}


def _computed(code: str) -> dict[str, list[str]]:
    """Read ``computed("id", …, of=[…])`` from some code."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return {}
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "computed" and node.args:
            given = next((one.value for one in node.keywords if one.arg == "of"), None)
            if isinstance(node.args[0], ast.Constant) and isinstance(given, ast.List):
                found[node.args[0].value] = [
                    one.value for one in given.elts if isinstance(one, ast.Constant)
                ]
    return found
