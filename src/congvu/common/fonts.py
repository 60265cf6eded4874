"""Where Tinos is: the typeface of the law (NĐ 30/2020/NĐ-CP: Times New Roman, all Vietnamese letters)."""

from collections.abc import Iterable
from pathlib import Path

FACES = ("Tinos_400Regular", "Tinos_400Regular_Italic", "Tinos_700Bold", "Tinos_700Bold_Italic")
PACKAGE = Path("@expo-google-fonts") / "tinos"
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


def four_faces(folders: Iterable[Path], fallbacks: Iterable[Path] = FALLBACKS) -> list[Path]:
    """Return the files of regular, italic, bold and bold italic, or [] when no folder has all four.

    Args:
        folders: where Tinos of the asset package may be, the first is tried first.
        fallbacks: Debian's folders of look-alikes with all Vietnamese letters.
    """
    for folder in folders:
        found = [next(iter(sorted(folder.rglob(f"{face}.ttf"))), None) for face in FACES]
        if all(found):
            return [path for path in found if path]
    for folder in fallbacks:
        paths = [folder / f"{name}.ttf" for name in FALLBACK_NAMES[folder.name]]
        if all(path.is_file() for path in paths):
            return paths
    return []
