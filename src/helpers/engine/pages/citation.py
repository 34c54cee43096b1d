"""How to cite the book, a chapter, a figure: all from ``CITATION.cff``."""

from functools import cache

from helpers import paths
from helpers.engine.pages import yaml_file

NEEDED = ("title", "authors", "version", "date-released", "abstract")


@cache
def book() -> dict:
    """Read ``CITATION.cff``: title, authors, version, date-released and what else it states."""
    return yaml_file.read(paths.CITATION)


def author() -> str:
    """Name the book's author, an entity."""
    return "; ".join(one["name"] for one in book()["authors"])


def year() -> str:
    """Tell the year of the edition."""
    return str(book()["date-released"])[:4]


def cite_book() -> str:
    """Cite the book in one line of plain text."""
    return f"{author()} ({year()}). {book()['title']} (version {book()['version']}). {_where('')}"


def cite_chapter(title: str, path: str) -> str:
    """Cite a chapter."""
    return (
        f"{author()} ({year()}). “{title}”. In {book()['title']} "
        f"(version {book()['version']}). {_where(path)}"
    )


def cite_figure(caption: str, id: str, digest: str, path: str) -> str:
    """Cite a figure or table; the hash of its data says which one exactly."""
    return (
        f"{author()} ({year()}). {caption.rstrip('.')} [{id}, data {digest[:8]}]. In "
        f"{book()['title']} (version {book()['version']}). {_where(path)}"
    )


def bibtex(title: str, key: str, path: str) -> str:
    """Make a BibTeX entry for a chapter."""
    fields = {
        "author": f"{{{author()}}}",
        "title": title,
        "booktitle": book()["title"],
        "year": year(),
        "edition": f"version {book()['version']}",
    }
    if url := address(path):
        fields["url"] = url
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@incollection{{{key},\n{body}\n}}"


def address(path: str) -> str:
    """Give a page's permanent address, once ``CITATION.cff`` states where the book lives."""
    url = book().get("url", "")
    return f"{url.rstrip('/')}/{path}" if url else ""


def _where(path: str) -> str:
    url = address(path)
    return f"{url}" if url else f"{path or 'The whole book'}."
