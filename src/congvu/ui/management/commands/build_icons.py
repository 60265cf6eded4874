"""Builds the sprite of the icons in use."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from congvu.ui.finders import packages_root
from congvu.ui.queries import icon_names

SPRITE = Path(__file__).parents[2] / "static" / "ui" / "icons.svg"
_BACKGROUND = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def build_sprite(names: list[str]) -> str:
    """Return one SVG file with a symbol per icon name; unknown names raise FileNotFoundError."""
    symbols = []
    for name in names:
        source = packages_root() / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        text = source.read_text(encoding="utf-8")
        inner = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
        inner = re.sub(r"\s*\n\s*", "", inner.replace(_BACKGROUND, ""))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    head = '<svg xmlns="http://www.w3.org/2000/svg">\n<!-- @tabler/icons, MIT licence -->\n'
    return head + "\n".join(symbols) + "\n</svg>\n"


class Command(BaseCommand):
    """Write `ui/icons.svg` from the names in `data/icons.txt`."""

    help = "Write the icon sprite from data/icons.txt (needs node_modules)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the sprite and say how many icons it holds."""
        names = icon_names()
        SPRITE.write_text(build_sprite(names), encoding="utf-8")
        self.stdout.write(f"{len(names)} icons in {SPRITE.name}")
