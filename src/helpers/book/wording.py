"""The words by which this book tells of its sources."""

import re

CONTEXT = "Context, not from the five sources"
CONTEXT_NOTE = "Context, not one of the five sources."

# Sections in which a chapter tells how good its evidence is.
CLOSING = frozenset({"How good is the evidence", "How well the points are known"})

# What in a sentence shows that it speaks of the sources instead of the world.
ABOUT_SOURCES = re.compile(
    r"\b(?:the|this|that|its|their|our|both|all(?: the| five)?|five|four|other|no|each|every|one) "
    r"(?:European |Ecuadorian |same |main |whole |longest |shorter |five |four |other )?"
    r"(?:thesis|assessment|sources?|documents?|texts?|information sheet|sheet of 2023"
    r"|announcement of 2015|bibliography|footnotes?|section|annex(?:es)?|paragraph|caption)\b"
    r"(?! (?:of|for) (?!this book|the book|20))"
    r"|\bthesis(?:’s|'s)|\bassessment(?:’s|'s)|\bits authors\b|\bthe authors\b"
    r"|\bprint(?:s|ed)?\b|\breprint(?:s|ed)?\b|\bmisprint(?:s|ed)?\b|\bbibliograph(?:y|ies)\b"
    r"|\bcit(?:es|ed|ing)\b|\bquotes? (?:it|this|them)\b|\bunsourced\b",
    re.IGNORECASE,
)
