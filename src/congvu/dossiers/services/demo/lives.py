"""One dossier's life as planned: who hands in what and when, where it stays, what befalls it on the way."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from congvu.directory.models import Agency
from congvu.dossiers.messages import Person
from congvu.procedures.messages import FrozenProcedure

NAMESPACE = UUID("6d1f9f0e-5a0b-5c53-9c3e-2b1d6f0a7c11")


@dataclass(slots=True)
class Life:
    """A planned dossier.

    Args:
        no: its number in the demonstration; the request key is made of it.
        procedure: what is applied for, with its case and channel.
        receiving, competent: the agencies.
        at: when it is handed in and accepted.
        owner: whose dossier it is; `submitter` hands it in, when somebody else.
        until: key of the step at which it stays; "" goes on for as long as there is time.
        deeds: what befalls it when a step is reached: key of the step → name of the deed.
        start: "accept", or how it ends before that: "draft", "guide", "refuse".
        pace: working minutes between two acts; 0 goes by the hours of each step times `speed`.
        speed: share of a step's hours that is really used.
        code: a code given by hand, "" lets the product give one.
    """

    no: int
    procedure: FrozenProcedure
    case_no: int
    channel: str
    receiving: Agency
    competent: Agency
    at: datetime
    owner: Person
    submitter: Person | None = None
    until: str = ""
    deeds: dict[str, str] = field(default_factory=dict)
    start: str = "accept"
    pace: int = 0
    speed: float = 0.5
    code: str = ""
    return_by: str = "counter"
    unpaid: bool = False
    with_files: bool = False
    dossier_id: int | None = None
    wake: str = ""
    answer_opinions: bool = True

    @property
    def request_key(self) -> UUID:
        """Return the key of the form that made the dossier: the same in every run."""
        return key_of(self.no)


def key_of(no: int) -> UUID:
    """Return the request key of the demonstration's dossier `no`."""
    return uuid5(NAMESPACE, f"demo/{no}")
