"""What stands for libraries that compiling imports and never uses."""

import subprocess
import sys

from helpers import paths
from helpers.engine.compile.stub_modules import LIBRARIES

BEGIN = "from helpers.engine.compile import stub_modules; stub_modules.stand_in()\n"


def python(code):
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(paths.SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_compiling_starts_without_them():
    """Each stands in the place of a library that would be loaded; none of these is."""
    code = (
        "import sys\nfrom helpers.engine.compile import compiler\ncompiler.prepare_pages()\n"
        "for name, module in sys.modules.items(): print(name, getattr(module, '__file__', None))"
    )
    loaded = dict(line.split(maxsplit=1) for line in python(code).stdout.splitlines())

    assert {name for name in LIBRARIES if loaded.get(name) == "None"} == LIBRARIES
    assert "sqlalchemy" not in loaded
    assert "zmq" not in loaded


def test_they_can_be_named_inherited_from_and_made():
    code = (
        "from requests.adapters import HTTPAdapter, Retry\nfrom nbclient.util import run_sync\n"
        "class Mine(HTTPAdapter): pass\n"
        "made = run_sync(len)\nMine(1, two=3)\n"
        "try: 1 / 0\nexcept (HTTPAdapter, ZeroDivisionError): print('caught')"
    )
    assert python(BEGIN + code).stdout == "caught\n"


def test_use_is_refused_with_what_to_do():
    """Nothing is done silently by what does nothing."""
    for use in ("requests.get('x')()", "requests.Session().get('x')"):
        told = python(f"{BEGIN}import requests\n{use}").stderr
        assert "RuntimeError: requests." in told
        assert "Take its library out of LIBRARIES" in told
