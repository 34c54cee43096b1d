"""Where the chapters use passages and findings, read from the roles in their text."""

from collections import defaultdict

from helpers.engine.pages import myst
from helpers.engine.pages.chapters import Page
from helpers.errors import nearest
from helpers.evidence import package, passages
from helpers.evidence.tables import rows


def used(pages: list[Page], role: str) -> dict[str, list[str]]:
    """List the pages that name each id in a role, in reading order.

    Parameters
    ----------
    role : str
        ``passage``, whose ids are divided by commas, or ``finding``.
    """
    found: dict[str, dict[str, None]] = {}
    for page in pages:
        for _, text in page.markdown:
            for one in myst.roles(text):
                if one.name == role:
                    for id in one.content.split(","):
                        found.setdefault(id.strip(), {})[page.name] = None
    return {id: list(names) for id, names in found.items()}


def problems(pages: list[Page]) -> list[str]:
    """List, by section of the sources, the passages that no page uses and no reason excuses.

    Returns
    -------
    list of str
        A message for each section that has such passages, for each passage that is left out for a
        reason and used all the same, and for each row or page that a passage names in vain.
    """
    named = used(pages, "passage")
    lost: dict[tuple[str, str], list[str]] = defaultdict(list)
    wrong = _dangling(pages)
    for one in passages.passages().values():
        if one.id not in named and not one.left_out:
            lost[one.source, section(one.locator)].append(one.id)
        elif one.id in named and one.left_out:
            wrong.append(
                f"data/passages.csv, {one.id}: field left_out says “{one.left_out}”, but "
                f"{', '.join(named[one.id])} uses it. Empty the field, or take the role out."
            )
    return wrong + [
        f"data/passages.csv: {source}, {where or 'without a section'}: no page uses "
        f"{', '.join(ids)}. Use {'them' if len(ids) > 1 else 'it'} with {{passage}}`…`, or say in "
        "the field left_out why not."
        for (source, where), ids in lost.items()
    ]


def _dangling(pages: list[Page]) -> list[str]:
    """Say which rows and pages passages name that are not there."""
    names = {page.name for page in pages}
    ids = {row["id"] for name in package.tables() for row in rows(name) if row.get("id")}
    told = []
    for one in passages.passages().values():
        where = f"data/passages.csv, {one.id}"
        told += [
            f"{where}: field facts: no row of data has the id {id!r}.{nearest(id, ids)}"
            for id in one.facts
            if id not in ids
        ]
        if one.page and one.page not in names:
            told.append(f"{where}: field page: no page {one.page!r}.{nearest(one.page, names)}")
    return told


def section(locator: str) -> str:
    """Take the section out of a locator.

    Examples
    --------
    >>> section("§1.1.3 ¶2"), section("Executive Summary ¶5"), section("¶2")
    ('§1.1.3', 'Executive Summary', '')
    """
    return locator.partition("¶")[0].strip(" ,")
