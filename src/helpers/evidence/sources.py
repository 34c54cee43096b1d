"""The five source texts: their hashes, and finding what was taken from them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.errors import BookError, nearest
from helpers.evidence import package
from helpers.evidence.passages import Passage, passages, sentence
from helpers.evidence.tables import rows


@dataclass(frozen=True)
class Search:
    """What looking for every literal in the texts came to."""

    found: int
    problems: tuple[str, ...]


def source(id: str) -> dict[str, str]:
    """One row of ``sources.csv``.

    Raises
    ------
    BookError
        When there is no source of that id.
    """
    known = {row["id"]: row for row in rows("sources")}
    if id not in known:
        raise BookError(f"source {id!r}: not in data/sources.csv.{nearest(id, known)}")
    return known[id]


def find_literals(folder: Path, data: Path = paths.DATA) -> Search:
    """Look for every ``literal`` of every table at its ``line`` of the source's text.

    Parameters
    ----------
    folder : Path
        Holds the five texts under the file names that ``sources.csv`` records.

    Returns
    -------
    Search
        How many literals were found, and a message for each that was not and for each text whose
        hash is another than the recorded one.

    Raises
    ------
    BookError
        When the folder holds none of the texts.
    """
    texts, problems = _texts(folder, data)
    found = 0
    for name, one in package.tables(data).items():
        if not {"literal", "line", "source"} <= package.fields(name, data).keys():
            continue
        for number, row in enumerate(rows(name, data), start=2):
            if not row["literal"] or row["source"] not in texts:
                continue
            lines = texts[row["source"]]
            line = int(row["line"] or 0)
            if 0 < line <= len(lines) and row["literal"] in lines[line - 1]:
                found += 1
            else:
                problems.append(
                    f"{package.told(data / one['path'], data)}, row {number}, field literal: "
                    f"{row['literal']!r} is not on line {row['line'] or '(none)'} of "
                    f"{row['source']}.{_elsewhere(row['literal'], line, lines)}"
                )
    return Search(found, tuple(problems))


def find_passages(folder: Path, data: Path = paths.DATA) -> Search:
    """Look for every passage at its line of the source's text, by its hash.

    Returns
    -------
    Search
        How many were found, and a message for each that was not.
    """
    found, problems = readings(folder, data), []
    for one, words in found:
        if words is None:
            problems.append(
                f"data/passages.csv, {one.id}: no sentence of {one.words} words with that SHA-256 "
                f"begins with “{one.opening}” on line {one.line} of {one.source}. Mend line, words "
                "or opening, and read the claim against the sentence again."
            )
    return Search(len(found) - len(problems), tuple(problems))


def readings(folder: Path, data: Path = paths.DATA) -> list[tuple[Passage, str | None]]:
    """Put beside each passage its sentence, cut out of the source's text, for a second reader."""
    lines = texts(folder, data)
    return [
        (one, sentence(lines[one.source], one))
        for one in passages().values()
        if one.source in lines
    ]


def texts(folder: Path, data: Path = paths.DATA) -> dict[str, list[str]]:
    """Read the texts that a folder holds, line by line, by source."""
    return _texts(folder, data)[0]


def _elsewhere(literal: str, line: int, lines: list[str]) -> str:
    """Name the lines that do hold the literal, as the end of a message."""
    found = [number for number, text in enumerate(lines, start=1) if literal in text]
    if not found:
        return " No line of that text holds it."
    nearby = sorted(found, key=lambda number: abs(number - line))[:3]
    return f" It stands on line {' and '.join(map(str, sorted(nearby)))}: mend field line."


def _texts(folder: Path, data: Path) -> tuple[dict[str, list[str]], list[str]]:
    texts, problems = {}, []
    for row in rows("sources", data):
        path = folder / row["file"]
        if row["context"] == "true":
            continue
        if not path.is_file():
            problems.append(
                f"{path}: not found; it is the text of {row['id']}, so none of its literals could "
                "be looked for."
            )
            continue
        content = path.read_bytes()
        if (digest := hashlib.sha256(content).hexdigest()) != row["sha256"]:
            problems.append(
                f"{path}: another version of {row['id']} (SHA-256 {digest[:12]}…, data/sources.csv "
                f"records {row['sha256'][:12]}…). Lines and literals may have moved."
            )
        texts[row["id"]] = content.decode("utf-8", errors="replace").split("\n")
    if not texts:
        raise BookError(
            f"{folder}: holds none of the five texts. Their file names stand in data/sources.csv."
        )
    return texts, problems
