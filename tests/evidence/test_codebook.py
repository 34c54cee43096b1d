from helpers import paths
from helpers.evidence import package
from helpers.evidence.codebook import codebook


def test_the_codebook_is_what_the_contract_says():
    written = (paths.DATA / "README.md").read_text(encoding="utf-8")
    assert written == codebook(), "write data/README.md anew: helpers.evidence.codebook.codebook()"


def test_it_tells_every_file_field_unit_and_key():
    text = codebook()
    for name, one in package.resources().items():
        assert f"### `{one['path']}`" in text
        assert f'<a id="{name}"></a>' in text
        assert one["description"] in text
    for one in package.tables().values():
        assert f"- Rows: {one['rows']}\n- Primary key: " in text
        for field in one["schema"]["fields"]:
            row = f"| `{field['name']}` | {field['type']} | {field.get('unit', '')} | "
            assert f"{row}**{field['title']}.**" in text


def test_it_names_the_terms_of_what_others_own():
    text = codebook()
    terms = text.partition("## Licences")[2].partition("## Contents")[0]
    assert "World Bank" in terms
    assert "Ministerio del Interior del Ecuador" in terms
    assert "`context/context_homicides_by_province.csv`" in terms


def test_a_change_of_the_contract_changes_it(copy):
    descriptor = copy.descriptor()
    before = codebook(copy.data)
    assert "Another title" not in before
    descriptor["resources"][0]["title"] = "Another title"
    package.descriptor.cache_clear()
    copy.describe(descriptor)
    assert "**Another title.**" in codebook(copy.data)
