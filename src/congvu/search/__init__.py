"""Search across the nouns of the house, and the conversation that a noun is part of; it only reads."""
