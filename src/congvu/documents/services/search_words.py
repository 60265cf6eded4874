"""Keeping the search text of outgoing documents when a number is added to it."""

from congvu.documents.queries.text_search import indexed


def search_text_with(text: str, code: str) -> str:
    """Return a search text that also has the words of a number and notation."""
    words = indexed(code)
    return text if words in text else f"{words} {text}"
