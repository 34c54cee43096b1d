"""What the book came out as, kept in files: figures, tables, facts, pages, parameters and data.

One form serves twice: ``tests/baseline/`` holds what was accepted, ``_build/verify/made/`` what the
last verification made. Every file of the first kind is small, is text where it can be, and stands
in git, so that a reviewer sees what was accepted.
"""

import csv
import io
import json
import shutil
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path

from helpers import paths
from helpers.engine.state.disk_errors import unwritable
from helpers.engine.state.fingerprints import of_bytes
from helpers.errors import BookError

CURE = "Restore it from git, or take the book as it comes out now: book accept"


@dataclass(frozen=True)
class Figure:
    """A figure, a table, or a layer of a map that readers explore, as it came out.

    Attributes
    ----------
    kind : str
        ``figure``, ``table`` or ``layer``.
    chapter : str
        The chapter that publishes it; of a layer, the page that shows it.
    data, drawing, reference : str
        SHA-256 of its canonical data, of its PNG as drawn, and of the picture kept of that; the
        last two are empty for what has no drawing.
    order : str
        The columns and rows as readers get them, by their places in the canonical data.
    cells : str
        Digest of its cells as readers get them: numbers grouped, columns with their titles.
    sources, note : str
        What is told under it.
    caption, alt : str
        Its caption and alt text as written, roles included; the caption of a figure that several
        pages show stands once for each.
    csv : str
        Its canonical data.
    picture : bytes
        The drawing, small (see `helpers.engine.verify.compare_pictures`).
    """

    id: str
    kind: str
    chapter: str
    rows: str
    data: str
    drawing: str
    reference: str
    order: str = ""
    cells: str = ""
    sources: str = ""
    note: str = ""
    caption: str = ""
    alt: str = ""
    csv: str = field(default="", repr=False, metadata={"apart": True})
    picture: bytes = field(default=b"", repr=False, metadata={"apart": True})


@dataclass(frozen=True)
class PrintedFact:
    """A fact as sentences print it.

    Attributes
    ----------
    chapter : str
        The chapter that computes it; empty for an observation.
    pages : str
        The pages whose prose, captions apart, prints it; a page as often as it does.
    forms : str
        In what other forms roles print it: ``fact-words: five``.
    """

    id: str
    value: str
    unit: str
    text: str
    chapter: str
    pages: str
    forms: str = ""


@dataclass(frozen=True)
class PageText:
    """The words of a page, and what its cells print.

    Attributes
    ----------
    name : str
        ``page:threats/prison-crisis``.
    count : str
        How many blocks it has: paragraphs, headings, cells of tables, outputs.
    sha256 : str
        Of all of them.
    digests : str
        The beginning of each block's SHA-256, in order.
    blocks : tuple of str
        The blocks themselves, while they are known.
    """

    name: str
    count: str
    sha256: str
    digests: str
    blocks: tuple[str, ...] = field(default=(), repr=False, metadata={"apart": True})


@dataclass(frozen=True)
class Data:
    """A file of ``data/``: its rows, sorted, as a digest; of a file that is no table, the bytes."""

    name: str
    rows: str
    sha256: str


@dataclass
class Record:
    """All that the book came out as.

    Attributes
    ----------
    figures, facts, pages, data : dict
        By id, by id, by name and by path.
    parameters : dict of str to dict
        Each chapter's parameters.
    problems : dict of (str, str) to str
        What is wrong with a thing of that kind and name, or, where the name is empty, with all of
        the kind: so it could not be made, or not be read.
    """

    figures: dict[str, Figure] = field(default_factory=dict)
    facts: dict[str, PrintedFact] = field(default_factory=dict)
    pages: dict[str, PageText] = field(default_factory=dict)
    data: dict[str, Data] = field(default_factory=dict)
    parameters: dict[str, dict] = field(default_factory=dict)
    problems: dict[tuple[str, str], str] = field(default_factory=dict)


INDEX_FILES = ("figures.csv", "facts.csv", "pages.csv", "data.csv", "parameters.json")
INDEXES = (
    ("figures", Figure, "id"),
    ("facts", PrintedFact, "id"),
    ("pages", PageText, "name"),
    ("data", Data, "name"),
)


