"""What holds for the whole project: who may import what, what files may contain, what words say."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from helpers import paths
from helpers.engine.pages import chapters, myst, prose
from helpers.evidence import findings
from helpers.evidence.tables import rows

ROOT = paths.ROOT
SOURCES = ROOT.parent / "shared" / "sources"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHAPTERS = chapters.notebooks()

# Of our own code, what each floor may import; and what is no floor: the door, which imports all.
GROUND = {"helpers.paths", "helpers.errors"}
FLOORS = {
    "evidence": GROUND | {"helpers.evidence"},
    "figures": GROUND | {"helpers.evidence", "helpers.figures"},
    "engine": GROUND | {"helpers.evidence", "helpers.figures", "helpers.engine"},
    "book": GROUND | {"helpers.evidence", "helpers.figures", "helpers.engine", "helpers.book"},
}
MOST_MODULES = 12
OWN_WORDS = {"Ecuador", "Ecuadorian", "thesis", "the assessment", "five sources", "five texts"}
OF_A_COUNTRY = {"geodata"}  # reads its provinces
NO_VERBS = {
    *("A", "All", "An", "As", "Each", "Every", "Everything", "How", "Its", "One", "The", "These"),
    *("This", "Those", "Two", "What", "When", "Where", "Whether", "Which", "Who", "Why"),
}
HEAVY = {"IPython", "geopandas", "jupyter_book", "matplotlib", "numpy", "pandas", "sphinx", "yaml"}


def imported(code: str) -> set[str]:
    """Every module that code imports, wherever in it, named from its package's root."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "a relative import"
            inner = {f"{node.module}.{one.name}" for one in node.names}
            found |= inner if node.module == "helpers" else {node.module}
    return found


def ours(modules: set[str]) -> set[str]:
    return {one for one in modules if one.partition(".")[0] == "helpers"}


def within(module: str, allowed: set[str]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in allowed)


