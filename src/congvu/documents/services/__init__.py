"""What faces call: read a document for the clerk, take it in, register it, direct it, work on it."""

from congvu.documents.services.arrival import arrive
from congvu.documents.services.books import close_book, open_book, open_year
from congvu.documents.services.reading import Read, layout_of, read_bytes, read_file

__all__ = [
    "Read",
    "arrive",
    "close_book",
    "layout_of",
    "open_book",
    "open_year",
    "read_bytes",
    "read_file",
]
