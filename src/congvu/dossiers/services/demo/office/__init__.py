"""What the offices of a demonstration do besides dossiers: documents, assigned work, case files, meetings."""

from congvu.dossiers.services.demo.office.show import OfficeSize, office_counts, play_office

__all__ = ["OfficeSize", "office_counts", "play_office"]
