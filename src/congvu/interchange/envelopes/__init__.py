"""Envelopes: how a document or a status is packed for the wire; pure, each in a package of its own."""
