"""States and moves of documents, one module for each direction."""