def read(folder: Path = paths.BASELINE) -> Record:
    """Read a record; what is missing or damaged is told in its ``problems``."""
    record = Record()
    if not _restored(folder).is_dir():
        told = f"{paths.relative(folder)}: not there. Nothing is accepted yet: book accept"
        record.problems = {("baseline", paths.relative(folder)): told}
        return record
    for name, kind, key in INDEXES:
        try:
            rows = _read_index(folder / f"{name}.csv", kind)
        except BookError as error:
            record.problems["baseline", paths.relative(folder / f"{name}.csv")] = str(error)
        else:
            setattr(record, name, {row[key]: kind(**row) for row in rows})
    try:
        record.parameters = _read_parameters(folder / "parameters.json")
    except BookError as error:
        told = paths.relative(folder / "parameters.json")
        record.problems["baseline", told] = str(error)
    for one in record.figures.values():
        try:
            record.figures[one.id] = _with_files(one, folder / "figures")
        except BookError as error:
            record.problems["figure", one.id] = str(error)
    return record


def write(record: Record, folder: Path) -> None:
    """Write a record in place of another, in one step: a kill leaves the old one or the new one.

    Raises
    ------
    BookError
        When the disk cannot be written.
    """
    fresh, old = _beside(folder, "new"), _beside(folder, "old")
    try:
        _restored(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        (fresh / "figures").mkdir(parents=True)
        for name, kind, _ in INDEXES:
            rows = sorted(getattr(record, name).items())
            (fresh / f"{name}.csv").write_text(_index([one for _, one in rows], kind), "utf-8")
        (fresh / "parameters.json").write_text(
            json.dumps(record.parameters, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
            "utf-8",
        )
        for one in record.figures.values():
            (fresh / "figures" / f"{one.id}.csv").write_text(one.csv, "utf-8")
            if one.picture:
                (fresh / "figures" / f"{one.id}.webp").write_bytes(one.picture)
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise unwritable(folder, error) from None


@cache
def accepted() -> Record:
    """Read what is accepted, once a process."""
    return read()


def _beside(folder: Path, state: str) -> Path:
    """Return where a record waits for its place: on the same disk, out of git's sight."""
    return folder.with_name(f".{folder.name}.{state}")


def _restored(folder: Path) -> Path:
    """Undo a replacement that was cut short between its two steps."""
    if not folder.exists() and (old := _beside(folder, "old")).is_dir():
        old.rename(folder)
    return folder


def _names(kind) -> list[str]:
    return [one.name for one in fields(kind) if "apart" not in one.metadata]


def _index(items: list, kind) -> str:
    from helpers.figures.canonical import csv_of  # not for pages, which only read

    names = _names(kind)
    return csv_of([names, *([asdict(one)[name] for name in names] for one in items)])


def _read_index(path: Path, kind) -> list[dict[str, str]]:
    told, names = paths.relative(path), _names(kind)
    try:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        header, *rows = csv.reader(io.StringIO(text))
    except FileNotFoundError:
        raise BookError(f"{told}: missing. {CURE}") from None
    except (ValueError, csv.Error):  # no row at all, or not UTF-8
        raise BookError(f"{told}: damaged (not a table of UTF-8 text). {CURE}") from None
    if not text.endswith("\n"):
        raise BookError(f"{told}: damaged (its last line is cut short). {CURE}")
    if header != names:
        raise BookError(
            f"{told}, row 1: damaged (found {','.join(header)}; expected {','.join(names)}). {CURE}"
        )
    for number, row in enumerate(rows, start=2):
        if len(row) != len(names):
            raise BookError(
                f"{told}, row {number}: damaged ({len(row)} cells; expected {len(names)}). {CURE}"
            )
    return [dict(zip(names, row, strict=True)) for row in rows]


def _read_parameters(path: Path) -> dict[str, dict]:
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BookError(f"{paths.relative(path)}: missing. {CURE}") from None
    except ValueError as error:
        raise BookError(f"{paths.relative(path)}: damaged ({error}). {CURE}") from None
    if not isinstance(made, dict) or not all(isinstance(one, dict) for one in made.values()):
        raise BookError(f"{paths.relative(path)}: damaged (no parameters by chapter). {CURE}")
    return made


def _with_files(figure: Figure, folder: Path) -> Figure:
    """Add a figure's data and picture, each held to the digest that the index states."""
    kept = {}
    expected = {"csv": figure.data} | ({"webp": figure.reference} if figure.reference else {})
    for suffix, digest in expected.items():
        path = folder / f"{figure.id}.{suffix}"
        try:
            kept[suffix] = path.read_bytes()
        except OSError:
            raise BookError(f"{paths.relative(path)} is missing. {CURE} {figure.id}") from None
        if of_bytes(kept[suffix]) != digest:
            raise BookError(
                f"{paths.relative(path)} is damaged: not what was accepted (SHA-256 "
                f"{of_bytes(kept[suffix])[:8]}, figures.csv says {digest[:8]}). {CURE} {figure.id}"
            )
    made = {one.name: getattr(figure, one.name) for one in fields(Figure)}
    return Figure(**{**made, "csv": kept["csv"].decode("utf-8"), "picture": kept.get("webp", b"")})
