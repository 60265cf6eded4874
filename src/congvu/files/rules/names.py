"""File names as people may keep them: no path, no trick, no surprise on another system."""

import re
import unicodedata

LONGEST = 200
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])$", re.IGNORECASE)
_EXTENSION = re.compile(r"^[A-Za-z0-9]{1,10}$")


def extension(name: str) -> str:
    """Return the extension of `name` in lower case without the dot, or ""."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem and _EXTENSION.match(last) else ""


def clean_name(raw: str, *, longest: int = LONGEST) -> str:
    """Return `raw` as a safe file name: NFC, last path part, no control or direction characters.

    Args:
        raw: the name as a browser or a partner sent it.
        longest: most characters kept; the extension is kept whole.
    """
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(" " if char.isspace() else char for char in name)
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    name = _SPACES.sub(" ", _FORBIDDEN.sub("_", name)).strip(" .")
    ending = extension(name)
    stem = (name[: -len(ending) - 1] if ending else name).strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"tep_{stem}" if stem else "tep"
    room = longest - (len(ending) + 1 if ending else 0)
    stem = stem[:room].rstrip(" .")
    return f"{stem}.{ending}" if ending else stem
