"""The contents list: which pages there are, in which parts and order (``_toc.yml``)."""

from collections.abc import Iterator

from helpers import paths
from helpers.engine.pages import yaml_file
from helpers.errors import BookError, nearest

# What each level of the list may hold: settings, and lists of the level below.
SETTINGS = {
    "book": {"format", "root", "title", "options", "defaults", "meta"},
    "part": {"caption", "maxdepth", "numbered", "titlesonly"},
    "page": {"file", "title", "options"},
}
LISTS = {
    "book": {"parts": "part", "chapters": "page"},
    "part": {"chapters": "page"},
    "page": {"sections": "page"},
}
NEEDED = {"book": "root", "part": "chapters", "page": "file"}


def entries() -> list[str]:
    """List every page's path from the root, without a suffix, in reading order.

    Raises
    ------
    BookError
        When the list has another form than Jupyter Book's ``jb-book``, naming the entry.
    """
    book = yaml_file.read(paths.TOC)
    if book.get("format") != "jb-book":
        raise BookError(
            f"_toc.yml: found format {book.get('format')!r}, expected `format: jb-book`. Mend the "
            "first line."
        )
    if problems := list(_problems(book, "book", "_toc.yml")):
        raise BookError(problems)
    return [book["root"], *_below(book)]


def parts() -> list[tuple[str, list[str]]]:
    """Return each part's caption and the names of its pages, in reading order."""
    return [
        (part.get("caption", ""), [one.removeprefix("chapters/") for one in _below(part)])
        for part in yaml_file.read(paths.TOC).get("parts", [])
    ]


def _problems(item, level: str, where: str) -> Iterator[str]:
    known = SETTINGS[level] | LISTS[level].keys()
    if not isinstance(item, dict):
        yield f"{where}: found {item!r}, expected `{NEEDED[level]}: …`. Write it like the others."
        return
    for key in item.keys() - known:
        yield (
            f"{where}: {key!r} means nothing here; expected {', '.join(sorted(known))}. Mend the "
            f"word, or take the line out.{nearest(str(key), known)}"
        )
    if NEEDED[level] not in item:
        yield f"{where}: found no `{NEEDED[level]}`. Every {level} needs one; add it."
    for key in {"file", "root"} & item.keys():
        if not isinstance(item[key], str):
            yield f"{where}: {key} is {item[key]!r}, expected a path such as chapters/index."
    for key, below in LISTS[level].items():
        children = item.get(key, [])
        if not isinstance(children, list):
            yield f"{where}: {key} is {yaml_file.kind(children)}, expected a list (lines with `-`)."
            continue
        for number, child in enumerate(children, start=1):
            yield from _problems(child, below, f"{where}, {_called(child, below, number)}")


def _called(item, level: str, number: int) -> str:
    """Call an entry by its name, or else by its place in the list."""
    name = item.get("caption" if level == "part" else "file") if isinstance(item, dict) else None
    return f"{level} {str(name or number)!r}" if name else f"{level} {number}"


def _below(item: dict) -> list[str]:
    found = []
    for key in ("parts", "chapters", "sections"):
        for child in item.get(key, []):
            found += [child["file"]] if "file" in child else []
            found += _below(child)
    return found
