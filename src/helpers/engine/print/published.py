"""Figures and the engine's own nodes: drawings, what stands under them, facts, passages."""

import html
import re
from pathlib import Path

from docutils import nodes

from helpers.engine.print import tables
from helpers.engine.print.markup import Code, call, content, text
from helpers.engine.print.writer import (
    Writer,
    children,
    is_block,
    plain,
    print_as,
    write_container,
)
from helpers.engine.sphinx_ext.argument_roles import FindingNode, PassageNode
from helpers.engine.sphinx_ext.back_matter.data_pages import DataBlock
from helpers.engine.sphinx_ext.back_matter.verification_lists import VerificationList
from helpers.engine.sphinx_ext.fact_roles import FactNode
from helpers.engine.sphinx_ext.parameters_box import ParametersBox
from helpers.engine.sphinx_ext.published.data_figure import Drawing, first_sentence
from helpers.engine.sphinx_ext.published.footer import Apparatus
from helpers.errors import BookError

TALL = 560  # points; a higher drawing is set smaller, so that its caption has room
HEIGHT = re.compile(r'<svg[^>]*? height="([\d.]+)(?:pt)?"')


@print_as("figure")
def _figure(writer: Writer, node, below: str = "") -> str:
    caption = next((one for one in node.children if isinstance(one, nodes.caption)), None)
    legend = [one for one in node.children if isinstance(one, nodes.legend)]
    drawn = next((one for one in node.findall() if _is_picture(one)), None)
    if drawn is None:
        return writer.blocks(node)
    number = tables.number_of(writer, node, "figure")
    mark = writer.builder.evidence.mark(writer.page, node, of=f"Figure {number}" if number else "")
    before, writer.marked = writer.marked, True
    told = writer.inline(caption) if caption is not None else ""
    writer.marked = before
    about = "".join(writer.blocks(one) for one in legend)
    return call(
        "drawing",
        **_picture(writer, drawn),
        caption=content(mark + told) if told else None,
        brief=first_sentence(plain(caption)).rstrip(".") if caption is not None else None,
        number=number,
        below=content(below + about) if below or about else None,
        floats=not writer.in_place,
    )


def _is_picture(node) -> bool:
    return isinstance(node, (nodes.image, Drawing))


def _picture(writer: Writer, node) -> dict:
    if isinstance(node, nodes.image):
        file = writer.builder.image_file(node)
        alt = " ".join(node.get("alt", "").split())
        if not alt or alt == node.get("uri"):
            alt = _described(node)
        return {"file": writer.builder.images.take(file), "alt": alt, "width": _width(node)}
    bundle = node["bundle"]
    file = bundle.folder / f"{bundle.id}.svg"
    high = height(file)
    return {
        "file": writer.builder.images.take(file),
        "alt": node["alt"],
        "height": Code(f"{TALL}pt") if high > TALL else None,
    }


def height(file: Path) -> float:
    """Read how high a drawing is, in points; 0 when it does not say."""
    with open(file, encoding="utf-8") as opened:
        found = HEIGHT.search(opened.read(2000))
    return float(found[1]) if found else 0.0


def _described(node) -> str:
    """Describe a picture by its caption; one without any description is a mistake."""
    figure = node.parent
    while figure is not None and not isinstance(figure, nodes.figure):
        figure = figure.parent
    caption = next(iter(figure.findall(nodes.caption)), None) if figure is not None else None
    if caption is not None:
        return plain(caption)
    if tables.in_output(node):
        return "Drawing that a cell of this chapter puts out."
    raise BookError(
        f"the picture {node.get('uri', '')!r} has no alt text. Say in words what it shows: "
        "![what it shows](file)."
    )


def _width(node) -> Code | None:
    told = str(node.get("width", "")).strip()
    for unit, points in (("px", 0.75), ("pt", 1), ("mm", 2.8346), ("cm", 28.346), ("in", 72)):
        if told.removesuffix(unit).replace(".", "", 1).isdigit() and told.endswith(unit):
            return Code(f"{float(told.removesuffix(unit)) * points:.1f}pt")
    if told.endswith("%") and told[:-1].replace(".", "", 1).isdigit():
        return Code(f"{min(float(told[:-1]), 100)}%")
    return None


@print_as("image")
def _image(writer: Writer, node) -> str:
    picture = _picture(writer, node)
    if not is_block(node):
        return call("pictogram", **picture)
    return call("drawing", **picture, caption=None, number=None, floats=False)


@print_as(Drawing)
def _drawing(writer: Writer, node) -> str:
    return call("drawing", **_picture(writer, node), caption=None, number=None, floats=False)


@print_as(Apparatus)
def _lines(writer: Writer, node) -> str:
    return call("beneath", _about(writer, node["bundle"]))


def _about(writer: Writer, bundle) -> str:
    """Tell a figure's sources and its permanent name."""
    from helpers.engine.pages import citation
    from helpers.engine.sphinx_ext.back_matter import verification_lists

    note = f" {bundle.about['note']}" if bundle.about["note"] else ""
    told = text(f"Source: {_sources(bundle)}.{note} ")
    verified = verification_lists.is_verified(bundle)
    state = f"verified {verification_lists.edition()}" if verified else "not verified"
    name = text(f"{bundle.id} · data {bundle.about['sha256'][:8]} · {state}")
    if address := citation.address(f"#{bundle.id}"):
        name = call("outward", name, to=address)
    return told + call("permanent", name)


def _sources(bundle) -> str:
    """Name the sources as the line under a figure does on screen, without its markup."""
    from helpers.engine.sphinx_ext.published import footer

    return html.unescape(re.sub(r"<[^>]*>", "", footer.sources_html(bundle)))


@print_as("container")
def _container(writer: Writer, node) -> str:
    classes = set(node.get("classes", ()))
    if {"data-figure", "data-table"} & classes:
        lines = next((one for one in node.children if isinstance(one, Apparatus)), None)
        below = _about(writer, lines["bundle"]) if lines is not None else ""
        made = []
        for one in children(node):
            if isinstance(one, nodes.figure):
                made.append(writer._anchors(one) + _figure(writer, one, below))
            elif isinstance(one, nodes.table):
                made.append(writer._anchors(one) + tables.write_table(writer, one, below))
            elif one is not lines:
                made.append(writer.node(one))
        return "\n".join(made)
    return write_container(writer, node)


@print_as(FactNode)
def _fact(writer: Writer, node) -> str:
    return call("fact", writer.inline(node), status=node["fact"].status)


@print_as(PassageNode)
def _passage(writer: Writer, node) -> str:
    return ""  # told in the list of evidence, under the paragraph's mark


@print_as(FindingNode)
def _finding(writer: Writer, node) -> str:
    return writer.inline(node)


@print_as(ParametersBox)
def _parameters(writer: Writer, node) -> str:
    told = [
        f"{name.replace('_', ' ')}: {', '.join(map(str, one)) if isinstance(one, list) else one}"
        for name, one in node["parameters"].items()
    ]
    return call("small-print", text(f"This chapter was executed with {'; '.join(told)}."))


@print_as(DataBlock, VerificationList)
def _data_block(writer: Writer, node) -> str:
    """Leave out a list that is written from data, unless the book prints it otherwise."""
    write = writer.builder.data_blocks.get(node.get("family", node.get("list", "")))
    return write(writer, node.get("part", "")) if write else ""
