"""Our own documents to measure reading with, set as text, Word and PDF, clean and ugly.

`cases.all_cases()` gives them with what is to be read from each; a third is held out: rules are not written
looking at those.
"""
