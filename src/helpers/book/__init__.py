"""What is this book's own: checks of its tables, its back matter, its atlas.

It is plugged into the engine in one place: ``_config.yml`` names this package as a Sphinx
extension, after the engine's.
"""


def setup(app):
    """Register the book's directives; Sphinx calls this."""
    from helpers.book import atlas, back_matter, print_edition

    for part in (back_matter, atlas, print_edition):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
