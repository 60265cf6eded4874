"""Reads of case files: who sees which, the lists, the pages, the printed forms, the packages."""
