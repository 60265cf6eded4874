"""Incoming and outgoing documents, and the books that number them."""

from congvu.documents.models.book import Book
from congvu.documents.models.direction import Direction, FavouriteGroup, FavouriteMember
from congvu.documents.models.incoming import DocumentLink, IncomingDocument, IncomingFile
from congvu.documents.models.line import Line
from congvu.documents.models.view import DocumentView

__all__ = [
    "Book",
    "Direction",
    "DocumentLink",
    "DocumentView",
    "FavouriteGroup",
    "FavouriteMember",
    "IncomingDocument",
    "IncomingFile",
    "Line",
]
