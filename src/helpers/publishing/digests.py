"""Digests of what a result depends on."""

import ast
import hashlib
import sys
import sysconfig
from pathlib import Path

from helpers import paths


def of_bytes(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """SHA-256 of a file; empty when there is none."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""


def of_code(text: str) -> str:
    """Digest of what Python code means: comments and blank lines do not count."""
    try:
        return of_bytes(ast.dump(ast.parse(text)).encode())
    except SyntaxError:  # a cell with IPython's own syntax, or a mistake that execution will tell
        return of_bytes(text.encode())


def of_input(path: Path) -> str:
    """Digest of a file that execution used: of the meaning for Python, of the bytes otherwise."""
    if path.suffix != ".py":
        return of_file(path)
    try:
        return of_code(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""


def of_environment() -> str:
    """Digest of the locked environment: the lock, Python, what is installed, how cells are run."""
    site = Path(sysconfig.get_path("purelib"))
    installed = sorted(one.name for one in site.glob("*.dist-info"))
    runners = [paths.SOURCE / "helpers" / "publishing" / name for name in ("kernel.py", "engine.py")]
    told = [of_file(paths.LOCK), sys.version, *installed, *map(of_input, runners)]
    return of_bytes("\n".join(told).encode())