@cache
def tracked() -> list[Path]:
    """Every file that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_only_what_is_below_it(floor):
    for file in (paths.SOURCE / "helpers" / floor).rglob("*.py"):
        found = ours(imported(file.read_text(encoding="utf-8")))
        too_high = {one for one in found if not within(one, FLOORS[floor])}
        assert not too_high, f"{paths.relative(file)} imports {too_high}"


def modules() -> dict[str, Path]:
    """Every module of the project by its name; a package is its ``__init__``."""
    files = (paths.SOURCE / "helpers").rglob("*.py")
    return {
        ".".join(file.relative_to(paths.SOURCE).with_suffix("").parts).removesuffix(
            ".__init__"
        ): file
        for file in files
    }


def test_no_modules_import_each_other_in_a_circle():
    """Imports within functions count: they only hide a circle."""
    known = modules()
    waiting = {}
    for name, file in known.items():
        named = set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                named |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                inner = {f"{node.module}.{one.name}" for one in node.names}
                named |= {one if one in known else node.module for one in inner}
        waiting[name] = (named & known.keys()) - {name}
    while ready := {name for name, needs in waiting.items() if not needs & waiting.keys()}:
        waiting = {name: needs for name, needs in waiting.items() if name not in ready}
    assert not waiting, f"circles among {sorted(waiting)}"


def test_no_folder_of_modules_is_longer_than_a_glance():
    for folder in {file.parent for file in modules().values()}:
        names = [file.stem for file in folder.glob("*.py") if file.stem != "__init__"]
        assert len(names) <= MOST_MODULES, f"{paths.relative(folder)}: {len(names)} modules"


def test_no_two_classes_share_a_name():
    found: dict[str, str] = {}
    for name, file in modules().items():
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                assert node.name not in found, f"{node.name}: in {found[node.name]} and in {name}"
                found[node.name] = name


@pytest.mark.parametrize("floor", ["engine", "evidence"])
def test_what_serves_any_book_knows_nothing_of_this_one(floor):
    """Names of its sources, of what they are and of its country stand in `book` and in the data."""
    own = {row["id"] for row in rows("sources")} | OWN_WORDS
    own -= {"natural-earth", "geonames"}
    word = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, own)))})\b", re.IGNORECASE)
    for file in (paths.SOURCE / "helpers" / floor).rglob("*.py"):
        if file.stem in OF_A_COUNTRY:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            assert not word.search(line), f"{paths.relative(file)}, line {number}: {line.strip()}"


def test_every_function_says_what_it_does_with_a_verb():
    for name, file in modules().items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (told := ast.get_docstring(node)):
                decorators = {getattr(one, "id", "") for one in node.decorator_list}
                if not decorators & {"property", "cached_property"}:
                    first = told.split()[0].strip(".,:;")
                    assert first not in NO_VERBS, f"{name}.{node.name}: {told.splitlines()[0]}"


@pytest.mark.parametrize("name", ["paths", "errors"])
def test_the_ground_imports_nothing_of_ours(name):
    code = (paths.SOURCE / "helpers" / f"{name}.py").read_text(encoding="utf-8")
    assert not ours(imported(code))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda one: one.name)
def test_a_chapter_imports_only_evidence_and_figures(chapter):
    for cell in chapter.notebook["cells"]:
        if cell["cell_type"] == "code":
            found = ours(imported(chapters.source(cell)))
            assert all(within(one, {"helpers.evidence", "helpers.figures"}) for one in found), found


@pytest.mark.parametrize("module", ["helpers.cli", "helpers.evidence", "helpers.figures"])
def test_nothing_heavy_is_loaded_at_the_start(module):
    code = f"import sys, {module}; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(paths.SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not HEAVY & set(ran.stdout.split())


# --- dependencies


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def dependencies() -> set[str]:
    listed = PYPROJECT["project"]["dependencies"]
    return {normal(re.match(r"[\w.-]+", one).group()) for one in listed}


def test_readme_gives_a_reason_for_every_dependency():
    section = README.partition("## Dependencies")[2].partition("\n## ")[0]
    table = re.findall(r"^\| ([\w.-]+) \| (.+?) \|$", section, re.MULTILINE)
    reasons = {name: reason for name, reason in table if name not in {"package", "---"}}
    assert reasons.keys() == dependencies()
    assert all(len(reason) > 10 for reason in reasons.values())


def test_every_dependency_is_used():
    code = [file.read_text(encoding="utf-8") for file in paths.SOURCE.rglob("*.py")]
    modules = {one.partition(".")[0] for text in code for one in imported(text)}
    providers = packages_distributions()
    used = {normal(one) for module in modules for one in providers.get(module, [])}
    assert dependencies() - used == set()


def test_every_library_that_is_used_is_a_dependency():
    optional = PYPROJECT["project"]["optional-dependencies"]["dask"]
    known = dependencies() | {normal(re.match(r"[\w-]+", one).group()) for one in optional}
    known |= {"cooperation-security-book"}
    # What these bring along and are made of: the same thing to one who installs them.
    known |= {"cloudpickle", "cycler", "docutils", "fonttools", "ipython", "jinja2", "myst-nb"}
    known |= {"numpy", "sphinx", "sphinxcontrib-bibtex"}
    code = [file.read_text(encoding="utf-8") for file in paths.SOURCE.rglob("*.py")]
    modules = {one.partition(".")[0] for text in code for one in imported(text)}
    providers = packages_distributions()
    used = {module: set(map(normal, providers.get(module, []))) for module in modules}
    assert {one: names for one, names in used.items() if names and not names & known} == {}


def test_the_lock_has_a_hash_for_everything_and_no_address():
    text = paths.LOCK.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash)", text, re.MULTILINE), "an option, such as an index"
    locked = {normal(entry.partition("==")[0]) for entry in entries}
    assert dependencies() <= locked


# --- notebooks


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda one: one.name)
def test_a_chapter_is_stored_without_outputs(chapter):
    for cell in chapter.notebook["cells"]:
        assert not cell.get("outputs"), cell["id"]
        assert cell.get("execution_count") is None, cell["id"]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda one: one.name)
def test_every_cell_has_a_name_of_its_own(chapter):
    ids = [cell["id"] for cell in chapter.notebook["cells"]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda one: one.name)
def test_a_chapter_opens_with_its_findings(chapter):
    first = chapter.notebook["cells"][0]
    assert first["cell_type"] == "markdown"
    assert re.match(
        r"# .+\n\n:::\{div\} opening\n(\{finding\}`[\w.-]+` ?){1,4}\n:::", chapters.source(first)
    )


IN_BRIEF = {"summary", "policy"}
MOSTLY_DRAWN = {
    "region/donors",
    "atlas/routes",
    "atlas/people",
    "atlas/border",
    "atlas/partners-map",
}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda one: one.name)
def test_a_chapter_says_neither_too_little_nor_too_much(chapter):
    blocks = [one for _, items in chapter.read for one in items if isinstance(one, myst.Block)]
    text = " ".join(_as_printed(part) for block in blocks for part in block.parts)
    words = len(re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", text))
    least = 390 if chapter.name in IN_BRIEF else 400 if chapter.name in MOSTLY_DRAWN else 600
    assert least <= words <= 1800


def _as_printed(part) -> str:
    """Write a finding out, and one word for what any other role prints."""
    if part.kind == myst.TEXT:
        return part.text
    if part.name == "finding":
        return findings.finding(part.text).text
    return "x"


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda one: one.name)
def test_a_chapter_closes_with_how_good_its_evidence_is(chapter):
    if chapter.name not in IN_BRIEF:
        *_, last = re.findall(r"^## (.+)$", "\n".join(text for _, text in chapter.markdown), re.M)
        assert last in {"How good is the evidence", "How well the points are known"}


# --- what no file may contain

# Folders of one machine, and settings that hold a registry's address. Each is taken apart, so that
# this file does not contain it either.
MACHINE = re.compile(
    r"/(?:home|Users)/(?=\w)|/(?:root)\b|/(?:tmp)/\w|(?<![\w/.])/(?:work|mnt|srv)/\w|(?:index)[-_]url"
)


def test_no_file_names_a_place_on_someones_machine():
    found = []
    for file in tracked():
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:  # a picture or a typeface
            continue
        found += [
            f"{paths.relative(file)}, line {number}: {line.strip()[:100]}"
            for number, line in enumerate(lines, start=1)
            if MACHINE.search(line)
        ]
    assert not found, "\n".join(found)


# --- authors and licences


def test_the_author_is_an_entity_and_no_author_of_a_source():
    citation = yaml.safe_load(paths.CITATION.read_text(encoding="utf-8"))
    (author,) = citation["authors"]
    assert author.keys() == {"name"}
    assert author["name"].startswith("Contributors to ")
    people = {
        name.partition(",")[0]
        for row in rows("sources")
        if row["context"] == "false"
        for name in row["author"].split("; ")
    }
    assert people
    told = paths.CITATION.read_text(encoding="utf-8") + str(PYPROJECT["project"]["authors"])
    assert not [one for one in people if one in told]


def test_two_licences_are_named_and_stated():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    for name in ("MIT License", "Creative Commons Attribution 4.0 International", "CC BY 4.0"):
        assert name in text
    citation = yaml.safe_load(paths.CITATION.read_text(encoding="utf-8"))
    assert citation["license"] == ["CC-BY-4.0", "MIT"]
    assert set(PYPROJECT["project"]["license"].split(" AND ")) == set(citation["license"])


# --- words

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|\*[^*]*\*|`[^`]*`")
# One word for one thing, and one spelling; what a source says otherwise stands in quotation marks.
INSTEAD = {
    "[Hh]uman trafficking": "trafficking in persons",
    "trafficking in human beings": "trafficking in persons",
    "organized": "organised",
    "organization": "organisation",
    "defense": "defence",
    "jail": "prison",
    "labor": "labour",
}


def test_chapters_spell_as_a_dictionary_does():
    pytest.importorskip("codespell_lib")
    names = ["chapters", "README.md", "data/README.md", "src"]
    ran = subprocess.run(
        [sys.executable, "-m", "codespell_lib", *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("page", chapters.pages(), ids=lambda one: one.name)
def test_one_word_for_one_thing(page):
    for where, text in page.markdown:
        own = QUOTED.sub("", prose.running_text(text))
        for word, better in INSTEAD.items():
            found = re.search(rf"\b{word}\b", own)  # as it stands: a name may be spelt otherwise
            assert not found, f"{page.name}, {where}: {word!r}; the book says {better!r}"


def runs(text: str, length: int = 10) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


@cache
def runs_of_sources() -> set[tuple[str, ...]]:
    if not SOURCES.is_dir():
        pytest.skip("the source texts are not beside this checkout, in ../shared/sources")
    return {
        run for file in SOURCES.glob("*.txt") for run in runs(file.read_text("utf-8", "replace"))
    }


@pytest.mark.parametrize("page", chapters.pages(), ids=lambda one: one.name)
def test_nothing_is_copied_from_the_sources(page):
    for where, text in page.markdown:
        blocks = [one for one in myst.read(text) if isinstance(one, myst.Block)]
        words = " ".join(
            part.text if part.kind != myst.ROLE else " role "
            for one in blocks
            for part in one.parts
        )
        own = QUOTED.sub(" quoted ", words)
        shared = runs(own) & runs_of_sources()
        assert not shared, f"{page.name}, {where}: {' … '.join(map(' '.join, shared))}"


@pytest.mark.parametrize("table", ["passages", "findings"])
def test_no_claim_and_no_finding_is_copied_from_the_sources(table):
    field = {"passages": "claim", "findings": "text"}[table]
    for row in rows(table):
        shared = runs(QUOTED.sub(" quoted ", row[field])) & runs_of_sources()
        assert not shared, f"{row['id']}: {' … '.join(map(' '.join, shared))}"


# --- what is promised to run


def commands(text: str) -> set[str]:
    return set(re.findall(r"(?:^|`|run: )(make [a-z]+)", text, re.MULTILINE))


def test_workflows_run_the_commands_that_the_readme_names():
    named = commands(README)
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {one.removeprefix("make ") for one in named} <= targets
    workflows = [
        *(ROOT / ".github" / "workflows").glob("*.yml"),
        ROOT / ".ci" / "run",
    ]
    ran: set[str] = set()
    for file in workflows:
        found = commands(re.sub(r"^\s*#.*", "", file.read_text("utf-8"), flags=re.MULTILINE))
        assert found <= named, file.name
        ran |= found
    assert {"make test", "make verify", "make book"} <= ran


def test_the_readme_names_only_commands_that_there_are():
    from helpers.cli import app

    used = set(re.findall(r"(?:bin/|`)book (\w+)", README))
    assert used <= app.commands.keys()
    checks = set(re.findall(r"check (data|pages|\w+)`", README))
    assert checks <= app.commands["check"].commands.keys()


def test_readme_lists_every_function_that_chapters_import():
    listed = README.partition("## What an author writes")[2].partition("\n## ")[0]
    used = set()
    for chapter in CHAPTERS:
        for cell in chapter.notebook["cells"]:
            if cell["cell_type"] == "code":
                for node in ast.walk(ast.parse(chapters.source(cell))):
                    if isinstance(node, ast.ImportFrom) and within(node.module, {"helpers"}):
                        used |= {one.name for one in node.names}
    assert {one for one in used if not re.search(f"`{one}[`(]", listed)} == set()


def test_notebooks_are_valid_for_the_format():
    import nbformat

    for chapter in CHAPTERS:
        nbformat.validate(nbformat.from_dict(json.loads(chapter.content)))
