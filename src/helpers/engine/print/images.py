"""Pictures of pages, where the compiler finds them: within the folder that it may read."""

import re
import shutil
from pathlib import Path

from helpers.errors import BookError

KINDS = {
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8",),
    ".jpeg": (b"\xff\xd8",),
    ".gif": (b"GIF8",),
    ".webp": (b"RIFF",),
    ".svg": (b"<",),
}


class Images:
    """The pictures of the print edition.

    Parameters
    ----------
    root : Path
        The folder that the compiler may read.
    folder : Path
        The folder in it for pictures that lie elsewhere.
    """

    def __init__(self, root: Path, folder: Path):
        self._root, self._folder = root.resolve(), folder

    def take(self, file: Path) -> str:
        """Name a picture as the compiler does; one from outside is copied in.

        Raises
        ------
        BookError
            When it is not there, or no picture that print can show.
        """
        file = Path(file)
        if not file.is_file():
            raise BookError(f"the picture {file.name!r} is not there. Mend its path.")
        suffix = file.suffix.lower()
        with open(file, "rb") as opened:
            begins = opened.read(512).lstrip(b"\xef\xbb\xbf \r\n\t")
        if suffix not in KINDS or not begins.startswith(KINDS[suffix]):
            raise BookError(
                f"the picture {file.name!r} is no {', '.join(one[1:].upper() for one in KINDS)} "
                "that can be read. Save it as one of them."
            )
        resolved = file.resolve()
        if resolved.is_relative_to(self._root) and re.fullmatch(r"[\w./-]+", str(resolved)):
            return "/" + resolved.relative_to(self._root).as_posix()
        from helpers.engine.state.fingerprints import of_file

        copy = self._folder / f"{of_file(file)[:20]}{suffix}"
        if not copy.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        return "/" + copy.resolve().relative_to(self._root).as_posix()
