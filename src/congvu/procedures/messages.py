"""What a procedure says, as frozen values: read by other rooms, made by the parsers, compared on import.

One family of dataclasses serves all of them; values that do not come from the database have id 0.
"""

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date


@dataclass(frozen=True, slots=True)
class FrozenTime:
    """A legal time limit of a case in one channel.

    Args:
        channel: "1" direct, "2" online, "3" post.
        amount: in `unit`; 0 "wday" is the same day (after 15:00 the next); None when none is stated.
        unit: "hour" (working hours), "wday", "day" (calendar), "month", or "" without an amount.
        on_supplement: "pause" or "restart".
        note: what the catalogue says about it.
    """

    channel: str
    amount: int | None = None
    unit: str = ""
    on_supplement: str = "pause"
    note: str = ""


@dataclass(frozen=True, slots=True)
class FrozenFee:
    """A fee or charge in đồng; `amount` None means that it is set elsewhere, such as by the HĐND."""

    name: str
    amount: int | None = None
    per: str = ""
    channel: str = ""
    note: str = ""
    id: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FrozenComponent:
    """A paper to hand in (counts of originals and copies) or only to show."""

    no: int
    name: str
    group: str = ""
    form_file: str = ""
    originals: int = 0
    copies: int = 0
    required: bool = True
    shown_only: bool = False
    id: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FrozenCase:
    """A case (trường hợp) with its times, fees and components."""

    no: int
    name: str = ""
    time_rows: tuple[FrozenTime, ...] = ()
    fees: tuple[FrozenFee, ...] = ()
    components: tuple[FrozenComponent, ...] = ()
    id: int = attribute(default=0, compare=False)

    @property
    def times(self) -> dict[str, FrozenTime]:
        """Return the time limit that holds per channel: the first row of each."""
        found: dict[str, FrozenTime] = {}
        for row in self.time_rows:
            found.setdefault(row.channel, row)
        return found

    def time(self, channel: str) -> FrozenTime | None:
        """Return the limit in `channel`, or that of the first channel known, or None."""
        times = self.times
        return times.get(channel) or next(iter(times.values()), None)

    def fees_for(self, channel: str) -> tuple[FrozenFee, ...]:
        """Return the fees that are due in `channel`: its own and those of every channel."""
        return tuple(fee for fee in self.fees if fee.channel in ("", channel))


@dataclass(frozen=True, slots=True)
class FrozenResult:
    """A kind of result with its national code `KQ.Gxx.nnnnnn` or `KQ.Hxx.nnnnnn`."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FrozenLegalBasis:
    """A legal document that a procedure rests on; `date` in ISO form, or "" when unknown."""

    number: str
    name: str = ""
    date: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """Something in an imported draft that a person must look at.

    Args:
        field: "channels", "times", "fees", "components", "legal_bases", "results" …
        reason: a sentence in Vietnamese.
        excerpt: the part of the source text that it is about.
        blocking: whether the draft may not be published before somebody has dealt with it.
        done: whether somebody has.
    """

    field: str
    reason: str
    excerpt: str = ""
    blocking: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class FrozenProcedure:
    """A version of a procedure with everything that it says."""

    code: str
    name: str
    field: str = ""
    field_code: str = ""
    decision: str = ""
    levels: tuple[str, ...] = ()
    kind: str = ""
    addressees: tuple[str, ...] = ()
    competent: str = ""
    executing: str = ""
    cooperating: str = ""
    authorised: str = ""
    receiving: str = ""
    related: str = ""
    steps_text: str = ""
    conditions: str = ""
    instant: bool = False
    cases: tuple[FrozenCase, ...] = ()
    results: tuple[FrozenResult, ...] = ()
    legal_bases: tuple[FrozenLegalBasis, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = attribute(default=None, compare=False)
    review_notes: tuple[ReviewNote, ...] = attribute(default=(), compare=False)
    version_id: int = attribute(default=0, compare=False)
    procedure_id: int = attribute(default=0, compare=False)
    number: int = attribute(default=0, compare=False)
    status: str = attribute(default="draft", compare=False)

    def case(self, case_id: int | None) -> FrozenCase:
        """Return the case with `case_id`, or the first one for None; raise LookupError otherwise."""
        for case in self.cases:
            if case_id is None or case.id == case_id:
                return case
        raise LookupError(f"{self.code}: no case {case_id}")


@dataclass(frozen=True, slots=True)
class RouteInfo:
    """Where a procedure is processed: "local", "ministry" or "national"; `route_id` 0 is the default."""

    kind: str
    system_name: str = ""
    legal_basis: str = ""
    route_id: int = 0

    @property
    def here(self) -> bool:
        """Tell whether this system processes it."""
        return self.kind == "local"


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A line of the intake picker.

    Args:
        own_level: whether agencies of the asking agency's level decide (else it is only received here).
        limit: the time limit of the first case, as a sentence; "" when not stated.
        cursor: hand it back as `after` for the next page.
    """

    procedure_id: int
    version_id: int
    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    own_level: bool
    instant: bool
    limit: str
    route: RouteInfo
    cursor: str


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row of an import file was refused.

    Args:
        where: the place in the file: "Thời hạn!D5", "procedures[3].cases[0]", "dòng 12".
        code: the procedure's code when known.
        message: a sentence in Vietnamese.
    """

    where: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions.

    Args:
        path: a stable name such as "cases[1].fees".
        label: the field in Vietnamese.
        kind: "added", "removed" or "changed".
        before: what stood there, as text.
        after: what stands there now, as text.
    """

    path: str
    label: str
    kind: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do.

    Args:
        source: the file's name.
        total: rows read.
        added: codes of procedures that are new.
        changed: per code what differs from what is there.
        kept: codes whose draft a person has edited, so that the import left it alone; with differences.
        unchanged: how many rows say what is there.
        errors: rows refused; the others are imported all the same.
        grades: per field how many rows were read "full", "partial" or "none" (portal rows only).
        flagged: rows with something to review.
        blocked: rows that cannot be published before somebody decides something.
        dry_run: whether nothing was written.
    """

    source: str
    total: int
    added: tuple[str, ...] = ()
    changed: dict[str, tuple[Change, ...]] = attribute(default_factory=dict)
    kept: dict[str, tuple[Change, ...]] = attribute(default_factory=dict)
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()
    grades: dict[str, dict[str, int]] = attribute(default_factory=dict)
    flagged: int = 0
    blocked: int = 0
    dry_run: bool = False
