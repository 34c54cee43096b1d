"""The glossary: which of its words also mean something else."""

from helpers.book.table_checks.registry import Values, check, count
from helpers.evidence.tables import rows


@check("Every homonym is a form of its term", "glossary_homonyms", "glossary")
def homonyms() -> Values:
    """Count homonyms that their term has neither as its name, its acronym nor another form."""
    forms = {
        one["id"]: {one["term"], one["acronym"], *one["forms"].split(";")}
        for one in rows("glossary")
    }
    return count(
        f"{one['form']} of {one['term']}"
        for one in rows("glossary_homonyms")
        if one["form"] not in forms.get(one["term"], ())
    )
