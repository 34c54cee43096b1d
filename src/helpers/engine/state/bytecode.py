"""Python's own cache: bytecode of modules, which must be no older than they are."""

import importlib.util
import json
from pathlib import Path

from helpers import paths
from helpers.engine.state import fingerprints

SEEN = paths.WORK / "bytecode.json"


def drop_outdated() -> None:
    """Delete the bytecode of modules that changed without Python being able to tell.

    Python compares a module's size and the second in which it was written. Both can be those of
    an earlier version: of one saved twice in a second, or unpacked or copied with its times kept.
    """
    try:
        before = json.loads(SEEN.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {}
    now = {}
    for module in (paths.SOURCE / "helpers").rglob("*.py"):
        stat = module.stat()
        name = paths.relative(module)
        now[name] = [stat.st_size, int(stat.st_mtime), fingerprints.of_file(module)]
        if name in before and before[name][:2] == now[name][:2] and before[name] != now[name]:
            Path(importlib.util.cache_from_source(module)).unlink(missing_ok=True)
    if now != before:
        SEEN.parent.mkdir(parents=True, exist_ok=True)
        SEEN.write_text(json.dumps(now), encoding="utf-8")
