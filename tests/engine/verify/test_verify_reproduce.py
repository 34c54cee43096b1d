"""Two builds apart give the same bytes; where they do not, the file and the place are told."""

import hashlib

from helpers.engine.verify import reproduce


def test_the_small_book_comes_out_the_same_twice(small_book):
    ran = small_book.book("reproducible")
    assert ran.returncode == 0, ran.stderr
    manifest = small_book.read("_build/manifest.sha256")
    assert ran.stdout.startswith(manifest)
    digests = dict(reversed(line.split("  ", 1)) for line in manifest.splitlines())
    assert digests.keys() >= {
        "book.pdf",
        "html/index.html",
        "html/_static/search/index.js",
        "html/figures/prison-deaths.svg",
        "html/figures/prison-deaths.png",
        "html/figures/prison-deaths.csv",
        "html/figures/prison-deaths.json",
    }
    assert small_book.book("build").returncode == 0
    for name, digest in digests.items():
        content = small_book.path(f"_build/{name}").read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest, name


def test_a_book_that_tells_where_it_was_built_is_found_out(small_book):
    small_book.edit(
        "chapters/prisons.ipynb",
        "from helpers.evidence import computed, table",
        'import os\\n", "print(os.getcwd())\\n", "from helpers.evidence import computed, table',
    )
    ran = small_book.book("reproducible")
    assert ran.returncode == 1
    told = [line for line in ran.stderr.splitlines() if line.startswith("- ")]
    assert told[0].startswith("- book.pdf: differs from byte ")
    assert told[1].startswith("- html/prisons.html: differs from character ")
    assert "somewhere else" in told[1]
    assert not small_book.path("_build/manifest.sha256").exists()
    assert not small_book.path("_build/reproducible").exists()


def test_files_of_one_book_only_are_told(tmp_path):
    for name, files in {"one": ["a", "b"], "other": ["a", "c"]}.items():
        (tmp_path / name / "html").mkdir(parents=True)
        for file in files:
            (tmp_path / name / "html" / file).write_text("same")
    assert reproduce.differences(tmp_path / "one", tmp_path / "other") == [
        "html/b: in the first book only",
        "html/c: in the second book only",
    ]
