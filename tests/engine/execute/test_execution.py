"""What an executing chapter looks at is recorded, what it must not do is refused."""

import json
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from helpers import paths
from helpers.engine.execute.pool import Memory, isolated, run
from helpers.engine.execute.sandbox import Job, Result
from helpers.engine.state import fingerprints
from helpers.engine.worker import executions_environment


@pytest.fixture(scope="module")
def project(pristine_small_book, tmp_path_factory):
    return pristine_small_book.copy(tmp_path_factory.mktemp("executing") / "book")


@pytest.fixture
def execute(project):
    """Execute a chapter of one cell in the small book."""

    def execute(code, timeout=60, **parameters):
        return isolated(Job("one", one_cell(code), parameters, str(project.root), timeout))

    return execute


def one_cell(code):
    """A notebook of one cell."""
    cell = {"cell_type": "code", "metadata": {}, "source": code, "outputs": []}
    cell |= {"id": "one", "execution_count": None}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    return json.dumps(notebook).encode()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("open('../data/units.csv').read()", "data/units.csv"),
        ("import pathlib; pathlib.Path('../data/units.csv').read_bytes()", "data/units.csv"),
        ("import os; os.listdir('../data')", "data/"),
        ("import glob; glob.glob('../data/geo/*.geojson')", "data/geo/"),
        ("import pathlib; list(pathlib.Path('../data').rglob('*.csv'))", "data/geo/"),
        ("import os; os.path.exists('../data/absent.csv')", "data/absent.csv"),
        ("import pathlib; pathlib.Path('../absent.toml').is_file()", "absent.toml"),
        ("try: open('../data/absent.csv')\nexcept OSError: pass", "data/absent.csv"),
        ("from helpers.figures import publish", "src/helpers/figures/publish.py"),
        ("from helpers.evidence import table; table('units')", "src/helpers/evidence/tables.py"),
        (
            "def later():\n    import helpers.figures.style\nlater()",
            "src/helpers/figures/palette.py",
        ),
        ("try: import helpers.absent\nexcept ImportError: pass", "src/helpers/absent.py"),
        ("exec(open('../src/helpers/paths.py').read(), {'__file__': 'x'})", "src/helpers/paths.py"),
        (
            "import geopandas; geopandas.read_file('../data/geo/provinces.geojson')",
            "data/geo/provinces.geojson",
        ),
    ],
)
def test_what_a_chapter_looks_at_is_recorded(execute, code, expected):
    result = execute(code)

    assert result.failure is None
    assert expected in result.inputs
    assert result.outside == []


def test_what_a_chapter_does_not_look_at_is_not_recorded(execute):
    result = execute("from helpers.evidence import numbers")

    assert "src/helpers/evidence/numbers.py" in result.inputs
    assert not [name for name in result.inputs if "figures" in name or "engine" in name]
    assert not [name for name in result.inputs if name.endswith("/")]


def test_geodata_read_from_an_open_file_is_recorded_once(execute):
    result = execute(
        "import geopandas\nwith open('../data/geo/provinces.geojson', 'rb') as file:\n"
        "    geopandas.read_file(file)"
    )

    assert result.inputs == ["data/geo/provinces.geojson"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "without the network"),
        ("import subprocess; subprocess.run(['true'])", "start no programs"),
        ("import os; os.system('true')", "start no programs"),
        ("open('../data/new.csv', 'w')", "change nothing in the project"),
        ("import os; os.remove('../data/units.csv')", "change nothing in the project"),
        ("import pathlib; pathlib.Path('../data/units.csv').rename('x')", "change nothing"),
    ],
)
def test_what_a_chapter_must_not_do_is_refused(execute, project, code, told):
    before = fingerprints.of_file(project.path("data/units.csv"))

    assert told in execute(code).failure.error
    assert fingerprints.of_file(project.path("data/units.csv")) == before
    assert not project.path("data/new.csv").exists()


