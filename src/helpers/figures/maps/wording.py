"""What maps say of their own accord; titles, labels and names of places are given to them."""

# keys
NOT_STATED = "not stated"
RANGE = "{low} to {high}"
CLASSES_BY = "{label}. Classes by {method}."
METHODS = {
    "fisher-jenks": "natural breaks (Fisher–Jenks)",
    "quantiles": "quantiles",
    "equal-intervals": "equal intervals",
}

# on the map
PACIFIC = "Pacific Ocean"
SCALE_BAR = "{kilometres} km"

# projections, for captions
EQUAL_AREA = "Lambert azimuthal equal-area projection centred on {lat}, {lon}"
CONFORMAL = "Mercator projection (conformal), true to scale at {lat}° N and S"
CONFORMAL_AT_EQUATOR = "Mercator projection (conformal), true to scale at the equator"
DEGREES = "{degrees}° {hemisphere}"
NORTH_SOUTH = ("N", "S")
EAST_WEST = ("E", "W")
