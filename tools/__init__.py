"""Helpers of the Makefile: setting up, databases for tests, gates, generated pages."""
