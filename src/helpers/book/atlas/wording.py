"""What the atlas says of its own accord; all else that it tells are cells of the tables."""

# Of each layer its title and its legend.
LAYERS = {
    "drug-routes": (
        "Drug routes",
        "Schematic. Dashed: several ends are named together. Dots: places without a leg.",
    ),
    "operations": (
        "Operations with Mexico",
        "Circles by weight of cocaine. Open: between several provinces. Operations without "
        "a place are listed only.",
    ),
    "trafficking": (
        "Trafficking in persons",
        "Circles by share of complaints or of victims; lines to destinations abroad.",
    ),
    "prisons": (
        "Prison deaths, February 2021",
        "Circles by deaths, at each prison's city.",
    ),
    "homicides": (
        "Homicides by province, {year} (context)",
        "Circles by count, not from the five sources.",
    ),
    "border": (
        "Northern border",
        "Crossings, border centres, the river mouth; shaded: provinces of the UN programme. "
        "Open: position known to 2 or 3 km.",
    ),
    "partners": (
        "Who works where",
        "Places where a partner worked, met or signed.",
    ),
    "eu-money": (
        "EU commitments by country, {first}–{last}",
        "Circles by euros committed to single countries.",
    ),
    "countries": (
        "Homicides, prisons, rule of law by country",
        "Shaded by homicides per 100,000 people, in natural breaks (Fisher–Jenks).",
    ),
}

# of several layers
NOTE = "Note"
WHEN = "When"
TO = " to "
NOT_STATED = "not stated"

# where a feature is from
LINE = "line {line}"
CONTEXT = "context, not one of the five sources"

# routes
SAID = "What the text says"
CARGO = "Carried"
WAY = "Way"
BY = "by {mode}"
ENDS = "Ends"
JOINED = "joined by the text"
GROUPED = "named among several"
LOST = "{name} (Figure 1, lost)"

# operations
COCAINE = "Cocaine"
PRINTED = "Printed as"
WHERE = "Where"
ARRESTS = "Arrests"
UNDATED = "undated"

# victims
SHARES = {"complaints-by-place": "Complaints made there", "origin": "Victims from there"}

# prisons
DEATHS = "Deaths"
DATE = "Date printed"
POSITION = "Position"

# presences
PARTNER = "Partner"
ACTIVITY = "What"

# money
COMMITTED = "Committed"
CONTRACTED = "Contracted"

# countries
NO_VALUE = "no value ({status})"
ANNEX = "{source}, Annex {annexes}"
ANNEXES = "{source}, Annexes {annexes}"
AND = " and "
