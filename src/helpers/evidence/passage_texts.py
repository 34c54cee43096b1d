"""Passages held against the texts of the sources: each found again at its line, by its hash."""

from pathlib import Path

from helpers.evidence.passages import Passage, passages, sentence
from helpers.evidence.sources import Search, texts


def find_passages(folder: Path) -> Search:
    """Look for every passage at its line of its source's text.

    Parameters
    ----------
    folder : Path
        Holds the texts under the file names that ``sources.csv`` records. A passage of a text that
        is not there is not looked for; `helpers.evidence.sources.find_literals` tells of the text.

    Returns
    -------
    Search
        How many were found, and a message for each that was not.
    """
    found, problems = readings(folder), []
    lines = texts(folder)
    for one, printed in found:
        if printed is None:
            problems.append(
                f"data/passages.csv, {one.id}: no sentence of {one.words} words that begins "
                f"“{one.opening}” and has its SHA-256 stands on line {one.line} of {one.source}."
                f"{_elsewhere(one, lines[one.source])}"
            )
    return Search(len(found) - len(problems), tuple(problems))


def readings(folder: Path) -> list[tuple[Passage, str | None]]:
    """Put beside each passage its sentence, or nothing where the text has no such sentence."""
    lines = texts(folder)
    return [
        (one, sentence(lines[one.source], one))
        for one in passages().values()
        if one.source in lines
    ]


def _elsewhere(lost: Passage, lines: list[str]) -> str:
    """Say where the sentence does stand, as the end of a message."""
    start = lost.opening.split()[0]
    for number, line in enumerate(lines, start=1):
        if start in line.split() and sentence(lines, lost, at=number):
            return f" It begins on line {number}: mend field line."
    return (
        " No line of that text has it: mend opening, words and sha256, and read the claim against "
        "the sentence again."
    )
