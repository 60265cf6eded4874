"""Typed values of the directory that cross into other rooms."""

from dataclasses import dataclass, field


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
