"""Incoming and outgoing documents, and the books that number them."""

from congvu.documents.models.annex import OutgoingAnnex
from congvu.documents.models.approval import Approval
from congvu.documents.models.book import Book
from congvu.documents.models.copy import DocumentCopy
from congvu.documents.models.correction import Correction, CorrectionAnswer
from congvu.documents.models.direction import Direction, FavouriteGroup, FavouriteMember
from congvu.documents.models.incoming import DocumentLink, IncomingDocument, IncomingFile
from congvu.documents.models.line import Line
from congvu.documents.models.outgoing import OutgoingDocument, OutgoingPart
from congvu.documents.models.recipient import OutgoingRecipient
from congvu.documents.models.version import DraftVersion
from congvu.documents.models.view import DocumentView

__all__ = [
    "Approval",
    "Book",
    "Correction",
    "CorrectionAnswer",
    "Direction",
    "DocumentCopy",
    "DocumentLink",
    "DocumentView",
    "DraftVersion",
    "FavouriteGroup",
    "FavouriteMember",
    "IncomingDocument",
    "IncomingFile",
    "Line",
    "OutgoingAnnex",
    "OutgoingDocument",
    "OutgoingPart",
    "OutgoingRecipient",
]
