"""Where the fonts of printed forms are found: Tinos from the asset packages, else Debian's look-alikes."""

import logging
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from congvu.printing.rules import font_coverage

log = logging.getLogger(__name__)
FACES = ("Tinos_400Regular", "Tinos_400Regular_Italic", "Tinos_700Bold", "Tinos_700Bold_Italic")
FALLBACKS = (Path("/usr/share/fonts/truetype/croscore"), Path("/usr/share/fonts/truetype/liberation2"))
FALLBACK_NAMES = {
    "croscore": ("Tinos-Regular", "Tinos-Italic", "Tinos-Bold", "Tinos-BoldItalic"),
    "liberation2": (
        "LiberationSerif-Regular",
        "LiberationSerif-Italic",
        "LiberationSerif-Bold",
        "LiberationSerif-BoldItalic",
    ),
}


class FontsMissingError(RuntimeError):
    """No font with all Vietnamese letters is installed, so nothing can be printed."""


def places() -> list[Path]:
    """Return the folders searched for Tinos, the site's own first (setting PRINT_FONT_DIRS)."""
    own = [Path(folder) for folder in getattr(settings, "PRINT_FONT_DIRS", [])]
    package = Path("@expo-google-fonts") / "tinos"
    return [
        *own,
        Path(getattr(settings, "NODE_MODULES", settings.ROOT / "node_modules")) / package,
        Path(settings.STATIC_ROOT) / "vendor" / "tinos",
    ]


def find_fonts() -> list[Path]:
    """Return the four faces (regular, italic, bold, bold italic) that forms are set in.

    Raises:
        FontsMissingError: when neither Tinos nor a fallback is complete; its text says what to install.
    """
    for folder in places():
        found = [next(iter(sorted(folder.rglob(f"{face}.ttf"))), None) for face in FACES]
        if all(found):
            return [path for path in found if path]
    for folder in FALLBACKS:
        paths = [folder / f"{name}.ttf" for name in FALLBACK_NAMES[folder.name]]
        if all(path.is_file() for path in paths):
            log.warning("printing: Tinos is missing, forms are set in the fonts of %s", folder)
            return paths
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
