"""Typed values of the directory that cross into other rooms."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """An officer acting in one post: what every service takes as `actor`.

    Args:
        officer_id: the person; None for the system itself (worker jobs).
        officer_name: name as shown in events and forms.
        post_id: the post acted in.
        post_title: the post's title, such as "Chuyên viên".
        agency_id: the agency of the post.
        agency_name: its name.
        unit_id: the unit of the post.
        unit_ids: units whose work this actor may see (own unit, and those below it).
        agency_wide: whether all work of the agency is visible.
        roles: role codes held in this post.
        capabilities: capability names granted by those roles.
        clearance: highest confidentiality rank visible (0 = Thường).
        acting_for_id: the officer who is stood in for, if any.
        signing_form: "", "KT.", "TL.", "TUQ." …
    """

    officer_id: int | None
    officer_name: str
    agency_id: int
    agency_name: str = ""
    post_id: int | None = None
    post_title: str = ""
    unit_id: int | None = None
    unit_ids: tuple[int, ...] = ()
    agency_wide: bool = False
    roles: frozenset[str] = field(default_factory=frozenset)
    capabilities: frozenset[str] = field(default_factory=frozenset)
    clearance: int = 0
    acting_for_id: int | None = None
    signing_form: str = ""

    def can(self, capability: str) -> bool:
        """Tell whether the actor's roles grant `capability`; the system may do everything."""
        return self.officer_id is None or capability in self.capabilities

    @classmethod
    def nobody(cls) -> "Actor":
        """Return the actor of a visitor, or of an officer without any post: sees and may do nothing."""
        return cls(officer_id=0, officer_name="", agency_id=0)

    @classmethod
    def system(cls, agency_id: int, agency_name: str = "") -> "Actor":
        """Return the actor for work that no person did, such as an automatic closing."""
        return cls(
            officer_id=None,
            officer_name="Hệ thống",
            agency_id=agency_id,
            agency_name=agency_name,
            agency_wide=True,
            clearance=9,
        )


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post that an officer may act in now, their own or one they stand in for.

    Args:
        post_id: the post.
        title: the position, such as "Chuyên viên".
        unit_name: its unit.
        agency_name: its agency.
        is_primary: whether it is the one acted in unless another is chosen.
        acting_for_name: the officer who is stood in for, or "".
        signing_form: "TUQ.", "KT." … when standing in.
        until: when standing in ends, or None.
    """

    post_id: int
    title: str
    unit_name: str
    agency_name: str
    is_primary: bool = False
    acting_for_name: str = ""
    signing_form: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a request needs to know of an officer, kept in the process until it changes.

    Args:
        actor: the officer acting in the chosen post.
        choices: the posts that may be chosen.
        needs_mfa: whether any post is an administrator's, for whom a second factor is mandatory.
    """

    actor: Actor
    choices: tuple[PostChoice, ...] = ()
    needs_mfa: bool = False


@dataclass(frozen=True, slots=True)
class OfficerRef:
    """An officer in a post, as other rooms list candidates for a step."""

    officer_id: int
    name: str
    post_id: int
    title: str
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True)
class AgencyThen:
    """What an agency was in the period that holds a day."""

    agency_id: int
    name: str
    kind: str
    level: str
    parent_id: int | None
    address: str
    valid_from: date
    valid_to: date | None
    legal_basis: str


@dataclass(frozen=True, slots=True)
class CodeResolution:
    """Whom an agency code means on a day.

    Args:
        code: the code as assigned.
        scheme: "qd20" or "qcvn102".
        agency_id: the agency that the code was assigned to.
        agency_name: its name today.
        expired: whether the code's validity had ended on that day.
        current: agencies open on that day that answer for it; several after a split, none when nobody does.
    """

    code: str
    scheme: str
    agency_id: int
    agency_name: str
    expired: bool
    current: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What an agency is from a day on: the columns of a version."""

    name: str
    kind: str
    level: str
    parent_id: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class AgencyContact:
    """How an agency is known and reached; not dated."""

    short_name: str = ""
    place: str = ""
    phone: str = ""
    email: str = ""
    territory_id: int | None = None


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """A person's name, contact data and clearance (highest confidentiality rank, 0 = Thường)."""

    full_name: str
    email: str = ""
    phone: str = ""
    clearance: int = 0


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A place in a unit: where, as what, with which roles, from when to when.

    Args:
        unit_id: the unit.
        position_code: the position.
        roles: role codes; at least one.
        valid_from: first day.
        valid_to: last day, or None while it is open.
        is_primary: the post acted in unless another is chosen.
    """

    unit_id: int
    position_code: str
    roles: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    is_primary: bool = False
