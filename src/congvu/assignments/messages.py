"""Typed values that come into this room: whom work is given to, and what is given."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from congvu.common.subject import Subject


@dataclass(frozen=True, slots=True)
class Performer:
    """Who leads or cooperates: a whole agency, a unit of one, or an officer of a unit.

    Args:
        agency_id: the agency; with nothing else it is meant as a whole.
        unit_id: a unit of it.
        officer_id: an officer in that unit.
    """

    agency_id: int
    unit_id: int | None = None
    officer_id: int | None = None

    @property
    def who(self) -> str:
        """A short key, the same for the same performer."""
        if self.officer_id:
            return f"o{self.officer_id}.{self.agency_id}"
        return f"u{self.unit_id}" if self.unit_id else f"a{self.agency_id}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the work comes from.

    Args:
        kind: "other", "document" or "minutes".
        subject: the line or document in this system, if it is there.
        code: number and notation, such as "189/TB-UBND".
        on: its date.
        title: its summary.
        by_government: whether the Government or the Prime Minister gave the work.
    """

    kind: str = "other"
    subject: Subject | None = None
    code: str = ""
    on: date | None = None
    title: str = ""
    by_government: bool = False


@dataclass(frozen=True, slots=True)
class AssignmentDraft:
    """Work about to be given.

    Args:
        content: what is to be done.
        lead: who leads it; exactly one.
        partners: who cooperates.
        due_on: the deadline, None for work without one.
        origin: where it comes from.
        frequency: how often progress is reported: "", "day", "week", "month", "quarter".
        every: how often the same work is given again, as above; "" for once.
        repeat_until: last day of the repetition.
        urgency: 0 to 3.
        confidentiality: rank, 0 = Thường.
        needs_document: whether completion must be reported with a document.
        hidden: whether it waits until its source is issued (see `activate`).
        giver_id: the leader in whose name it is entered; the actor unless told.
        request_key: repeats of the same request give nothing a second time.
    """

    content: str
    lead: Performer
    partners: tuple[Performer, ...] = ()
    due_on: date | None = None
    origin: Origin = Origin()
    frequency: str = ""
    every: str = ""
    repeat_until: date | None = None
    urgency: int = 0
    confidentiality: int = 0
    needs_document: bool = False
    hidden: bool = False
    giver_id: int | None = None
    request_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """Given work as it should read from now on.

    Args:
        content: what is to be done.
        due_on: the deadline, None for none.
        partners: who cooperates.
        lead: who leads; None leaves it as it is.
    """

    content: str
    due_on: date | None = None
    partners: tuple[Performer, ...] = ()
    lead: Performer | None = None


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What a performer reports.

    Args:
        content: what was done, or why something is proposed.
        percent: how far the work is, if the performer says so.
        difficulties: what stands in the way, "" for nothing.
        file_ids: files that the reporter stored.
        document_code: number and notation of the report document.
        finished_on: the day of completion (reports of completion).
        new_due_on: the deadline asked for (extensions).
    """

    content: str
    percent: int | None = None
    difficulties: str = ""
    file_ids: tuple[int, ...] = ()
    document_code: str = ""
    finished_on: date | None = None
    new_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ScheduleDraft:
    """An entry of the weekly schedule about to be written.

    Args:
        content: what it is.
        starts_at, ends_at: aware moments; within one day.
        scope: "agency", "unit" or "officer".
        unit_id, officer_id: whose schedule, where the scope says so.
        place: where.
        chair_id, chair_text: who chairs: an officer, or somebody who has no account.
        officer_ids: officers named as taking part.
        attendees: who takes part, in words.
        links: what it is about, as "label:pk".
    """

    content: str
    starts_at: datetime
    ends_at: datetime
    scope: str = "agency"
    unit_id: int | None = None
    officer_id: int | None = None
    place: str = ""
    chair_id: int | None = None
    chair_text: str = ""
    officer_ids: tuple[int, ...] = ()
    attendees: str = ""
    links: tuple[str, ...] = ()
