"""What a signature looks like: a picture, lines of Tinos, or both, embedded so that PDF/A holds."""

import io
import json
import threading
from typing import Any

import typst
from PIL import Image
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.images import pil_image
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from congvu.signing.messages import Box
from congvu.signing.rules import fitted
from congvu.signing.services import fonts

SOURCE = b"""
#let d = json(bytes(sys.inputs.data))
#set page(width: d.width * 1pt, height: d.height * 1pt, margin: 0pt, fill: none)
#set text(font: ("Tinos", "Liberation Serif"), size: d.size * 1pt, lang: "vi",
  top-edge: 0.96em, bottom-edge: -0.24em)
#let across = (left: left, centre: center, right: right).at(d.align)
#layout(space => {
  let shown = align(across, stack(spacing: 0em, ..d.lines))
  let natural = measure(shown)
  let factor = calc.min(1, space.width / natural.width, space.height / natural.height) * 100%
  place(across + (if d.low { bottom } else { top }), scale(x: factor, y: factor, reflow: true, shown))
})
"""
_lock = threading.Lock()
_compilers: list[typst.Compiler] = []


class Appearance(PdfContent):
    """The contents of a signature's box: the picture fitted into it, the lines over it or below it."""

    def __init__(self, width: float, height: float, image: bytes, lines: tuple[str, ...]) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self.whole = Box(0, 0, width, height)
        self.picture = image
        self.lines = tuple(line for line in lines if line)

    def render(self) -> bytes:
        """Return the drawing, its parts put among the resources."""
        commands = []
        whole = self.whole
        share = min(0.45, 0.13 * len(self.lines)) if self.picture and self.lines else 0.0
        if self.picture:
            upper = Box(0, whole.height * share, whole.width, whole.height)
            commands.append(self._picture(upper))
        if self.lines:
            height = whole.height * share or whole.height
            commands.append(self._text(whole.width, height, centre=bool(self.picture)))
        return b" ".join(commands)

    def _picture(self, box: Box) -> bytes:
        image = Image.open(io.BytesIO(self.picture), formats=["PNG"]).convert("RGBA")
        self.resources.xobject["/Picture"] = pil_image(image, self._ensure_writer)
        at = fitted(box, image.width, image.height)
        return b"q %.3f 0 0 %.3f %.3f %.3f cm /Picture Do Q" % (at.width, at.height, at.left, at.bottom)

    def _text(self, width: float, height: float, *, centre: bool) -> bytes:
        looks: dict[str, Any] = {"size": 8, "align": "centre", "low": True} if centre else {}
        page = drawn(self.lines, width, height, **looks)
        reader = PdfFileReader(io.BytesIO(page))
        self.resources.xobject["/Lines"] = self._ensure_writer.import_page_as_xobject(reader)
        return b"q /Lines Do Q"


def drawn(
    lines: tuple[str, ...],
    width: float,
    height: float,
    *,
    size: float = 10,
    align: str = "right",
    low: bool = False,
) -> bytes:
    """Return a one-page PDF of that size (points) with the lines; too much text becomes smaller.

    Args:
        lines: what is written, a line each.
        width: of the page.
        height: of the page.
        size: of the type.
        align: "left", "centre" or "right".
        low: at the foot instead of at the head.
    """
    data = {"lines": lines, "width": width, "height": height, "size": size, "align": align, "low": low}
    with _lock:
        compiler = _compilers.pop() if _compilers else None
    if compiler is None:
        compiler = typst.Compiler(font_paths=fonts.loaded(), ignore_system_fonts=True)
    try:
        page = compiler.compile(
            input=SOURCE,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["1.7"],
            pdf_tags=False,
            timestamp=0,
        )
    finally:
        with _lock:
            _compilers.append(compiler)
    assert isinstance(page, bytes)
    return page


def style(width: float, height: float, image: bytes, lines: tuple[str, ...]) -> StaticStampStyle:
    """Return pyHanko's style for a signature box of that size; it fills the box without border or margin."""
    rule = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MIN, margins=Margins()
    )
    content = Appearance(width, height, image, lines)
    return StaticStampStyle(background=content, background_layout=rule, border_width=0)
