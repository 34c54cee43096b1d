"""The command ``book``, which is ``python -m helpers`` too."""


def main() -> None:
    """Run the command.

    It is imported only here: the processes that a build starts import this module again, and have
    no use for the command.
    """
    from helpers import cli

    cli.main()


if __name__ == "__main__":
    main()
