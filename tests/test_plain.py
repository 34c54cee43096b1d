"""Plain Jupyter Book compiles the same sources, without the command ``book``."""

import os
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup


def jupyter_book(book, *arguments: str) -> subprocess.CompletedProcess:
    tools = Path(sys.executable).parent
    return subprocess.run(
        [tools / "jupyter-book", "build", ".", *arguments],
        cwd=book.root,
        env={
            **os.environ,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(book.path("src")),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_plain_jupyter_book_makes_the_pages(small_book):
    ran = jupyter_book(small_book)
    assert ran.returncode == 0, ran.stderr
    assert "WARNING: " not in ran.stderr, ran.stderr
    html = small_book.path("_build/html")
    page = BeautifulSoup((html / "chapters" / "deaths.html").read_bytes(), "html.parser")
    assert page.select_one("#fig-prison-deaths svg")
    for link in page.select("span.fact a, a[download]"):
        path, _, anchor = link["href"].partition("#")
        file = html / "chapters" / path
        assert file.is_file(), link
        assert not anchor or f'id="{anchor}"' in file.read_text(encoding="utf-8"), link


def test_it_does_not_touch_the_published_book(small_book):
    assert small_book.book("build", "--no-pdf").returncode == 0
    before = sorted(small_book.path("_build/html").resolve().rglob("*"))
    ran = jupyter_book(small_book)
    assert ran.returncode != 0
    assert "--path-output _build/plain" in ran.stdout + ran.stderr
    assert sorted(small_book.path("_build/html").resolve().rglob("*")) == before
