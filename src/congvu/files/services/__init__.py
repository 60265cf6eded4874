"""Keeping files: nothing is acknowledged before its bytes are safe on the disk."""

from congvu.files.services.cleaning import Cleaned, clean, damaged
from congvu.files.services.making import keep_made
from congvu.files.services.storing import discard, store

__all__ = ["Cleaned", "clean", "damaged", "discard", "keep_made", "store"]
