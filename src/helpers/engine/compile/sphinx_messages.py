"""Sphinx's complaints, told as the book tells a mistake: where, what was found, what to do."""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from helpers import paths
from helpers.engine.extensions import registry
from helpers.errors import nearest
from helpers.evidence.contract import bibliography_keys

WARNING = re.compile(
    r"^(?:(?P<file>[^\n:]+?\.(?:ipynb|md))(?::(?P<line>\d+))?: )?"
    r"(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<text>.*)$"
)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
TYPES = re.compile(r"(?: \[[\w.-]+\])+$")  # Sphinx's own names for its warnings
PREFIXES = {"figure": "fig", "table": "tab"}
CELL = 10_000  # MyST-NB counts that many lines to a cell


def told(log: str, stage: Path, bundles: Path) -> list[str]:
    """Tell every warning and error of Sphinx's log, each once.

    Parameters
    ----------
    log : str
        What Sphinx wrote.
    stage, bundles : Path
        The pages that it read, and the figures and facts that chapters made.
    """
    problems: list[str] = []
    for line in COLOURS.sub("", log).splitlines():
        if found := WARNING.match(line):
            place = where(found["file"], found["line"], stage)
            problems.append(place + _in_words(TYPES.sub("", found["text"]), stage, bundles))
        elif problems and line.strip():
            problems[-1] += f"\n  {line.strip()}"
    return list(dict.fromkeys(problems))


def where(file: str | None, line: str | None, stage: Path) -> str:
    """Name the place in the author's file."""
    if file is None:
        return ""
    path = Path(file)
    name = path.relative_to(stage).as_posix() if path.is_relative_to(stage) else file
    where = f"chapters/{name}"
    if line is None:
        return f"{where}: "
    cell, within = divmod(int(line), CELL)
    if path.suffix == ".ipynb" and cell:
        return f"{where}, cell {cell}, line {max(within - 1, 1)}: "
    return f"{where}, line {line}: "


def _in_words(text: str, stage: Path, bundles: Path) -> str:
    for pattern, words in WORDS.items():
        if found := re.match(pattern, text):
            return words(*found.groups(), KnownTargets(stage, bundles))
    return text


class KnownTargets:
    """What a reference may name.

    Parameters
    ----------
    stage, bundles : Path
        As for `told`.
    """

    def __init__(self, stage: Path, bundles: Path):
        self._stage, self._bundles = stage, bundles

    @property
    def labels(self) -> list[str]:
        """The names of all figures and tables."""
        made = [
            json.loads(file.read_text(encoding="utf-8"))
            for file in sorted((self._bundles / "figures").glob("*.json"))
        ]
        return [f"{PREFIXES[one['kind']]}-{one['id']}" for one in made]

    @property
    def pages(self) -> list[str]:
        """The names of all pages, as ``{doc}`` takes them."""
        files = (one for one in self._stage.rglob("*") if one.suffix in {".ipynb", ".md"})
        return [f"/{one.relative_to(self._stage).with_suffix('').as_posix()}" for one in files]


def _label(name: str, known: KnownTargets) -> str:
    if name in known.labels:
        kind, _, id = name.partition("-")
        directive = "data-figure" if kind == "fig" else "data-table"
        return f"{name!r} is made, but no page shows it. Show it with {{{directive}}} {id}."
    return (
        f"{{numref}} or {{ref}} to {name!r}, which no page has. A figure is named fig-ID after "
        f"{{data-figure}} ID, a table tab-ID after {{data-table}} ID.{nearest(name, known.labels)}"
    )


def _key(name: str, known: KnownTargets) -> str:
    return (
        f"citation key {name!r} is not in {paths.relative(paths.BIBLIOGRAPHY)}. Add the work "
        f"there, or mend the key.{nearest(name, bibliography_keys())}"
    )


def _page(name: str, known: KnownTargets) -> str:
    return (
        f"a link leads to {name!r}, which is no page of the book. Write {{doc}}`/part/chapter`, "
        f"from chapters/ on.{_nearest_page(name, known.pages)}"
    )


def _nearest_page(name: str, pages: list[str]) -> str:
    stem = Path(name).stem
    return nearest(name, pages) or nearest(stem, {Path(one).name for one in pages})


def _twice(name: str, known: KnownTargets) -> str:
    return (
        f"{name!r} stands twice. Show a figure or table once, and refer to it elsewhere with "
        f"{{numref}}`{name}`."
    )


def _unknown_word(kind: str, usual: Iterable[str]) -> Callable[[str, KnownTargets], str]:
    def words(name: str, known: KnownTargets) -> str:
        own = registry().roles if kind == "role" else registry().directives
        return f"there is no {kind} {{{name}}}. Mend the word.{nearest(name, {*usual, *own})}"

    return words


def _option(directive: str, found: str, allowed: str, known: KnownTargets) -> str:
    return f"{{{directive}}} has no option {found}, expected one of {allowed}. Mend the word."


def _no_argument(directive: str, known: KnownTargets) -> str:
    return f"{{{directive}}} without an id. Write {{{directive}}} ID, as a cell publishes it."


def _setting(name: str, known: KnownTargets) -> str:
    return f"_config.yml, sphinx, config: Sphinx has no setting {name!r}. Mend the word."


ROLES = ("cite", "cite:t", "cite:p", "numref", "doc", "ref")  # and those that are registered
DIRECTIVES = ("note", "epigraph", "bibliography")

# What Sphinx and its extensions say, and what the book says instead; the rest is told as it is.
WORDS: dict[str, Callable[..., str]] = {
    r"undefined label: '([^']*)'": _label,
    r"Failed to create a cross reference.*: '?([^']*?)'?$": _label,
    r'could not find bibtex key "([^"]*)"': _key,
    r"unknown document: '([^']*)'": _page,
    r"'myst' cross-reference target not found: '([^']*)'": _page,
    r'Duplicate explicit target name: "([^"]*)"': _twice,
    r"duplicate label ([^,]*), other instance in": _twice,
    r"unknown config value '([^']*)' in override": _setting,
    r'Unknown interpreted text role "([^"]*)"': _unknown_word("role", ROLES),
    r"Unknown directive type: '([^']*)'": _unknown_word("directive", DIRECTIVES),
    r"'([\w-]+)': Unknown option keys: \[(.*?)\] \(allowed: \[(.*?)\]\)": _option,
    r"Directive '(data-[\w-]+)': 1 argument\(s\) required, 0 supplied": _no_argument,
}
