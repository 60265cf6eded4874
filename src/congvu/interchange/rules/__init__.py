"""Pure rules of the interchange."""
