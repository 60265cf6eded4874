"""Reading files: their bytes, and what a face needs to send them."""

from pathlib import Path
from typing import BinaryIO

from congvu.files.models import StoredFile
from congvu.files.rules import kind_by_media_type
from congvu.files.services import disk


def open_blob(file: StoredFile) -> BinaryIO:
    """Open the bytes of `file` for reading; raise FileNotFoundError when they are lost."""
    return disk.open_bytes(file.blob.sha256)


def path_of(file: StoredFile) -> Path:
    """Return where the bytes of `file` stand, for what reads them piece by piece; never written to."""
    return disk.place(file.blob.sha256)


def may_show(file: StoredFile) -> bool:
    """Tell whether a browser may show `file` in a sandbox; everything else is only ever downloaded."""
    kind = kind_by_media_type(file.blob.media_type)
    return kind is not None and kind.shown
