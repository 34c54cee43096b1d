"""How the book's own nodes are made known to Sphinx: what HTML makes of them, and what the rest.

Only HTML is made of the book, but a node that LaTeX or text knows nothing of would stop them.
"""

from collections.abc import Callable

from docutils import nodes


def add_html_only(
    app, kind: type[nodes.Element], write: Callable[[object, nodes.Element], str]
) -> None:
    """Register a node that other builders leave out.

    Parameters
    ----------
    kind : type
        The node's class.
    write : callable
        Makes the node's HTML, given the builder and the node.
    """

    def visit(self, node) -> None:
        self.body.append(write(self.builder, node))
        raise nodes.SkipNode

    skip = (_skip, None)
    app.add_node(kind, html=(visit, None), latex=skip, text=skip)


def add_inline(app, kind: type[nodes.Element], visit: Callable, depart: Callable) -> None:
    """Register a node around words of a sentence, of which other builders print the words.

    Parameters
    ----------
    kind : type
        The node's class.
    visit, depart : callable
        Write HTML before and behind the words, given the translator and the node.
    """
    bare = (_do_nothing, _do_nothing)
    app.add_node(kind, html=(visit, depart), latex=bare, text=bare)


def _skip(self, node) -> None:
    raise nodes.SkipNode


def _do_nothing(self, node) -> None:
    pass
