"""The book's map forms, drawn by the same hand as its charts.

Every form takes tidy data with a column of place ids and returns a matplotlib figure, as wide as
the text. `projection` names a map's projection for captions.
"""

from helpers.figures.maps.base import projection
from helpers.figures.maps.choropleths import choropleth
from helpers.figures.maps.locator import locator
from helpers.figures.maps.route_maps import routes
from helpers.figures.maps.symbols import symbols

__all__ = ["choropleth", "locator", "projection", "routes", "symbols"]
