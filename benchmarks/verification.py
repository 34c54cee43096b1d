"""What verification costs: beside a cold build of the book, and for the comparison alone.

Run it with the project's Python: ``.venv/bin/python benchmarks/verification.py``. The book is built
and verified in a copy, from nothing; the slower comparison is of drawings that have other bytes
than the accepted ones, so that every picture is decoded and compared.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from helpers.publishing import baseline
from helpers.publishing.reproduce import copy_sources

COST = 1.2  # of a cold build
COMPARISON = 5.0  # seconds for 60 figures
VERIFY = """
from helpers.publishing.verify import verify
found = verify()
print(found.comparing, len(found.differing), sum(one.kind == "figure" for one in found.outcomes))
"""


def main() -> None:
    """Measure, print, and end with 1 when a bound is missed."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "book"
        copy_sources(project)
        build, _ = _timed(project, "-m", "helpers", "build")
        _timed(project, "-m", "helpers", "accept")
        verify, told = _timed(project, "-c", VERIFY)
        same, _, figures = told.split()
        index = project / "tests" / "baseline" / "figures.csv"
        index.write_text(_with_other_drawings(index), "utf-8")
        _, told = _timed(project, "-c", VERIFY)
        decoded, differing, _ = told.split()
    assert differing == "0", "the same pictures were found to differ"
    print(f"cold build                  {build:6.2f} s")
    print(f"verification                {verify:6.2f} s   {verify / build:.2f} of it (≤ {COST})")
    print(f"comparison, {figures} figures      {float(same):6.2f} s")
    print(f"… with every picture        {float(decoded):6.2f} s   (≤ {COMPARISON:g} s for 60)")
    sys.exit(verify > COST * build or float(decoded) > COMPARISON * max(int(figures), 60) / 60)


def _timed(project: Path, *arguments: str) -> tuple[float, str]:
    begun = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "src"), "CI": "true"},
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - begun, ran.stdout


def _with_other_drawings(index: Path) -> str:
    text = index.read_text("utf-8")
    for figure in baseline.read(index.parent).figures.values():
        if figure.drawing:
            text = text.replace(figure.drawing, "0" * 64)
    return text


if __name__ == "__main__":
    main()
