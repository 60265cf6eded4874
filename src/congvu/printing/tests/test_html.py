"""The HTML pages of the forms are valid, printable and plain."""

import html5lib
import pytest

from congvu.printing.messages import FORMS
from congvu.printing.services import render_html

pytestmark = pytest.mark.django_db
X = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize("code", FORMS)
def test_each_page_is_valid_with_one_heading_and_no_inline_style(code, demo):
    page = render_html(code, demo[code])
    tree = html5lib.HTMLParser(strict=True).parse(page)
    headings = tree.findall(f".//{X}h1")
    assert len(headings) == 1
    assert tree.find(f".//{X}title").text == "".join(headings[0].itertext()).strip()
    assert tree.attrib["lang"] == "vi"
    for element in tree.iter():
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}
        assert element.tag not in (f"{X}style", f"{X}script")
    assert tree.find(f".//{X}link[@rel='stylesheet']").attrib["href"].endswith("printing/print.css")
    for image in tree.iter(f"{X}img"):
        assert image.attrib["alt"]
        assert image.attrib["src"].startswith("data:image/svg+xml,")


def test_the_page_names_the_size_of_its_paper(demo):
    assert "paper-a5" in render_html("receipt", demo["receipt"])
    assert "paper-a4-landscape" in render_html("register", demo["register"])


def test_tables_have_headers_for_columns(demo):
    tree = html5lib.parse(render_html("control-slip", demo["control-slip"]))
    cells = tree.findall(f".//{X}thead/{X}tr/{X}th")
    assert [cell.attrib["scope"] for cell in cells] == ["col"] * 5
