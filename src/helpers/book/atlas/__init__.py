"""The interactive atlas: its layers, as data for the page and as a GeoPackage."""

from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "static"


def setup(app) -> None:
    """Register the directive, and the files that its page loads."""
    from helpers.book.atlas import directive

    app.connect("config-inited", _add_static_files)
    directive.setup(app)


def _add_static_files(app, config) -> None:
    config.html_static_path.append(str(STATIC))
