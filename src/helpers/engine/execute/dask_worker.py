"""What a distant worker is sent: it executes a job in a fresh process of an unpacked snapshot.

This module travels by value and is imported nowhere else, so it needs nothing but Python itself.
"""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time

MAIN = "import sys; from helpers.engine.execute.sandbox import main; main(*sys.argv[1:])"


def execute(
    snapshot: bytes, job: bytes, timeout: float, variables: dict[str, str | None], environment: str
) -> tuple[str, object]:
    """Execute a pickled job in a snapshot of its project.

    Parameters
    ----------
    variables : dict
        Environment variables to execute under, and no others; ``None`` for the value that one has
        here, if it has any.
    environment : str
        Digest of the libraries that it must be executed with.

    Returns
    -------
    str, object
        ``"done"`` and the pickled result; ``"endless"`` and nothing; or ``"died"`` with how it
        ended and after how many seconds.
    """
    begun = time.monotonic()
    own = {name: os.environ[name] for name in variables if name in os.environ}
    fixed = {name: value for name, value in variables.items() if value is not None}
    with tempfile.TemporaryDirectory(prefix="book-") as folder:
        root = os.path.join(folder, "project")
        with tarfile.open(fileobj=io.BytesIO(snapshot)) as archive:
            archive.extractall(root, filter="data")
        given, made = os.path.join(folder, "job"), os.path.join(folder, "result")
        with open(given, "wb") as file:
            file.write(job)
        try:
            ended = subprocess.run(
                [sys.executable, "-c", MAIN, given, made, environment],
                cwd=root,
                env={**own, **fixed, "PYTHONPATH": os.path.join(root, "src")},
                timeout=timeout,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "endless", None
        if ended.returncode or not os.path.isfile(made):
            last = ended.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            told = last or f"exit code {ended.returncode}"
            return "died", (told, time.monotonic() - begun)
        with open(made, "rb") as file:
            return "done", file.read()
