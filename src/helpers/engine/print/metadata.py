"""What a PDF says of itself beyond what the compiler writes: licence, address, edition."""

import io

from helpers.engine.pages import citation

LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def described(pdf: bytes) -> tuple[bytes, int]:
    """Add to a PDF's XMP metadata what ``CITATION.cff`` says of the book; count its pages too.

    The same PDF comes out of the same PDF, byte for byte.
    """
    import pikepdf

    book = citation.book()
    licences = book.get("license", [])
    licences = licences if isinstance(licences, list) else [licences]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        with opened.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            told.register_xml_namespace("http://ns.adobe.com/xap/1.0/rights/", "xmpRights")
            if licences:
                told["dc:rights"] = "Licence: " + ", ".join(licences)
                told["xmpRights:Marked"] = "True"
            if address := next((LICENCES[one] for one in licences if one in LICENCES), ""):
                told["xmpRights:WebStatement"] = address
            if doi := book.get("doi"):
                told["dc:identifier"] = f"doi:{doi}"
                told["dc:source"] = f"https://doi.org/{doi}"
            told["dc:publisher"] = {citation.author()}
        made = io.BytesIO()
        opened.save(made, deterministic_id=True)
        return made.getvalue(), len(opened.pages)
