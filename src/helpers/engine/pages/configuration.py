"""What the whole book rests on: ``_config.yml``, ``CITATION.cff`` and the bibliography, checked."""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from helpers import paths
from helpers.engine.pages import citation, yaml_file
from helpers.errors import BookError, nearest


def problems() -> list[str]:
    """Check the three files before anything runs.

    Returns
    -------
    list of str
        One message a problem; empty when pages can be made with them.
    """
    return [problem for look in (_config, _citation, _bibliography) for problem in look()]


def _config() -> Iterator[str]:
    """Hold ``_config.yml`` to Jupyter Book's own schema, and let no setting pass unheard."""
    import jsonschema

    try:
        given = yaml_file.read(paths.CONFIG)
    except BookError as error:
        yield from error.problems
        return
    schema, known = _jupyter_book()
    yield from _unknown(given, known, "_config.yml")
    for error in jsonschema.Draft7Validator(schema).iter_errors(given):
        where = ", ".join(["_config.yml", *map(str, error.path)])
        yield f"{where}: {error.message}. Mend the value."


def _jupyter_book() -> tuple[dict, dict]:
    """Read Jupyter Book's schema and the settings it knows, nested as they are; import neither."""
    folder = Path(find_spec("jupyter_book").submodule_search_locations[0])
    schema = json.loads((folder / "config_schema.json").read_text(encoding="utf-8"))
    return schema, _merged(_named(schema), yaml_file.read(folder / "default_config.yml"))


def _named(schema: dict) -> dict:
    return {name: _named(one) for name, one in schema.get("properties", {}).items()}


def _merged(one: dict, other: dict) -> dict:
    below = {name: value if isinstance(value, dict) else {} for name, value in other.items()}
    return {
        name: _merged(one.get(name, {}), below.get(name, {})) for name in one.keys() | below.keys()
    }


def _unknown(given: dict, known: dict, where: str) -> Iterator[str]:
    for name, value in given.items():
        if name not in known:
            yield (
                f"{where}: Jupyter Book has no setting {name!r} here. Mend the word, or take the "
                f"line out.{nearest(str(name), known)}"
            )
        elif isinstance(value, dict) and known[name]:
            yield from _unknown(value, known[name], f"{where}, {name}")


def _citation() -> Iterator[str]:
    try:
        found = yaml_file.read(paths.CITATION)
    except BookError as error:
        yield from error.problems
        return
    for name in citation.NEEDED:
        if not found.get(name):
            yield (
                f"CITATION.cff: {name} is missing. Every page says how to cite it with that; add a "
                f"line `{name}: …`."
            )
    authors = found.get("authors") or []
    if not isinstance(authors, list) or not all(
        isinstance(one, dict) and one.get("name") for one in authors
    ):
        yield "CITATION.cff, authors: expected a list of entities, each with a `name`. Add it."


def _bibliography() -> Iterator[str]:
    """Parse the whole bibliography: a broken entry hides those that follow it."""
    from pybtex.database import BibliographyDataError
    from pybtex.database.input.bibtex import Parser
    from pybtex.exceptions import PybtexError

    told = paths.relative(paths.BIBLIOGRAPHY)
    if not paths.BIBLIOGRAPHY.is_file():
        yield f"{told}: not found. Restore it from git."
        return
    try:
        Parser(encoding="utf-8").parse_file(str(paths.BIBLIOGRAPHY))
    except BibliographyDataError as error:
        yield f"{told}: {error}. Every work needs a key of its own; take one of the two out."
    except PybtexError as error:
        line = f", line {error.lineno}" if getattr(error, "lineno", None) else ""
        what = str(error).removeprefix(f"syntax error in line {getattr(error, 'lineno', '')}: ")
        yield f"{told}{line}: {what}. Look there for a comma, brace or quote that is missing."
    except UnicodeDecodeError as error:
        yield f"{told}: byte {error.start} is not UTF-8. Save it as UTF-8."


def myst_extensions() -> set[str]:
    """Name the extensions of MyST that the pages are read with: ours, else Jupyter Book's own."""
    given = yaml_file.read(paths.CONFIG) if paths.CONFIG.is_file() else {}
    chosen = (given.get("parse") or {}).get("myst_enable_extensions")
    if chosen is None:
        folder = Path(find_spec("jupyter_book").submodule_search_locations[0])
        chosen = yaml_file.read(folder / "default_config.yml")["parse"]["myst_enable_extensions"]
    return set(chosen)
