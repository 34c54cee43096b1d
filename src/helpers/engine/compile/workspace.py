"""Where a book is compiled: a folder aside from the published one, kept between builds."""

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workspace:
    """The folder in which a book is compiled, aside from the published one."""

    folder: Path

    @property
    def stage(self) -> Path:
        """The pages to compile."""
        return self.folder / "stage"

    @property
    def bundles(self) -> Path:
        """Figures, tables and computed facts of all chapters."""
        return self.folder / "bundles"

    @property
    def html(self) -> Path:
        """The pages made."""
        return self.folder / "html"

    @property
    def print(self) -> Path:
        """The sources of the print edition."""
        return self.folder / "print"

    @property
    def doctrees(self) -> Path:
        """What Sphinx keeps between builds."""
        return self.folder / "doctrees"

    @property
    def pdf(self) -> Path:
        """The PDF made."""
        return self.folder / "book.pdf"

    def clear(self) -> None:
        """Throw everything away, so that all of it is made anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
