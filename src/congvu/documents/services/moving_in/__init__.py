"""The door for documents of years past, which another system registered: numbers stay as they are.

Nothing is sent, told or counted late for them: what they say has happened. Each stands in the journal.
"""

from congvu.documents.services.moving_in.books import book_of, void_gaps
from congvu.documents.services.moving_in.checking import Refusal, examine
from congvu.documents.services.moving_in.writing import bring_in

__all__ = ["Refusal", "book_of", "bring_in", "examine", "void_gaps"]
