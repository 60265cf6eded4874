"""Interchange: what agencies send each other, in the envelopes and over the channels that they have."""
