"""What verification costs: beside a cold build of the book, and for the comparison alone.

Run it with the project's Python: ``.venv/bin/python benchmarks/verification.py``. The book is built
and verified in a copy, from nothing; the slower comparison is of drawings that have other bytes
than the accepted ones, so that every picture is decoded and compared.
"""

import sys
import tempfile
from pathlib import Path

from books import copy_project
from measure import run

from helpers.engine.verify import baseline

COMMAND = [sys.executable, "-m", "helpers"]
COST = 1.2  # of a cold build
COMPARISON = 5.0  # seconds for 60 figures
VERIFY = """
from helpers.engine.verify.verification import verify
found = verify()
print(found.comparing, len(found.differing), sum(one.kind == "figure" for one in found.outcomes))
"""


def main() -> None:
    """Measure, print, and end with 1 when a bound is missed."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder) / "book")
        build = run([*COMMAND, "build"], project).seconds
        run([*COMMAND, "accept"], project)
        verify = run([sys.executable, "-c", VERIFY], project)
        same, _, figures = verify.output.split()
        index = project / "tests" / "baseline" / "figures.csv"
        index.write_text(_with_other_drawings(index), "utf-8")
        decoded, differing, _ = run([sys.executable, "-c", VERIFY], project).output.split()
    assert differing == "0", "the same pictures were found to differ"
    print(f"cold build                  {build:6.2f} s")
    share = verify.seconds / build
    print(f"verification                {verify.seconds:6.2f} s   {share:.2f} of it (≤ {COST})")
    print(f"comparison, {figures} figures      {float(same):6.2f} s")
    print(f"… with every picture        {float(decoded):6.2f} s   (≤ {COMPARISON:g} s for 60)")
    too_slow = float(decoded) > COMPARISON * max(int(figures), 60) / 60
    sys.exit(share > COST or too_slow)


def _with_other_drawings(index: Path) -> str:
    text = index.read_text("utf-8")
    for figure in baseline.read(index.parent).figures.values():
        if figure.drawing:
            text = text.replace(figure.drawing, "0" * 64)
    return text


if __name__ == "__main__":
    main()
