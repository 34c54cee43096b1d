"""The one kind of error that a person, not a programmer, is meant to read."""


class BookError(Exception):
    """A mistake in the book's input, told so that its author can mend it.

    Parameters
    ----------
    problems : str or list of str
        Each names the file (and row, field or cell), what was found, what was expected and what
        to do. All problems found together are reported together.
    """

    def __init__(self, problems: str | list[str]):
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(self.problems))

    def __reduce__(self):
        return type(self), (self.problems,)


def nearest(name: str, known, count: int = 3) -> str:
    """Suggest the names nearest to a mistyped one, as the end of an error message."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=count, cutoff=0.5)
    return f" Did you mean {' or '.join(close)}?" if close else ""
