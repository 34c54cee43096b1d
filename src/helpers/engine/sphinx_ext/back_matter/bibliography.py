"""The look of the bibliography, and the names by which other pages call its works.

An entry reads author, year, title, where it appeared, the language when it is not English, and an
address. Its anchor is ``cite-`` and its key, whatever else is cited.
"""

import pybtex.plugin
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting.unsrt import Style as Plain
from sphinxcontrib.bibtex.nodes import bibliography

from helpers.engine.sphinx_ext import freshness
from helpers.engine.sphinx_ext.addresses import work_anchor

NAME = "book"
CONTAINERS = ("journal", "booktitle", "howpublished", "type")  # the first that an entry has
PUBLISHERS = ("publisher", "institution", "school")
LANGUAGES = {"english": "", "spanish": "In Spanish."}


class Style(Plain):
    """Author (year). Title. Container, volume(number), pages. Publisher, place. Address."""

    default_sorting_style = "author_year_title"

    def __init__(self, **options):
        super().__init__(**options)
        # An entry's label is its key: nothing else is unique in several lists.
        self.format_labels = lambda entries: (entry.key for entry in entries)

    def format_entry(self, label, entry, bib_data=None):
        """Format an entry."""
        return FormattedEntry(entry.key, reference(entry), label)


def reference(entry) -> Text:
    """Write an entry of the bibliography, as rich text."""
    fields = _fields(entry)
    title = fields.get("title", Text("Untitled"))
    whole = "booktitle" not in entry.fields and "journal" not in entry.fields
    sentences = [
        Text(people(entry, given=True) or title, f" ({year(entry)})"),
        (Tag("em", title) if whole else title) if people(entry) else None,
        _container(entry),
        Text(", ").join([fields[one] for one in (*PUBLISHERS, "address") if one in fields]) or None,
    ]
    made = Text(" ").join([one.add_period() for one in sentences if one])
    if language := LANGUAGES.get(entry.fields.get("langid", "english"), ""):
        made += Text(f" {language}")
    if address := _address(entry):
        made += Text(" ", HRef(address, _shown(address)))
    if note := fields.get("note"):
        made += Text(" [", note, "]")
    return made


def people(entry, *, given: bool = False) -> str:
    """Name who made a work: everyone with their given names, or the surnames, shortened."""
    made = entry.persons.get("author") or entry.persons.get("editor") or []
    surnames = [_words(one.rich_prelast_names + one.rich_last_names) for one in made]
    if given:
        initials = [_words(one.rich_first_names + one.rich_middle_names) for one in made]
        surnames = [
            f"{name}, {first}" if first else name
            for name, first in zip(surnames, initials, strict=True)
        ]
    elif len(surnames) > 2:
        return f"{surnames[0]} et al."
    return (
        " & ".join([", ".join(surnames[:-1]), surnames[-1]]) if surnames[1:] else "".join(surnames)
    )


def year(entry) -> str:
    """Tell the year of a work, or that it bears none."""
    return entry.fields.get("year", "n.d.")


def works(env) -> dict[str, tuple[str, str, str]]:
    """Name every work of the bibliography, by key, with the page and anchor of its entry."""
    return {
        one.key: (
            f"{people(one.entry) or one.entry.fields.get('title', one.key).strip('{}')}, "
            f"{year(one.entry)}",
            one.bibliography_key.docname,
            one.citation_id,
        )
        for one in env.get_domain("cite").citations
    }


def targets(env) -> dict[str, tuple]:
    """Give the works by the names of their anchors, as `freshness` asks for them."""
    return {work_anchor(key): entry for key, entry in works(env).items()}


def cited(env) -> set[tuple[str, str]]:
    """Tell which page cites which work, by its key."""
    return {
        (one.docname, target.key)
        for one in env.get_domain("cite").citation_refs
        for target in one.targets
    }


def _container(entry) -> Text | None:
    fields = _fields(entry)
    name = next((one for one in CONTAINERS if one in fields), None)
    if name is None:
        return None
    told = Text(Tag("em", fields[name]) if name in {"journal", "booktitle"} else fields[name])
    if name == "booktitle":
        told = Text("In ", told)
    volume = entry.fields.get("volume", "")
    if number := entry.fields.get("number", ""):
        volume += f"({number})"
    if volume:
        told += Text(f", {volume}")
    if pages := entry.fields.get("pages", "").replace("--", "–"):
        told += Text(f", {pages}")
    return told


def _address(entry) -> str:
    if doi := entry.fields.get("doi", ""):
        return f"https://doi.org/{doi}"
    return entry.fields.get("url", "")


def _shown(address: str) -> str:
    """Shorten a web address for reading: its host, and the end of a DOI."""
    bare = address.split("://", 1)[-1].removeprefix("www.")
    return bare if bare.startswith("doi.org") else bare.split("/")[0]


def _fields(entry) -> dict[str, Text]:
    """Read an entry's fields as rich text: BibTeX's braces and accents."""
    return {name.lower(): Text.from_latex(told) for name, told in entry.fields.items()}


def _words(parts) -> str:
    return " ".join(str(part) for part in parts)


def name_entries(app, env) -> None:
    """Give every entry its permanent anchor, in whichever list it comes to stand."""
    for listed in env.get_domain("cite").bibliographies.values():
        for key, node in listed.citation_nodes.items():
            node["ids"] = [work_anchor(key)]


def remember_citations(app, doctree) -> None:
    """Note the works that a page cites, and that a list of works shows what other pages cite."""
    env = app.env
    freshness.refer(env, [work_anchor(key) for page, key in cited(env) if page == env.docname])
    if next(doctree.findall(bibliography), None) is not None:
        freshness.remember(env, "late", "citations")


def setup(app) -> None:
    """Register all of it, the style under the name by which ``_config.yml`` chooses it."""
    if targets not in freshness.TARGETS:
        freshness.TARGETS.append(targets)
    app.connect("doctree-read", remember_citations)
    app.connect("env-updated", name_entries, priority=100)  # before bibtex takes the ids up
    pybtex.plugin.register_plugin("pybtex.style.formatting", NAME, Style)
