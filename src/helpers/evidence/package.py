"""The data package: which tables there are and what their contract says."""

import json
from functools import cache
from pathlib import Path

from helpers import paths
from helpers.errors import BookError, nearest


@cache
def descriptor(data: Path = paths.DATA) -> dict:
    """Read ``datapackage.json``.

    Raises
    ------
    BookError
        When the file is missing or is not JSON.
    """
    path = data / "datapackage.json"
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except FileNotFoundError:
        raise BookError(
            f"{told(path, data)}: not found. It is the contract of every table; restore it."
        ) from None
    except json.JSONDecodeError as error:
        raise BookError(
            f"{told(path, data)}, line {error.lineno}: not valid JSON ({error.msg}). Mend that "
            "line, or the one before it."
        ) from None
    if not isinstance(found, dict) or not isinstance(found.get("resources"), list):
        raise BookError(
            f"{told(path, data)}: no list of resources. It names every table; restore it from git."
        )
    return found


def told(path: Path, data: Path = paths.DATA) -> str:
    """Name a file of the data folder as messages do: from the folder's own name on.

    Examples
    --------
    >>> told(paths.DATA / "geo" / "places.csv")
    'data/geo/places.csv'
    """
    return f"{data.name}/{path.relative_to(data).as_posix()}"


def article(kind: str) -> str:
    """Put the indefinite article before a field's type.

    >>> article("integer"), article("number")
    ('an integer', 'a number')
    """
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def resources(data: Path = paths.DATA) -> dict[str, dict]:
    """Return every resource of the package by name."""
    return {resource["name"]: resource for resource in descriptor(data)["resources"]}


def tables(data: Path = paths.DATA) -> dict[str, dict]:
    """Return the resources that are tables, that is, have a schema."""
    return {name: one for name, one in resources(data).items() if "schema" in one}


def resource(name: str, data: Path = paths.DATA) -> dict:
    """Return one table's resource.

    Raises
    ------
    BookError
        When no table of that name exists; names near it are suggested.
    """
    known = tables(data)
    if name not in known:
        raise BookError(
            f"table {name!r}: not in {told(data / 'datapackage.json', data)}.{nearest(name, known)}"
        )
    return known[name]


def file(name: str, data: Path = paths.DATA) -> str:
    """Name the file of a table as messages do."""
    return told(data / resource(name, data)["path"], data)


def fields(name: str, data: Path = paths.DATA) -> dict[str, dict]:
    """Return the fields of a table, by name, in the order of its columns."""
    return {field["name"]: field for field in resource(name, data)["schema"]["fields"]}


def field_title(name: str) -> str:
    """Return the title readers see for a column: the first table that has it names it."""
    return _titles().get(name, name.replace("_", " ").capitalize())


@cache
def _titles() -> dict[str, str]:
    titles: dict[str, str] = {}
    for one in tables().values():
        for field in one["schema"]["fields"]:
            if "title" in field:
                titles.setdefault(field["name"], field["title"])
    return titles
