"""What a file may be called, what its bytes are, and what is refused. Pure."""

from congvu.files.rules.archives import Limits
from congvu.files.rules.kinds import KINDS, FileKind, kind_by_extension, kind_by_media_type
from congvu.files.rules.names import clean_name, extension
from congvu.files.rules.sniffing import Finding, Unsafe, sniff

__all__ = [
    "KINDS",
    "FileKind",
    "Finding",
    "Limits",
    "Unsafe",
    "clean_name",
    "extension",
    "kind_by_extension",
    "kind_by_media_type",
    "sniff",
]
