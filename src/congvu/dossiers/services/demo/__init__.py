"""A demonstration that lives: organisations, processes, and dossiers that the services play."""

from congvu.dossiers.services.demo.show import Shown, load_demonstration

__all__ = ["Shown", "load_demonstration"]
