"""Reads of the interchange: which way a message goes, where each one is, what waits for a person."""
