"""What many tests share: projects small enough to build and to break, one copy a test."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser import EXECUTABLE, Browser
from hypothesis import settings

pytest.register_assert_rewrite("tests.engine.books")  # so that its assertions tell, too
settings.register_profile("book", deadline=None)  # machines are busy; properties are not timings
settings.load_profile("book")

ROOT = Path(__file__).resolve().parents[1]
SMALL_BOOK = Path(__file__).parent / "small_book"
WHOLE_BOOK = Path(__file__).parent / "whole_book"  # what it has beside the small one
CHECKED = {"rows", "bytes", "hash"}  # of the real book's data
SHARED = ("_config.yml", "CITATION.cff", "requirements.lock", "src")  # the real book's own
REAL = (*SHARED, "_toc.yml", "chapters", "data", "tests/baseline")
IGNORED = shutil.ignore_patterns("__pycache__", "*.egg-info", ".ipynb_checkpoints")


@dataclass(frozen=True)
class Project:
    """A copy of a project that a test may break."""

    root: Path

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment, in which the project's own code is found, and kept compiled.

        A person's is compiled once; not so in environments that forbid it, where each of the
        hundreds of processes that tests start would do it again.
        """
        kept = {key: one for key, one in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "PYTHONPATH": str(self.root / "src"), "CI": "true"}

    def book(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        """Run the command ``book`` as a person would, with the project's own code."""
        return subprocess.run(
            [sys.executable, "-m", "helpers", *arguments],
            cwd=self.root,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    def path(self, name: str) -> Path:
        """A file of the project, by its path from the root."""
        return self.root / name

    def read(self, name: str) -> str:
        """The text of a file."""
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file, with its folder."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that must stand in the file exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        self.write(name, text.replace(old, new))

    def copy(self, target: Path) -> "Project":
        """A copy with everything that was built; links stay links."""
        return Project(Path(shutil.copytree(self.root, target, symlinks=True)))


def take(names: tuple[str, ...], root: Path) -> Project:
    """Copy files and folders of this project to another root, where they are a project, too."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=IGNORED)
        elif (ROOT / name).exists():
            shutil.copyfile(ROOT / name, root / name)
    return Project(root)


@pytest.fixture(scope="session")
def pristine_small_book(tmp_path_factory) -> Project:
    """The small book, never built; copy it before changing anything."""
    root = tmp_path_factory.mktemp("small") / "book"
    shutil.copytree(SMALL_BOOK, root)
    return take(SHARED, root)


@pytest.fixture
def small_book(pristine_small_book, tmp_path) -> Project:
    """A fresh copy of the small book (``tests/small_book`` with the project's ``src``)."""
    return pristine_small_book.copy(tmp_path / "book")


@pytest.fixture(scope="session")
def pristine_whole_book(pristine_small_book, tmp_path_factory) -> Project:
    """The small book with every page that data fills, and the atlas, and a row or two for each.

    Their tables have the contracts of the real book's. It takes longer to build than the small one.
    """
    project = pristine_small_book.copy(tmp_path_factory.mktemp("whole") / "book")
    shutil.copytree(WHOLE_BOOK, project.root, dirs_exist_ok=True)
    package = json.loads(project.read("data/datapackage.json"))
    ours = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    added = {
        one["name"]: {key: value for key, value in one.items() if key not in CHECKED}
        for one in ours["resources"]
        if (WHOLE_BOOK / "data" / one["path"]).is_file()
    }
    kept = [one for one in package["resources"] if one["name"] not in added]
    package["resources"] = [*added.values(), *kept]
    project.write("data/datapackage.json", json.dumps(package))
    return project


@pytest.fixture(scope="session")
def accepted_whole_book(pristine_whole_book, tmp_path_factory) -> Project:
    """The whole book with everything accepted."""
    book = pristine_whole_book.copy(tmp_path_factory.mktemp("accepted-whole") / "book")
    made = book.book("accept")
    assert made.returncode == 0, made.stderr
    return book


@pytest.fixture(scope="session")
def accepted_book(pristine_small_book, tmp_path_factory):
    """The small book with everything accepted."""
    book = pristine_small_book.copy(tmp_path_factory.mktemp("accepted") / "book")
    made = book.book("accept")
    assert made.returncode == 0, made.stderr
    return book


@pytest.fixture(scope="session")
def real_project(tmp_path_factory) -> Project:
    """A copy of the real book, built from nothing: once, for all tests that look at it."""
    project = take(REAL, tmp_path_factory.mktemp("real") / "book")
    ran = project.book("build")
    assert ran.returncode == 0, ran.stderr
    return project


@pytest.fixture(scope="session")
def real_book(real_project) -> Path:
    """The ``_build`` of the real book: ``html/``, ``book.pdf`` and what they were made from."""
    return real_project.path("_build")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    """A real browser, one for all tests of a module; without Chromium they are skipped."""
    if EXECUTABLE is None:
        pytest.skip("no Chromium on this machine: install the system package chromium")
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()
