"""Whatever goes wrong, the published book stays whole, the message says what happened, and the next
build makes what a clean one would.
"""

import random
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.engine.books import build, differences

KILLS = 20
VALUES = ("121", "122")  # of 2021, between which the book goes to and fro


def set_value(project, value):
    other = VALUES[1 - VALUES.index(value)]
    project.write(
        "data/deaths.csv", project.read("data/deaths.csv").replace(f",{other},", f",{value},")
    )


def start_build(project, pdf=True):
    return subprocess.Popen(
        [sys.executable, "-m", "helpers", "build", *([] if pdf else ["--no-pdf"])],
        cwd=project.root,
        env=project.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def clean(pristine_small_book, tmp_path_factory):
    """The book with either value, each built from nothing."""
    folder = tmp_path_factory.mktemp("clean")
    made = {}
    for value in VALUES:
        made[value] = pristine_small_book.copy(folder / value)
        set_value(made[value], value)
        build(made[value])
    return made


@pytest.fixture(scope="module")
def killed(pristine_small_book, tmp_path_factory):
    """A book whose builds are killed, over and over."""
    return pristine_small_book.copy(tmp_path_factory.mktemp("killed") / "book")


@pytest.fixture
def built(clean, tmp_path):
    """A copy of a built book that may be broken."""
    return clean["121"].copy(tmp_path / "book")


@pytest.mark.parametrize("number", range(KILLS))
def test_a_build_killed_at_any_moment(number, killed, clean):
    """Nothing of it is seen, and the next build makes up for it."""
    chance = random.Random(number)
    cold, pdf = number % 3 == 0, number % 2 == 0
    if cold:
        shutil.rmtree(killed.path("_build"), ignore_errors=True)
    value = VALUES[number % 2]
    set_value(killed, value)
    building = start_build(killed, pdf)
    time.sleep(chance.uniform(0, 6 if cold else 3))
    building.send_signal(signal.SIGKILL)
    building.communicate()

    if killed.path("_build/html/index.html").is_file():  # before the kill, or just before
        whole = killed.path("_build/book.pdf").is_file()
        assert any(differences(killed, book, pdf=whole) == [] for book in clean.values())
    build(killed, pdf)
    assert differences(killed, clean[value], pdf) == []


def test_failures_are_told_together_and_lose_nobody_elses_work(built, clean):
    """An error, a death and an endless cell; the chapter that is well is kept."""
    saved = {name: built.read(f"chapters/{name}.ipynb") for name in ("deaths", "provinces")}
    parameters = built.read("chapters/parameters.yml")
    built.edit("chapters/deaths.ipynb", "style.apply()", "while True: pass")
    built.edit("chapters/provinces.ipynb", "style.apply()", "__import__('os')._exit(3)")
    built.edit("chapters/prisons.ipynb", r"table(\"prisons\")", r"table(\"prisons\").copy()")
    built.write("chapters/parameters.yml", parameters + "  timeout: 3\n")

    done = built.book("build")

    assert done.returncode == 1
    assert "2 problems" in done.stderr
    assert "chapters/deaths.ipynb: still executing after 3 s" in done.stderr
    assert "parameters.yml" in done.stderr
    assert "chapters/provinces.ipynb: the process that executed it died" in done.stderr
    assert "exit code 3" in done.stderr
    assert differences(built, clean["121"]) == []
    for name, text in saved.items():
        built.write(f"chapters/{name}.ipynb", text)
    built.write("chapters/parameters.yml", parameters)
    assert built.book("status").stdout.count("fresh") == 3
    build(built)


def test_an_error_in_a_cell_is_told_with_the_lines_around_it(built):
    built.edit("chapters/prisons.ipynb", r"table(\"prisons\")", r"table(\"prisons\").absent")

    done = built.book("build")

    assert "chapters/prisons.ipynb, cell 2: AttributeError" in done.stderr
    assert '>   4 prisons = table("prisons").absent' in done.stderr
    assert "    1 from helpers.evidence" not in done.stderr  # only two lines on either side
    assert "Traceback" not in done.stderr


def test_a_second_build_is_told_who_holds_the_first(built):
    set_value(built, "122")
    first = start_build(built)
    while not built.path("_build/lock.holder").is_file():
        time.sleep(0.01)

    second = built.book("build")

    first.communicate()
    assert second.returncode == 1
    assert f"another build is at work here (process {first.pid}" in second.stderr
    assert first.returncode == 0


def test_an_interrupted_build(built, clean):
    """It says that nothing is lost, and leaves no process behind."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # who works unattended may ignore it
    set_value(built, "122")
    building = start_build(built)
    while not (started := psutil.Process(building.pid).children(recursive=True)):
        time.sleep(0.01)
    time.sleep(0.5)
    building.send_signal(signal.SIGINT)

    told = building.communicate()[1]

    assert building.returncode == 130
    assert told.strip() == "Interrupted; the published book is as it was."
    assert differences(built, clean["121"]) == []
    assert psutil.wait_procs(started, timeout=10)[1] == []


def test_an_interrupt_within_a_text_that_is_executed(small_book):
    """Python would remember it, and end by the signal instead of with the number."""
    text = "def status():\n    exec('raise KeyboardInterrupt')\n"
    small_book.write("src/helpers/engine/status.py", text)

    done = small_book.book("status")

    assert done.returncode == 130
    assert done.stderr.strip() == "Interrupted; the published book is as it was."


@pytest.fixture
def small_disk(built):
    """The built book, its ``_build`` on a disk of its own, where this machine lets us."""
    folder = built.path("_build")
    shutil.move(folder, folder.with_name("aside"))
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        shutil.copytree(folder.with_name("aside"), folder, symlinks=True, dirs_exist_ok=True)
        yield built
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("room", [0, 200, 500], ids=lambda room: f"{room}-KiB-left")
def test_a_full_disk(room, small_disk, clean):
    """The message says so; with space again, the next build succeeds."""
    set_value(small_disk, "122")
    filler = small_disk.path("_build/filler")
    free = shutil.disk_usage(filler.parent).free
    filler.write_bytes(bytes(free - room * 1024))

    done = small_disk.book("build")

    assert done.returncode == 1
    assert "no space left on device" in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert differences(small_disk, clean["121"]) == []
    filler.unlink()
    build(small_disk)
    assert differences(small_disk, clean["122"]) == []


def test_a_folder_that_cannot_be_written(small_disk, clean):
    set_value(small_disk, "122")
    subprocess.run(["mount", "-o", "remount,ro", small_disk.path("_build")], check=True)

    done = small_disk.book("build")

    assert done.returncode == 1
    assert "_build" in done.stderr
    assert "read-only file system" in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert differences(small_disk, clean["121"]) == []


def test_files_larger_than_allowed(built, clean):
    """What stands for a full disk where none can be mounted."""
    import resource

    set_value(built, "122")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = subprocess.run(
        [sys.executable, "-m", "helpers", "build"],
        cwd=built.root,
        env=built.environment,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "file too large" in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert differences(built, clean["121"]) == []
    build(built)
    assert differences(built, clean["122"]) == []
