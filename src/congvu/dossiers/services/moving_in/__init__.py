"""The door for dossiers that another system accepted and that go on here, with their code, clock and step."""

from congvu.dossiers.services.moving_in.bringing import Refusal, bring_in, examine

__all__ = ["Refusal", "bring_in", "examine"]
