"""What tests do with a project: edit and build it, and compare what two of them published."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from filecmp import cmp


def build(project, pdf=True, scheduler=""):
    """Build a project, which must succeed; return what was printed."""
    done = project.book(
        "build",
        *([] if pdf else ["--no-pdf"]),
        *(["--scheduler", scheduler] if scheduler else []),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def differences(one, other, pdf=True):
    """Files that only one of two books has, or that differ."""
    folders = [project.path("_build/html") for project in (one, other)]
    names = {
        file.relative_to(folder).as_posix()
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file()
    }
    pairs = {name: [folder / name for folder in folders] for name in sorted(names)}
    if pdf:
        pairs["book.pdf"] = [project.path("_build/book.pdf") for project in (one, other)]
    return [
        name
        for name, (left, right) in pairs.items()
        if not (left.is_file() and right.is_file() and cmp(left, right, shallow=False))
    ]


@dataclass
class Edit:
    """An edit of the small book.

    `make` changes a project; `stale` are the chapters that must execute, each with words of the
    reason that ``book status`` must give; `written` are the pages that must be written.
    """

    name: str
    make: object
    stale: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    pdf: bool = False


def replace(name, old, new):
    return lambda project: project.edit(name, old, new)


def keep(pristine, folder, pdf=True):
    """Build a copy of a project; return it and a copy of it as it was then."""
    project = pristine.copy(folder / "book")
    build(project, pdf=pdf)
    return project, project.copy(folder / "kept")


def put_back(project, copy):
    """Restore a project where it was built, since a book that moves is compiled anew."""
    shutil.rmtree(project.root)
    return copy.copy(project.root)


def apply(edit, edited, clean):
    """Edit a built project and one that is not; build both, which must come out the same.

    What ``book status`` said of the chapters in between, and the pages that were written.
    """
    for project in (edited, clean):
        edit.make(project)
    before = written_at(edited)
    with ThreadPoolExecutor(1) as aside:
        other = aside.submit(build, clean, pdf=edit.pdf)
        told = statuses(edited)
        build(edited, pdf=edit.pdf)
        other.result()
    assert differences(edited, clean, pdf=edit.pdf) == []
    after = written_at(edited)
    return told, {page for page in after if after[page] != before.get(page)}


def statuses(project):
    """What ``book status`` says of each chapter."""
    lines = project.book("status").stdout.splitlines()
    return {line.split()[0]: line.rpartition("  ")[2] for line in lines}


def written_at(project):
    """When each page was written."""
    html = project.path("_build/html")
    return {
        page.relative_to(html).with_suffix("").as_posix(): page.stat().st_mtime_ns
        for page in html.rglob("*.html")
        if page.name not in {"genindex.html", "search.html"} and "_static" not in page.parts
    }
