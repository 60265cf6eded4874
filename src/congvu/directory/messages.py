"""Typed values of the directory that cross into other rooms."""

from dataclasses import dataclass, field
from datetime import datetime


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
