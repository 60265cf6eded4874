"""Reads of the interface."""
