"""What follows from a document alone: for now, how its page is read. Pure."""
