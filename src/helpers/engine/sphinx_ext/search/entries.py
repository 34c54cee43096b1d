"""What can be found: an entry of the search index."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchKind:
    """A kind of entry; results are listed by it.

    Attributes
    ----------
    name : str
        The heading of its results, such as ``Figures``.
    weight : float
        How much more an entry of it counts than a section that answers as well.
    """

    name: str
    weight: float = 1.0


@dataclass(frozen=True)
class SearchEntry:
    """A thing that can be found, and the place to which it leads.

    Attributes
    ----------
    kind : SearchKind
        What it is.
    title : str
        What its result is called.
    text : str
        What else is told of it; results quote from it.
    names : tuple of str
        What else it is called, such as an acronym, its name in another language, an id.
    page : str
        The page to which it leads; empty when the text is to be asked, by `forms`.
    anchor : str
        The place in that page.
    forms : tuple of str
        How sentences name it. With these it leads to the section that tells most of it, and to
        `page` only if none does.
    shown : tuple of str
        The pages that show it, which its result names.
    """

    kind: SearchKind
    title: str
    text: str = ""
    names: tuple[str, ...] = ()
    page: str = ""
    anchor: str = ""
    forms: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


SECTIONS = SearchKind("Sections")
FIGURES = SearchKind("Figures", 1.1)
TABLES = SearchKind("Tables", 1.0)
WORKS = SearchKind("Works cited", 0.6)
