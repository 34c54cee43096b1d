"""What the book takes from its sources, looked for in their texts, and read beside them."""

from pathlib import Path

from helpers.engine.argument import quotations
from helpers.engine.argument.passage_use import used
from helpers.engine.pages import chapters
from helpers.errors import BookError, nearest
from helpers.evidence import passage_texts, sources
from helpers.evidence.passages import Passage


def found(folder: Path) -> str:
    """Find every literal, passage and quotation in the texts, and say how many there were.

    Raises
    ------
    BookError
        With a message for each that is not where it should be, or not whole.
    """
    pages = chapters.pages()
    literals = sources.find_literals(folder)
    passages = passage_texts.find_passages(folder)
    quoted = quotations.problems(pages, folder)
    if problems := [*literals.problems, *passages.problems, *quoted]:
        raise BookError(problems)
    count = quotations.count(pages)
    return (
        f"{literals.found} literals and {passages.found} passages, each found at its line; "
        f"{count} quotation{'' if count == 1 else 's'}, each found in a source."
    )


def beside(folder: Path, page: str = "") -> list[str]:
    """Print beside each passage's sentence what we say it claims, for a second reader.

    Parameters
    ----------
    page : str
        Only the passages that this page uses or that belong to it; without it, all.

    Raises
    ------
    BookError
        When the book has no such page.
    """
    pages = chapters.pages()
    names = [one.name for one in pages]
    if page and page not in names:
        raise BookError(f"--page {page!r}: no such page.{nearest(page, names)}")
    where = used(pages, "passage")
    return [
        _told(one, printed, where.get(one.id, []))
        for one, printed in passage_texts.readings(folder)
        if not page or page == one.page or page in where.get(one.id, [])
    ]


def _told(one: Passage, printed: str | None, where: list[str]) -> str:
    """Write a passage as a second reader needs it."""
    use = ", ".join(where) or (f"left out: {one.left_out}" if one.left_out else "not used")
    lines = [
        f"{one.id} ({one.source}, {one.locator}, line {one.line}; {one.kind}; {use})",
        f"  source: {printed or 'NOT FOUND at its line by its hash'}",
        f"  ours:   {one.claim}",
    ]
    if one.cited:
        lines.append(f"  credited to: {', '.join(one.cited)}")
    if one.note:
        lines.append(f"  note: {one.note}")
    lines.append(f"  second reader: {'has read it' if one.second_read else 'has not read it yet'}")
    return "\n".join(lines)
