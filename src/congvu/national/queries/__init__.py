"""What of the national side is read."""