def test_a_file_outside_the_project_is_told(execute, tmp_path):
    (tmp_path / "elsewhere.csv").write_text("1")

    assert execute(f"open({str(tmp_path / 'elsewhere.csv')!r})").outside == [
        str(tmp_path / "elsewhere.csv")
    ]


def test_no_chapter_sees_anothers_state(execute):
    execute("import builtins, matplotlib\nbuiltins.x = matplotlib.rcParams['lines.linewidth'] = 77")
    result = execute(
        "import builtins, matplotlib\n"
        "print(matplotlib.rcParams['lines.linewidth'], hasattr(builtins, 'x'))"
    )

    assert result.outputs[0][0]["text"] == "1.5 False\n"


@pytest.mark.parametrize(
    "ending", ["import sys\nsys.exit()", "import sys\nsys.exit(0)", "raise SystemExit"]
)
def test_a_chapter_that_ends_itself_has_failed(execute, ending):
    """What papermill takes for success is half a chapter."""
    failure = execute(f"x = 1\n{ending}").failure

    assert failure.cell == 1
    assert failure.error.startswith("SystemExit: the chapter ends itself here")
    last = ending.splitlines()[-1]
    assert [line for line in failure.excerpt.splitlines() if line[0] == ">" and last in line]


def test_no_variable_and_no_setting_of_the_caller_reaches_a_chapter(project, tmp_path):
    """Matplotlib looks for settings where it is started, where a variable says, and at home."""
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    for folder in (tmp_path, elsewhere, home / ".config" / "matplotlib"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "matplotlibrc").write_text("lines.linewidth: 77\ntimezone: Asia/Tokyo\n")
    shown = (
        "import os, matplotlib\n"
        "settings = [matplotlib.rcParams[one] for one in ('lines.linewidth', 'timezone')]\n"
        "print(*settings, *[os.environ.get(one) for one in ('CALLER', 'TZ', 'MPLBACKEND')])"
    )
    started = (
        "from helpers.engine.execute.pool import isolated\n"
        "from helpers.engine.execute.sandbox import Job\n"
        f"done = isolated(Job('one', {one_cell(shown)!r}, {{}}, {str(project.root)!r}, 60))\n"
        "print(done.failure or done.outputs[0][0]['text'], end='')"
    )

    ran = subprocess.run(
        [sys.executable, "-c", started],
        cwd=tmp_path,
        env={
            **project.environment,
            "HOME": str(home),
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
            "MATPLOTLIBRC": str(elsewhere),
            "CALLER": "1",
            "TZ": "Asia/Tokyo",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout == "1.5 UTC None UTC agg\n"


def test_the_callers_environment_comes_back(monkeypatch):
    monkeypatch.setenv("CALLER", "1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    before = dict(os.environ)

    with executions_environment():
        assert "CALLER" not in os.environ
        assert os.environ["TZ"] == "UTC"
        assert os.environ["PATH"] == before["PATH"]

    assert dict(os.environ) == before


@pytest.mark.parametrize(("code", "shown"), [("x = 6 * 7\nx", "42"), ("x = 6 * 7\nx;", None)])
def test_the_value_of_the_last_line_is_shown(execute, code, shown):
    """As a notebook shows it, and not when a semicolon asks for silence."""
    outputs = execute(code).outputs[0]

    assert [one["data"]["text/plain"] for one in outputs] == ([shown] if shown else [])


def test_seeds_and_hashes_are_the_same_each_time(execute):
    code = (
        "import random, numpy\n"
        "print(random.random(), numpy.random.rand(), hash('a'), list({'b', 'c', 'd'}))"
    )

    assert execute(code).outputs == execute(code).outputs


def test_a_chapter_waits_for_memory():
    """Two that together take more than there is do not run at once; one alone always may."""
    running, most = set(), 0
    guard = threading.Lock()

    def call(job):
        nonlocal most
        with guard:
            running.add(job.name)
            most = max(most, len(running))
        time.sleep(0.05)
        with guard:
            running.remove(job.name)
        return Result(job.name)

    jobs = [Job(str(number), b"", {}, "", 1, memory=60) for number in range(4)]
    together = Memory(100).when_there_is_room(call)
    done = run(jobs, workers=4, submit=lambda executor, job: executor.submit(together, job))

    assert {one.name for one in done} == {"0", "1", "2", "3"}
    assert most == 1


@pytest.mark.parametrize(
    "executor",
    [
        ThreadPoolExecutor(1),
        ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")),
    ],
    ids=lambda one: type(one).__name__,
)
def test_any_executor_will_do(executor, project):
    job = Job("one", one_cell("print(6 * 7)"), {}, str(project.root), 60)

    with executor:
        [result] = run([job], executor=executor)

    assert result.failure is None
    assert result.outputs[0][0]["text"] == "42\n"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("x = 1", "x = 1  # one", True),
        ("x = 1\n\ny", "x = 1\ny", True),
        ("x", "x;", False),
        ("x;", "x; # shown not", True),
        ("'a;'", "'a;';", False),
        ("x = 1", "x = 1.0", False),
        ("%magic a", "%magic a  # b", False),
    ],
)
def test_what_a_cell_means(one, other, same):
    assert (fingerprints.of_cell(one) == fingerprints.of_cell(other)) is same


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project of its own, with nothing in it."""
    for name in fingerprints.FOLDERS:
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "CONFIG", tmp_path / "_config.yml")
    monkeypatch.setattr(fingerprints, "of_environment", lambda: "")
    return tmp_path


def test_a_folder_that_was_asked_for(root):
    """Whether it is there counts, and nothing else of it."""
    folder, before, absent = (
        root / "data" / "extra",
        fingerprints.of_inputs(),
        fingerprints.Snapshot(),
    )
    assert fingerprints.of_input("data/extra") == absent.of_input("data/extra") == ""

    folder.mkdir()

    there, present = fingerprints.of_input("data/extra"), fingerprints.Snapshot()
    assert there
    assert fingerprints.of_inputs() != before
    assert present.of_input("data/extra") == there
    assert absent.of_input("data/extra") == ""
    (folder / "some.csv").write_text("1")
    assert fingerprints.of_input("data/extra") == there
    assert fingerprints.of_input("data/extra/") not in {there, ""}
    (folder / "some.csv").unlink()
    folder.rmdir()
    assert fingerprints.of_input("data/extra") == ""
    assert present.of_input("data/extra") == fingerprints.CHANGED


def test_a_file_saved_while_the_book_is_built(root):
    """Also one beside the folders that a snapshot holds: what was read is no more to be had."""
    names = ["_config.yml", "notes.txt", "gone.txt"]
    for name in names:
        (root / name).write_text("before")
    time.sleep(0.1)
    read = fingerprints.Snapshot()
    assert [read.of_input(name) for name in [*names, "new.txt"]] == [
        *[fingerprints.of_bytes(b"before")] * 3,
        "",
    ]

    for name in ("_config.yml", "notes.txt", "new.txt"):
        (root / name).write_text("after")
    (root / "gone.txt").unlink()

    assert {read.of_input(name) for name in [*names, "new.txt"]} == {fingerprints.CHANGED}


def test_links_are_followed_but_not_round(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "areas.csv").write_text("before")
    (elsewhere / "round").symlink_to(root / "data")
    (root / "data" / "geo").symlink_to(elsewhere)
    (root / "data" / "broken").symlink_to(root / "absent")
    inputs, read = fingerprints.of_inputs(), fingerprints.Snapshot()
    assert read.of_input("data/geo/areas.csv") == fingerprints.of_bytes(b"before")
    assert fingerprints.project_files() == [
        root / "data" / "broken",
        root / "data" / "geo" / "areas.csv",
    ]

    (elsewhere / "areas.csv").write_text("after")

    assert fingerprints.of_inputs() != inputs
    assert read.of_input("data/geo/areas.csv") == fingerprints.CHANGED


def test_the_variables_that_chapters_see_belong_to_the_environment():
    assert "src/helpers/engine/worker.py" in fingerprints.environment()
