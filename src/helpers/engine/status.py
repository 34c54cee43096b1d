"""What a build would execute, and why."""

from helpers.engine.execute.cache import Executions
from helpers.engine.pages import chapters as chapters_module


def status() -> list[str]:
    """Tell of each chapter, a line each, what it last took and whether its result is fresh.

    Raises
    ------
    BookError
        When a chapter, or its parameters, cannot be read.
    """
    chapters = chapters_module.notebooks()
    parameters = chapters_module.parameters(chapters)
    executions = Executions()
    width = max((len(one.name) for one in chapters), default=0)
    lines = []
    for chapter in chapters:
        took = ""
        if entry := executions.entry(chapter):
            took = f"{entry.record['seconds']:5.1f} s {entry.record['peak'] // 1024:5} MiB"
        reasons = executions.reasons(chapter, parameters[chapter.name])
        lines.append(f"{chapter.name:{width}}  {took:15}  {'; '.join(reasons) or 'fresh'}")
    return lines
