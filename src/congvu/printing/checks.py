"""Checks of what printing needs on the machine."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from congvu.printing.services import fonts


@register()
def fonts_are_installed(**_kwargs: Any) -> list[CheckMessage]:
    """Warn when forms cannot be printed, or not in the law's type (NĐ 30/2020: Times New Roman, Unicode)."""
    try:
        found = fonts.find_fonts()
    except fonts.FontsMissingError as missing:
        return [Warning(str(missing), id="printing.W001")]
    if "Tinos" not in found[0].name:
        hint = "Hãy chạy “npm ci” để có phông chữ Tinos."
        return [
            Warning(f"Biểu mẫu được in bằng phông chữ thay thế: {found[0]}.", hint=hint, id="printing.W002")
        ]
    return []
