"""Where the fonts of printed forms are found: Tinos from the asset packages, else Debian's look-alikes."""

import logging
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from congvu.common.fonts import FALLBACKS, PACKAGE, four_faces
from congvu.printing.rules import font_coverage

log = logging.getLogger(__name__)


class FontsMissingError(RuntimeError):
    """No font with all Vietnamese letters is installed, so nothing can be printed."""


def places() -> list[Path]:
    """Return the folders searched for Tinos, the site's own first (setting PRINT_FONT_DIRS)."""
    own = [Path(folder) for folder in getattr(settings, "PRINT_FONT_DIRS", [])]
    return [
        *own,
        Path(getattr(settings, "NODE_MODULES", settings.ROOT / "node_modules")) / PACKAGE,
        Path(settings.STATIC_ROOT) / "vendor" / "tinos",
    ]


def find_fonts() -> list[Path]:
    """Return the four faces (regular, italic, bold, bold italic) that forms are set in.

    Raises:
        FontsMissingError: when neither Tinos nor a fallback is complete; its text says what to install.
    """
    found = four_faces(places(), FALLBACKS)
    if found and "Tinos_" not in found[0].name:
        log.warning("printing: Tinos is missing, forms are set in the fonts of %s", found[0].parent)
    if found:
        return found
    searched = ", ".join(str(folder) for folder in places())
    raise FontsMissingError(
        f"Không tìm thấy phông chữ Tinos (đã tìm: {searched}). Hãy chạy “npm ci” hoặc cài gói "
        "fonts-croscore, hoặc đặt PRINT_FONT_DIRS."
    )


@cache
def loaded() -> tuple[typst.Fonts, frozenset[int]]:
    """Return the fonts, opened once per process, and the characters that all four faces can show."""
    paths = find_fonts()
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted({p.parent for p in paths})
    )
    return fonts, frozenset.intersection(*(font_coverage(path.read_bytes()) for path in paths))
