"""Pure rules of the national side: status codes, message shapes, reading, comparing."""
