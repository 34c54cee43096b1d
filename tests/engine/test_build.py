"""Changes that come while a book is made, or that clocks and names do not show."""

import io
import os
import subprocess
import sys
import time

from PIL import Image

from tests.engine.books import build, differences

READ = "_build/work/compile/doctrees/index.doctree"  # there once the first page is read


def picture(colour: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "png")
    return stream.getvalue()


def test_what_is_saved_while_pages_are_made_is_in_the_next_book(
    pristine_small_book, small_book, tmp_path
):
    """The pages are read with the old number, the single page for print with the new one."""
    building = subprocess.Popen(
        [sys.executable, "-m", "helpers", "build"],
        cwd=small_book.root,
        env=small_book.environment,
        stdout=subprocess.DEVNULL,
    )
    while building.poll() is None and not small_book.path(READ).exists():
        time.sleep(0.01)
    small_book.edit("data/observations.csv", "29.42,", "29.43,")
    assert building.wait() == 0

    build(small_book)

    clean = pristine_small_book.copy(tmp_path / "clean")
    clean.edit("data/observations.csv", "29.42,", "29.43,")
    build(clean)
    assert differences(small_book, clean) == []


def test_a_picture_replaced_under_its_name_is_in_the_pdf(small_book):
    small_book.edit("_toc.yml", "      - file: chapters/apparatus/reproducibility\n", "")
    small_book.path("chapters/apparatus/reproducibility.md").unlink()  # which lists its digest
    small_book.path("chapters/photo.png").write_bytes(picture("red"))
    small_book.write(
        "chapters/index.md", small_book.read("chapters/index.md") + "\n![A](photo.png)\n"
    )
    build(small_book)
    before = small_book.path("_build/book.pdf").read_bytes()

    small_book.path("chapters/photo.png").write_bytes(picture("blue"))
    build(small_book)

    assert small_book.path("_build/book.pdf").read_bytes() != before


def test_a_module_of_the_same_size_and_time_is_not_taken_for_the_earlier(small_book):
    """Python would take its bytecode for current."""
    style = small_book.path("src/helpers/figures/style.py")
    ticks = '\nRC |= {"xtick.major.width": 5.21, "xtick.major.size": 5, "xtick.bottom": True}\n'
    style.write_text(style.read_text() + ticks)
    saved = style.stat()
    build(small_book, pdf=False)

    style.write_text(style.read_text().replace("5.21", "5.43"))
    os.utime(style, ns=(saved.st_atime_ns, saved.st_mtime_ns))
    build(small_book, pdf=False)

    page = small_book.read("_build/html/deaths.html")
    assert "stroke-width: 5.43" in page
    assert "stroke-width: 5.21" not in page


def test_a_chapter_may_have_a_dot_in_its_name(small_book):
    small_book.path("chapters/prisons.ipynb").rename(small_book.path("chapters/2.1-prisons.ipynb"))
    small_book.edit("_toc.yml", "chapters/prisons", "chapters/2.1-prisons")

    build(small_book, pdf=False)

    assert small_book.path("_build/html/2.1-prisons.html").is_file()
