"""A link from one noun to another that is no import upwards: `label:pk`."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that an event, message or notice is about.

    Args:
        label: the model's label in lower case, such as "dossiers.dossier".
        pk: its primary key.
    """

    label: str
    pk: int

    def __str__(self) -> str:
        return f"{self.label}:{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the form that `str()` gives; raise ValueError for anything else."""
        label, _, pk = text.partition(":")
        if not label or not pk.isdigit():
            raise ValueError(f"not a subject: {text!r}")
        return cls(label, int(pk))
