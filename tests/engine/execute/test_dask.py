"""Executing on a real scheduler and two real workers, which share nothing but the loopback."""

import io
import json
import os
import pickle
import subprocess
import sys
import tarfile
import time
from contextlib import ExitStack

import pytest

from helpers import paths
from helpers.engine.execute import dask_client, dask_worker
from helpers.engine.execute.sandbox import Job
from helpers.engine.state import fingerprints
from helpers.errors import BookError
from tests.engine.books import build, differences
from tests.engine.execute.test_execution import one_cell

pytest.importorskip("distributed")
QUIET = ["--no-dashboard", "--host", "127.0.0.1"]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a scheduler with two workers that know nothing of the project."""
    folder = tmp_path_factory.mktemp("dask")
    told = folder / "scheduler.json"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def start(kind, *arguments):
        place = folder / str(len(list(folder.iterdir())))
        place.mkdir()
        return subprocess.Popen(
            [sys.executable, "-m", "dask", kind, "--scheduler-file", told, *QUIET, *arguments],
            cwd=place,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    with ExitStack() as stack:
        started = [start("scheduler", "--port", "0")]
        started += [start("worker", "--nthreads", "1", "--no-nanny") for _ in range(2)]
        for process in started:
            stack.callback(process.wait)
            stack.callback(process.kill)
        yield address(told)


def address(told):
    """Wait for the scheduler to say where it is."""
    for _ in range(300):
        if told.is_file() and told.stat().st_size:
            return json.loads(told.read_text(encoding="utf-8"))["address"]
        time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")


def test_the_book_is_the_same_wherever_it_is_executed(
    scheduler, small_book, pristine_small_book, tmp_path
):
    """Chapters executed by workers make the book that this machine makes, and are kept alike."""
    here = pristine_small_book.copy(tmp_path / "here")
    build(here, pdf=False)
    build(small_book, pdf=False, scheduler=scheduler)

    assert differences(here, small_book, pdf=False) == []
    assert small_book.book("status").stdout.count("fresh") == 3


def test_failures_come_back_with_cell_error_and_lines(scheduler, small_book):
    """An error, an endless cell and a death on a worker are told as those of this machine are."""
    small_book.edit("chapters/deaths.ipynb", "style.apply()", "print(unknown)")
    small_book.edit("chapters/prisons.ipynb", r"table(\"prisons\")", "__import__('os')._exit(3)")
    small_book.edit("chapters/provinces.ipynb", "style.apply()", "while True: pass")
    small_book.write(
        "chapters/parameters.yml",
        small_book.read("chapters/parameters.yml") + "provinces:\n  timeout: 5\n",
    )

    done = small_book.book("build", "--scheduler", scheduler)

    assert done.returncode == 1
    assert "chapters/deaths.ipynb, cell 3: NameError: name 'unknown' is not defined" in done.stderr
    assert "print(unknown)" in done.stderr
    assert "chapters/prisons.ipynb: the process that executed it died" in done.stderr
    assert "exit code 3" in done.stderr
    assert "chapters/provinces.ipynb: still executing after 5 s" in done.stderr


def test_a_scheduler_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(dask_client, "PATIENCE", 1)

    with pytest.raises(BookError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9 "):
        list(dask_client.run_on("tcp://127.0.0.1:9", []))


def test_a_snapshot_has_what_links_lead_to_and_empty_folders(tmp_path, monkeypatch):
    root, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    (root / "data" / "empty").mkdir(parents=True)
    elsewhere.mkdir()
    (elsewhere / "areas.csv").write_text("1")
    (root / "data" / "geo").symlink_to(elsewhere)
    (root / "data" / "broken.csv").symlink_to(elsewhere / "absent.csv")
    (root / "_config.yml").symlink_to(elsewhere / "areas.csv")
    monkeypatch.setattr(paths, "ROOT", root)

    with tarfile.open(fileobj=io.BytesIO(dask_client.snapshot())) as archive:
        kinds = {one.name: "file" if one.isfile() else one.isdir() and "folder" for one in archive}

    assert kinds == {
        "data": "folder",
        "data/empty": "folder",
        "data/geo": "folder",
        "data/geo/areas.csv": "file",
        "_config.yml": "file",
    }


def test_no_variable_and_no_setting_of_a_worker_reaches_a_chapter(
    pristine_small_book, tmp_path, monkeypatch
):
    book = pristine_small_book.copy(tmp_path / "book")
    book.write("matplotlibrc", "lines.linewidth: 77\n")
    code = (
        "import os, matplotlib\n"
        "print(matplotlib.rcParams['lines.linewidth'], os.environ.get('CALLER'), os.environ['TZ'])"
    )
    job = pickle.dumps(Job("one", one_cell(code), {}, "", 60))
    environment = fingerprints.of_environment()
    monkeypatch.setattr(paths, "ROOT", book.root)
    monkeypatch.setenv("CALLER", "1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")

    told, made = dask_worker.execute(
        dask_client.snapshot(), job, 60, dask_client.VARIABLES, environment
    )

    assert told == "done", made
    result = pickle.loads(made)
    assert result.failure is None
    assert result.outputs[0][0]["text"] == "1.5 None UTC\n"
