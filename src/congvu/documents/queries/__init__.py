"""Reading documents: scopes, boxes, pages, registers."""
