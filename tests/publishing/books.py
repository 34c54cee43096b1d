"""What tests do with a project: build it, and compare what two of them published."""

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
