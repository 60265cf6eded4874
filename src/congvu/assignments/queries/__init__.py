"""Reads of assigned work: scopes, lists, pages, statistics, the weekly schedule."""
