"""``python -m helpers`` is the command ``book``."""

from helpers.cli import main

main()
