"""The interactive atlas: its layers, as data for the page and as a GeoPackage."""
