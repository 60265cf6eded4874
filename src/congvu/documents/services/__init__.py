"""What faces call: read a document for the clerk."""

from congvu.documents.services.reading import Read, layout_of, read_bytes, read_file

__all__ = ["Read", "layout_of", "read_bytes", "read_file"]
