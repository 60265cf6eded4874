"""Pure rules of the catalogue: reading portal text, completeness, differences, JSON shape."""
