"""Laying a whole organisation from its data file: adds what is missing, changes nothing that exists."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.models import (
    Agency,
    AgencyCode,
    AgencyVersion,
    Officer,
    Position,
    Post,
    Role,
    Succession,
    Territory,
    Unit,
)
from congvu.directory.services import realm_files
from congvu.directory.services.agencies import subject_of
from congvu.directory.services.officers import search_text_of
from congvu.directory.services.realm_files import AgencyPlan, RealmPlan
from congvu.directory.services.territories import load_territories

_BATCH = 500


@transaction.atomic
def load_realm(name: str, *, password_hash: str = "") -> dict[str, int]:
    """Lay the realm called `name`; return how many rows of each kind were added.

    Args:
        name: a file of `directory/data/realms`.
        password_hash: the hash that new accounts get (demonstrations); none means they cannot sign in.

    Raises:
        ActionRefused: there is no such realm.
    """
    try:
        plan = realm_files.read(name)
    except FileNotFoundError:
        known = ", ".join(realm_files.names())
        raise ActionRefused(
            _("Không có tổ chức “%(name)s”; có: %(known)s.") % {"name": name, "known": known}
        ) from None
    added = {"territories": load_territories(), "roles": load_roles()}
    agencies = _Agencies(plan)
    added["agencies"] = agencies.lay()
    added["units"] = _lay_units(plan, agencies.by_key)
    added["officers"] = _lay_officers(plan, password_hash)
    added["posts"] = _lay_posts(plan, agencies.by_key)
    added["successions"] = _link_successors()
    if any(added.values()):
        root = agencies.by_key[plan.root]
        actor = Actor.system(root.pk, root.name)
        data: dict[str, Any] = {"realm": plan.title, **added}
        record("realm.loaded", subject_of(root.pk), actor=actor, **data)
    return added


@transaction.atomic
def load_roles() -> int:
    """Add the roles and positions that are missing; return how many."""
    raw = realm_files.read_json("roles.json")
    before = Role.objects.count() + Position.objects.count()
    Role.objects.bulk_create((Role(**row) for row in raw["roles"]), ignore_conflicts=True)
    Position.objects.bulk_create((Position(**row) for row in raw["positions"]), ignore_conflicts=True)
    return Role.objects.count() + Position.objects.count() - before


class _Agencies:
    """Lays agencies level by level, since a path holds the numbers of all above."""

    def __init__(self, plan: RealmPlan) -> None:
        self.plan = plan
        self.by_key = {agency.key: agency for agency in Agency.objects.filter(realm=plan.realm)}
        territories = Territory.objects.order_by("valid_from")
        if plan.valid_to is not None:
            territories = territories.filter(valid_from__lte=plan.valid_to)
        self.territories = {row.code: row for row in territories}

    def lay(self) -> int:
        new = [plan for plan in self.plan.agencies if plan.key not in self.by_key]
        waiting = new
        while waiting:
            ready = [plan for plan in waiting if not plan.parent or plan.parent in self.by_key]
            if not ready:
                raise ValueError(f"no such parent: {sorted({plan.parent for plan in waiting})}")
            self._lay_level(ready)
            waiting = [plan for plan in waiting if plan.key not in self.by_key]
        self._lay_dated(new)
        return len(new)

    def _lay_level(self, plans: list[AgencyPlan]) -> None:
        made = Agency.objects.bulk_create((self._agency(plan) for plan in plans), batch_size=_BATCH)
        for agency in made:
            agency.path = f"{agency.parent.path if agency.parent else '/'}{agency.pk}/"
        Agency.objects.bulk_update(made, ["path"], batch_size=_BATCH)
        self.by_key |= {agency.key: agency for agency in made}

    def _agency(self, plan: AgencyPlan) -> Agency:
        return Agency(
            key=plan.key,
            realm=self.plan.realm,
            name=plan.versions[-1].name,
            kind=plan.kind,
            level=plan.level,
            parent=self.by_key.get(plan.parent),
            territory=self.territories.get(plan.territory),
            opened_on=plan.versions[0].valid_from,
            closed_on=self.plan.valid_to,
            **plan.contact,
        )

    def _lay_dated(self, plans: list[AgencyPlan]) -> None:
        AgencyVersion.objects.bulk_create(
            (version for plan in plans for version in self._versions(plan)), batch_size=_BATCH
        )
        AgencyCode.objects.bulk_create(
            (
                AgencyCode(
                    agency=self.by_key[plan.key],
                    scheme=code.scheme,
                    code=code.code,
                    is_illustrative=code.illustrative,
                    valid_from=code.valid_from,
                    valid_to=code.valid_to or self.plan.valid_to,
                )
                for plan in plans
                for code in plan.codes
            ),
            batch_size=_BATCH,
        )

    def _versions(self, plan: AgencyPlan) -> Iterable[AgencyVersion]:
        agency = self.by_key[plan.key]
        ends = [later.valid_from - timedelta(days=1) for later in plan.versions[1:]]
        for version, valid_to in zip(plan.versions, [*ends, self.plan.valid_to], strict=True):
            yield AgencyVersion(
                agency=agency,
                valid_from=version.valid_from,
                valid_to=valid_to,
                name=version.name,
                kind=agency.kind,
                level=agency.level,
                parent=agency.parent,
                address=agency.address,
                legal_basis=version.basis,
            )


def _lay_units(plan: RealmPlan, agencies: dict[str, Agency]) -> int:
    """Add the units that are missing, those at the top first."""
    known = {(unit.agency_id, unit.code): unit for unit in Unit.objects.filter(agency__realm=plan.realm)}
    added = 0
    for below in (False, True):
        new = [
            Unit(
                agency=agencies[agency.key],
                parent=known.get((agencies[agency.key].pk, unit.parent)),
                name=unit.name,
                code=unit.code,
                is_one_stop=unit.one_stop,
                valid_from=plan.valid_from,
                valid_to=plan.valid_to,
            )
            for agency in plan.agencies
            for unit in agency.units
            if bool(unit.parent) is below and (agencies[agency.key].pk, unit.code) not in known
        ]
        made = Unit.objects.bulk_create(new, batch_size=_BATCH)
        for unit in made:
            unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
        Unit.objects.bulk_update(made, ["path"], batch_size=_BATCH)
        known |= {(unit.agency_id, unit.code): unit for unit in made}
        added += len(made)
    return added


def _lay_officers(plan: RealmPlan, password_hash: str) -> int:
    people = {staff.username: staff.full_name for agency in plan.agencies for staff in agency.staff}
    known = set(Officer.objects.filter(username__in=people).values_list("username", flat=True))
    new = [
        Officer(
            username=username,
            full_name=full_name,
            password=password_hash or "!",
            search_text=search_text_of(full_name, username),
        )
        for username, full_name in people.items()
        if username not in known
    ]
    if password_hash:
        locked = Officer.objects.filter(username__in=people, password__startswith="!")  # noqa: S106
        locked.update(password=password_hash)
    return len(Officer.objects.bulk_create(new, batch_size=_BATCH))


def _lay_posts(plan: RealmPlan, agencies: dict[str, Agency]) -> int:
    """Add the posts that are missing, with their roles; an officer's first post is the primary one."""
    officers = dict(Officer.objects.values_list("username", "pk"))
    positions = dict(Position.objects.values_list("code", "pk"))
    units = {(unit.agency_id, unit.code): unit for unit in Unit.objects.filter(agency__realm=plan.realm)}
    held: dict[int, set[tuple[int, int]]] = defaultdict(set)
    there = Post.objects.filter(agency__realm=plan.realm)
    for officer_id, unit_id, position_id in there.values_list("officer", "unit", "position"):
        held[officer_id].add((unit_id, position_id))
    new: list[tuple[Post, tuple[str, ...]]] = []
    for key, staff in [(agency.key, staff) for agency in plan.agencies for staff in agency.staff]:
        post = Post(
            officer_id=officers[staff.username],
            unit=units[agencies[key].pk, staff.unit],
            agency=agencies[key],
            position_id=positions[staff.position],
            valid_from=plan.valid_from,
            valid_to=plan.valid_to,
        )
        place = (post.unit_id, post.position_id)
        if place not in held[post.officer_id]:
            post.is_primary = not held[post.officer_id]
            held[post.officer_id].add(place)
            new.append((post, staff.roles))
    Post.objects.bulk_create((post for post, _roles in new), batch_size=_BATCH)
    _give_roles(new)
    return len(new)


def _give_roles(posts: list[tuple[Post, tuple[str, ...]]]) -> None:
    roles = dict(Role.objects.values_list("code", "pk"))
    through = Post.roles.through
    through.objects.bulk_create(
        (through(post_id=post.pk, role_id=roles[code]) for post, codes in posts for code in codes),
        batch_size=_BATCH,
    )


def _link_successors() -> int:
    """Link closed agencies to who took over, for all files of which both sides are loaded."""
    added = 0
    known = dict(Agency.objects.values_list("key", "pk"))
    there = set(Succession.objects.values_list("predecessor", "successor"))
    for name in realm_files.names():
        plan = realm_files.read(name)
        if plan.valid_to is None:
            continue
        pairs = [
            (known[agency.key], known[key])
            for agency in plan.agencies
            for key in agency.successors
            if agency.key in known and key in known
        ]
        new = [pair for pair in pairs if pair not in there]
        Succession.objects.bulk_create(
            Succession(
                predecessor_id=old,
                successor_id=new_one,
                on=plan.valid_to + timedelta(days=1),
                legal_basis=plan.closed_by,
            )
            for old, new_one in new
        )
        added += len(new)
    return added
