"""The only writers of the axis's tables."""
