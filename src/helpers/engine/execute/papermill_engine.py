"""A papermill engine without a second process: IPython runs the cells right here."""

import sys
import traceback

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_output
from papermill.engines import Engine

from helpers.engine.state.fingerprints import ends_in_semicolon

EXIT = "the chapter ends itself here, before its last line. Take that out, or raise an error."


class InProcessEngine(Engine):
    """Execute a notebook's cells in this process, which is expected to end with the notebook."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, watch=None, **_):
        """Run the cells one after the other; the first error ends it.

        Parameters
        ----------
        nb_man : papermill.engines.NotebookExecutionManager
            Holds the notebook.
        kernel_name : str
            Not used: there is no kernel.
        watch : helpers.engine.execute.audit.Watch
            Started before the first cell runs.
        """
        shell = InteractiveShell.instance(colors="nocolor")
        shell.history_manager.enabled = False
        watch.start()
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            if cell.cell_type == "code" and cell.source.strip():
                error = _run(shell, cell)
                if error is not None:
                    nb_man.cell_exception(cell, cell_index=index, exception=error)
                    return
            nb_man.cell_complete(cell, cell_index=index)


def _run(shell, cell) -> BaseException | None:
    """Run a cell and store its outputs in it; return the error that it raised."""
    with capture_output() as captured:
        # Else IPython prints the value of a cell's last line, as it does on a terminal.
        quiet = ends_in_semicolon(cell.source)
        shell.display_trap.hook = (lambda value: None) if quiet else sys.displayhook
        ran = shell.run_cell(cell.source, store_history=False)
    error = ran.error_before_exec or ran.error_in_exec
    if error is not None:
        name, excerpt = type(error).__name__, _excerpt(error, cell.source)
        told = error.msg if isinstance(error, SyntaxError) else str(error)
        if name == "SystemExit" and told in {"", "0"}:  # for papermill, that is success
            told = EXIT
        cell.outputs = [new_output("error", ename=name, evalue=told, traceback=[excerpt])]
        return error
    cell.outputs = [
        new_output("stream", name=name, text=text)
        for name, text in (("stdout", captured.stdout), ("stderr", captured.stderr))
        if text
    ] + [
        new_output("display_data", data=one.data, metadata=one.metadata) for one in captured.outputs
    ]
    return None


def _excerpt(error: BaseException, text: str) -> str:
    """Quote the lines around the one of the cell that raised, the line itself marked."""
    within = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith("<ipython-input") or "ipykernel_" in frame.filename
    ]
    at = within[0] if within else getattr(error, "lineno", None) or 1
    return "\n".join(
        f"{'>' if number == at else ' '} {number:3} {line}"
        for number, line in enumerate(text.splitlines(), start=1)
        if abs(number - at) <= 2
    )
