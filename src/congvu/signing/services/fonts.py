"""The fonts that signatures and seals are set in."""

from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from congvu.common import fonts


def faces() -> list[Path]:
    """Return the four faces of Tinos (or of a look-alike); raise RuntimeError when there are none."""
    folders = [Path(folder) for folder in getattr(settings, "PRINT_FONT_DIRS", [])]
    folders += [Path(settings.NODE_MODULES) / fonts.PACKAGE, Path(settings.STATIC_ROOT) / "vendor" / "tinos"]
    found = fonts.four_faces(folders)
    if not found:
        raise RuntimeError("Không tìm thấy phông chữ Tinos; hãy chạy “npm ci” hoặc cài gói fonts-croscore.")
    return found


@cache
def loaded() -> typst.Fonts:
    """Return the fonts, opened once per process."""
    folders = sorted({path.parent for path in faces()})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
