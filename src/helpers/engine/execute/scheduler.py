"""Executing the chapters whose kept results are not fresh, and no other."""

from helpers.engine.execute.cache import Executions
from helpers.engine.pages import chapters as chapters_module
from helpers.engine.pages.chapters import Page
from helpers.engine.progress import Progress
from helpers.engine.state.fingerprints import Snapshot


def execute_stale(
    chapters: list[Page],
    parameters: dict[str, dict],
    executions: Executions,
    read: Snapshot,
    *,
    workers: int | None,
    scheduler: str,
    progress: Progress,
) -> int:
    """Bring the kept results up to date; return how many chapters were executed for that.

    Parameters
    ----------
    chapters, parameters
        All of them, and the parameters of each.
    executions : Executions
        The kept results.
    read : Snapshot
        The project's files as they were before anything else.
    workers, scheduler, progress
        As for `helpers.engine.build.build`.

    Raises
    ------
    BookError
        With every failure. The results of those that succeeded are kept.
    """
    stale = [one for one in chapters if executions.reasons(one, parameters[one.name])]
    if not stale:
        return 0
    from helpers.engine.execute import pool

    seconds, memory = _known(stale, executions)
    # The slowest first, and those never timed before all: so the last to end ends soonest.
    stale.sort(key=lambda one: -seconds.get(one.name, float("inf")))
    jobs = pool.jobs_for(stale, parameters, chapters_module.timeouts(stale), memory)
    if scheduler:
        from helpers.engine.execute.dask_client import run_on

        results = run_on(scheduler, jobs)
    else:
        results = pool.run(jobs, workers=workers)
    by_name = {one.name: one for one in stale}
    failed = []
    expected = sum(seconds.values()) / (workers or pool.cores())
    with progress.steps("Executing chapters", len(stale), expected) as advance:
        for result in results:
            if result.failure or result.outside:
                failed.append(result)
            else:
                chapter = by_name[result.name]
                executions.keep(chapter, parameters[chapter.name], result, read)
            advance(result.name)
    pool.require_success(failed)
    return len(stale)


def _known(chapters: list[Page], executions: Executions) -> tuple[dict[str, float], dict[str, int]]:
    """Tell the seconds and the KiB that chapters took, of those executed before."""
    entries = {one.name: executions.entry(one) for one in chapters}
    records = {name: entry.record for name, entry in entries.items() if entry}
    return (
        {name: record["seconds"] for name, record in records.items()},
        {name: record["peak"] for name, record in records.items()},
    )
