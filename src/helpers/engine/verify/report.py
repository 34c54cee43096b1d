"""Telling what a verification found: in the terminal, to a CI service, and as a page."""

import os
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from helpers import paths
from helpers.engine.state.disk_errors import unwritable
from helpers.engine.verify.outcomes import NOUNS, SAME, SKIPPED, Verification, counted, verdict
from helpers.engine.verify.report_page import page

AT_MOST = 6  # lines in the terminal about one thing; the page tells all


def write(found: Verification) -> None:
    """Write ``_build/verify/``: index.html, junit.xml, summary.md; add to the CI's step summary.

    Raises
    ------
    BookError
        When the disk cannot be written.
    """
    try:
        for name, text in {
            "index.html": page(found),
            "junit.xml": junit(found),
            "summary.md": markdown(found),
        }.items():
            _replace(paths.VERIFICATION / name, text)
        if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
            with open(summary, "a", encoding="utf-8") as file:
                file.write(markdown(found))
    except OSError as error:
        raise unwritable(Path(error.filename or paths.VERIFICATION), error) from None


def terminal(found: Verification) -> Iterator[str]:
    """Say what differs, from what to what, then how much in all; yields lines."""
    for one in found.differing:
        yield from (f"{one.name}: {told}" for told in shortened(one.told))
    skipped = [one for one in found.outcomes if one.state == SKIPPED]
    for reason in dict.fromkeys(one.told[0] for one in skipped):
        alike = [one for one in skipped if one.told[0] == reason]
        yield f"not compared: {counted(alike)} ({reason})"
    yield verdict(found)


def shortened(told: tuple[str, ...]) -> list[str]:
    """Leave of many lines about one thing the first ones."""
    if len(told) <= AT_MOST:
        return list(told)
    return [*told[: AT_MOST - 1], f"… and {len(told) - AT_MOST + 1} more differences"]


def junit(found: Verification) -> str:
    """Write JUnit XML: a suite a kind, a test a thing."""
    root = ElementTree.Element("testsuites", name="book verify")
    for kind in NOUNS:
        outcomes = [one for one in found.outcomes if one.kind == kind]
        if not outcomes:
            continue
        states = [one.state for one in outcomes]
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=kind,
            tests=str(len(outcomes)),
            failures=str(len(outcomes) - states.count(SAME) - states.count(SKIPPED)),
            errors="0",
            skipped=str(states.count(SKIPPED)),
        )
        for one in outcomes:
            test = ElementTree.SubElement(
                suite, "testcase", classname=f"book.{kind}", name=one.name
            )
            if one.state == SKIPPED:
                ElementTree.SubElement(test, "skipped", message=one.told[0])
            elif one.state != SAME:
                ElementTree.SubElement(
                    test, "failure", type=one.state, message=one.told[0]
                ).text = "\n".join(one.told)
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def markdown(found: Verification) -> str:
    """Write the summary that CI services show."""
    lines = [f"## {'Verified' if found.passed else 'Not verified'}", "", verdict(found), ""]
    if found.differing:
        lines += ["| | | What differs |", "|---|---|---|"]
        for one in found.differing:
            told = "<br>".join(map(_cell, shortened(one.told)))
            lines.append(f"| {one.kind} | `{one.name}` | {told} |")
        lines.append("")
    lines += ["| | same | all |", "|---|---:|---:|"]
    for kind, counts in found.counts.items():
        lines.append(f"| {NOUNS[kind][1]} | {counts[SAME]} | {counts.total()} |")
    return "\n".join(lines) + "\n\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)
