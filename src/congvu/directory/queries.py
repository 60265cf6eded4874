"""Reads of the directory: who is acting, and the organisation as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from congvu.common.text import fold
from congvu.directory.messages import Actor, AgencyThen, CodeResolution, OfficerRef, PostChoice, Standing
from congvu.directory.models import (
    Agency,
    AgencyCode,
    AgencyVersion,
    Delegation,
    Officer,
    Post,
    Role,
    Succession,
    Territory,
    Unit,
)
from congvu.directory.permissions import ADMINISTRATOR

_CACHE_LIMIT = 20_000


@dataclass(slots=True)
class _Held:
    """A post as read from the database, with the roles and the delegation it is held by."""

    post_id: int
    owner_id: int
    owner_name: str
    title: str
    unit_id: int
    unit_name: str
    unit_path: str
    agency_id: int
    agency_name: str
    is_primary: bool
    signing_form: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    roles: set[str] = field(default_factory=set)
    capabilities: set[str] = field(default_factory=set)
    reaches: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Cached:
    stamp: int
    valid_until: datetime
    standing: Standing


_standings: dict[tuple[int, int | None], _Cached] = {}


def forget_standings() -> None:
    """Empty the process cache of standings (tests that write rows directly)."""
    _standings.clear()


def actor_for(officer: Officer, post_id: int | None = None) -> Actor:
    """Return `officer` acting in `post_id`, or in the primary post when that one cannot be acted in.

    Args:
        officer: the person, as loaded by this request (its `actor_stamp` validates the cache).
        post_id: the chosen post, their own or one they stand in for today.
    """
    return standing_of(officer, post_id).actor


def standing_of(officer: Officer, post_id: int | None = None) -> Standing:
    """Return the actor, the posts to choose from and whether a second factor is mandatory.

    Costs no statement when the process knows the officer's stamp, at most two otherwise. An entry
    ends at midnight, or earlier when a delegation begins or ends.
    """
    now = timezone.now()
    key = (officer.pk, post_id)
    cached = _standings.get(key)
    if cached is not None and cached.stamp == officer.actor_stamp and now < cached.valid_until:
        return cached.standing
    held = _posts_held(officer.pk, now)
    standing = _standing(officer, post_id, [post for post in held if _in_force(post, now)])
    if len(_standings) >= _CACHE_LIMIT:
        _standings.clear()
    _standings[key] = _Cached(officer.actor_stamp, _valid_until(held, now), standing)
    return standing


def _in_force(post: _Held, now: datetime) -> bool:
    return post.starts_at is None or post.ends_at is None or post.starts_at <= now < post.ends_at


def _valid_until(held: Iterable[_Held], now: datetime) -> datetime:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    bounds = [midnight + timedelta(days=1)]
    for post in held:
        bounds += [at for at in (post.starts_at, post.ends_at) if at is not None and at > now]
    return min(bounds)


def _posts_held(officer_id: int, now: datetime) -> list[_Held]:
    """Read the officer's posts of today and those delegated to them, with roles, in one statement."""
    query = (
        Post.objects.annotate(
            stand_in=FilteredRelation(
                "delegations",
                condition=Q(
                    delegations__substitute_id=officer_id,
                    delegations__revoked_at__isnull=True,
                    delegations__ends_at__gt=now,
                ),
            )
        )
        .filter(Q(officer_id=officer_id) | Q(stand_in__isnull=False))
        .filter(in_force(timezone.localdate(now)))
        .order_by("-is_primary", "id")
        .values_list(
            "id", "officer_id", "officer__full_name", "position__name", "unit_id", "unit__name", "unit__path",
            "agency_id", "agency__name", "is_primary",
            "stand_in__signing_form", "stand_in__starts_at", "stand_in__ends_at",
            "roles__code", "roles__capabilities", "roles__reach",
        )
    )  # fmt: skip
    held: dict[tuple[int, datetime | None], _Held] = {}
    rows: Iterable[tuple[Any, ...]] = query
    for row in rows:
        columns, (role, capabilities, reach) = row[:13], row[13:]
        if columns[1] == officer_id:
            columns = (*columns[:10], "", None, None)
        post = held.setdefault((columns[0], columns[11]), _Held(*columns))
        if role is not None:
            post.roles.add(role)
            post.capabilities.update(capabilities)
            post.reaches.add(reach)
    return list(held.values())


def _standing(officer: Officer, post_id: int | None, posts: list[_Held]) -> Standing:
    own = [post for post in posts if post.owner_id == officer.pk]
    chosen = next((post for post in posts if post.post_id == post_id), None) or next(iter(own or posts), None)
    needs_mfa = officer.is_staff or any(ADMINISTRATOR in post.roles for post in posts)
    if chosen is None or not officer.is_active:
        nobody = Actor(officer_id=officer.pk, officer_name=officer.full_name, agency_id=0)
        return Standing(nobody, (), needs_mfa)
    return Standing(_actor(officer, chosen), tuple(_choice(officer, post) for post in posts), needs_mfa)


def _choice(officer: Officer, post: _Held) -> PostChoice:
    return PostChoice(
        post_id=post.post_id,
        title=post.title,
        unit_name=post.unit_name,
        agency_name=post.agency_name,
        is_primary=post.is_primary and post.owner_id == officer.pk,
        acting_for_name="" if post.owner_id == officer.pk else post.owner_name,
        signing_form=post.signing_form,
        until=post.ends_at,
    )


def _actor(officer: Officer, post: _Held) -> Actor:
    wide = Role.Reach.AGENCY in post.reaches
    unit_ids = [post.unit_id]
    if (wide or Role.Reach.UNIT in post.reaches) and post.unit_path != "/":
        below = Unit.objects.filter(agency_id=post.agency_id, path__startswith=post.unit_path)
        unit_ids = list(below.order_by("id").values_list("id", flat=True))
    return Actor(
        officer_id=officer.pk,
        officer_name=officer.full_name,
        agency_id=post.agency_id,
        agency_name=post.agency_name,
        post_id=post.post_id,
        post_title=post.title,
        unit_id=post.unit_id,
        unit_ids=tuple(unit_ids),
        agency_wide=wide,
        roles=frozenset(post.roles),
        capabilities=frozenset(post.capabilities),
        clearance=officer.clearance,
        acting_for_id=None if post.owner_id == officer.pk else post.owner_id,
        signing_form=post.signing_form,
    )


def standing(on: date | None = None, prefix: str = "") -> Q:
    """Return the condition for agencies that exist on a day (today unless told).

    Args:
        on: the day; an agency exists on its last day too.
        prefix: the way to the agency, such as "agency__".
    """
    day = on or timezone.localdate()
    return Q(**{f"{prefix}closed_on__isnull": True}) | Q(**{f"{prefix}closed_on__gte": day})


def in_force(on: date | None = None, prefix: str = "") -> Q:
    """Return the condition that a dated row (`valid_from`, `valid_to`) is valid on a day (today)."""
    day = on or timezone.localdate()
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day}))


def officers_with_role(agency_id: int, role: str) -> list[OfficerRef]:
    """Return the active officers who hold `role` in a post of the agency today, by unit and rank."""
    rows = (
        Post.objects.filter(agency_id=agency_id, roles__code=role, officer__is_active=True)
        .filter(in_force())
        .order_by("unit__path", "position__rank", "officer__full_name")
        .annotate(title=F("position__name"), name=F("officer__full_name"), in_unit=F("unit__name"))
        .values_list("officer_id", "name", "id", "title", "unit_id", "in_unit")
    )
    return [OfficerRef(*row) for row in rows]


def units_of(agency_id: int) -> list[Unit]:
    """Return the units of an agency that exist today, parents before children."""
    return list(Unit.objects.filter(in_force(), agency_id=agency_id).order_by("path", "id"))


def agency_as_of(agency: Agency, on: date) -> AgencyThen | None:
    """Return what `agency` was called, and under whom, on a day; None when it did not exist then."""
    version = (
        AgencyVersion.objects.filter(in_force(on), agency=agency)
        .select_related("parent")
        .order_by("-valid_from")
        .first()
    )
    if version is None:
        return None
    return AgencyThen(
        agency_id=agency.pk,
        name=version.name,
        kind=version.kind,
        level=version.level,
        parent_id=version.parent_id,
        address=version.address,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        legal_basis=version.legal_basis,
    )


def resolve_code(code: str, on: date | None = None) -> CodeResolution | None:
    """Return whom an agency code of either scheme means on a day; None for a code never assigned.

    A code that has expired, or whose agency has closed, leads to the successors that exist on that day:
    post addressed to an agency that was merged still arrives.
    """
    day = on or timezone.localdate()
    rows = AgencyCode.objects.filter(code=code.strip().upper(), valid_from__lte=day)
    found = rows.select_related("agency").order_by("-valid_from", "-id").first()
    if found is None:
        return None
    expired = found.valid_to is not None and found.valid_to < day
    return CodeResolution(
        code=found.code,
        scheme=found.scheme,
        agency_id=found.agency_id,
        agency_name=found.agency.name,
        expired=expired,
        current=tuple(agency.pk for agency in successors_of(found.agency, day)),
    )


def successors_of(agency: Agency, on: date) -> list[Agency]:
    """Return the agencies open on a day that carry on the work of `agency`: itself, or who took over."""
    found: dict[int, Agency] = {}
    seen: set[int] = set()
    waiting = [agency]
    while waiting:
        one = waiting.pop(0)
        if one.pk in seen:
            continue
        seen.add(one.pk)
        if one.closed_on is None or one.closed_on >= on:
            found[one.pk] = one
        else:
            links = Succession.objects.filter(predecessor=one, on__lte=on).select_related("successor")
            waiting += [link.successor for link in links.order_by("id")]
    return list(found.values())


def search_territories(
    q: str, *, on: date | None = None, parent_code: str = "", limit: int = 20
) -> list[Territory]:
    """Return provinces and communes whose name has every word of `q`, with or without diacritics.

    Args:
        q: words, in any order; a code also matches.
        on: the day of the list, today unless told.
        parent_code: only the communes of this province.
        limit: how many at most, provinces first.
    """
    found = Territory.objects.filter(in_force(on)).select_related("parent")
    if parent_code:
        found = found.filter(parent__code=parent_code)
    for word in fold(q).split():
        found = found.filter(search_text__contains=word)
    return list(found.order_by(F("parent_id").asc(nulls_first=True), "name", "code")[:limit])


def today() -> date:
    """Return the day in Vietnam, as dated rows are judged by."""
    return timezone.localdate()


def second_factors_of(officer: Officer) -> list[str]:
    """Return the kinds of second factors that an officer has set up: totp, webauthn, recovery_codes."""
    kinds = Authenticator.objects.filter(user=officer).values_list("type", flat=True)
    return sorted(set(kinds))


def managed_agencies(actor: Actor) -> QuerySet[Agency]:
    """Return the agencies that an administrator manages: their own and those below it."""
    if actor.officer_id is None:
        return Agency.objects.all()
    own = Agency.objects.filter(pk=actor.agency_id).values_list("path", flat=True).first()
    return Agency.objects.filter(path__startswith=own) if own else Agency.objects.none()


def managed_agency(actor: Actor, agency_id: int) -> Agency:
    """Return an agency in the administrator's scope, or raise Http404: what is outside does not exist."""
    agency = managed_agencies(actor).filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    return agency


def readable_agencies(actor: Actor) -> QuerySet[Agency]:
    """Return the managed agencies, and the closed ones whose work came to them (history, to read only)."""
    managed = managed_agencies(actor)
    before = Succession.objects.filter(successor__in=managed).values("predecessor")
    return Agency.objects.filter(Q(pk__in=managed.values("pk")) | Q(pk__in=before))


def colleagues(agency_id: int) -> QuerySet[Officer]:
    """Return the active officers with a post of today in the agency, by name."""
    posts = Post.objects.filter(in_force(), officer=OuterRef("pk"), agency_id=agency_id)
    return Officer.objects.filter(Exists(posts), is_active=True).order_by("full_name", "id")


def delegations_of(actor: Actor) -> QuerySet[Delegation]:
    """Return the delegations and absences in the agencies that the administrator manages, latest first."""
    return (
        Delegation.objects.filter(post__agency__in=managed_agencies(actor))
        .select_related("post__officer", "post__position", "post__unit", "post__agency", "substitute")
        .order_by("-starts_at", "-id")
    )


def own_delegations(officer: Officer) -> list[Delegation]:
    """Return the officer's own delegations and absences that are in force or to come."""
    found = Delegation.objects.filter(
        post__officer=officer, revoked_at__isnull=True, ends_at__gt=timezone.now()
    )
    return list(
        found.select_related("post__position", "post__unit", "substitute").order_by("starts_at", "id")
    )


def managed_officers(actor: Actor) -> QuerySet[Officer]:
    """Return the officers who hold or held a post in an agency that the administrator manages."""
    posts = Post.objects.filter(officer=OuterRef("pk"), agency__in=managed_agencies(actor))
    return Officer.objects.filter(Exists(posts))


def owned_officers(actor: Actor) -> QuerySet[Officer]:
    """Return the managed officers without a post of today elsewhere: only these accounts may be changed.

    Otherwise an administrator of one agency could take over an account that has power in another.
    """
    posts = Post.objects.filter(in_force(), officer=OuterRef("pk"))
    elsewhere = posts.exclude(agency__in=managed_agencies(actor))
    return managed_officers(actor).filter(~Exists(elsewhere), is_staff=False)


def search_officers(actor: Actor, q: str = "", agency_id: int | None = None) -> QuerySet[Officer]:
    """Return managed officers whose name or user name has every word of `q`."""
    found = managed_officers(actor)
    if agency_id is not None:
        found = found.filter(Exists(Post.objects.filter(officer=OuterRef("pk"), agency_id=agency_id)))
    for word in fold(q).split():
        found = found.filter(search_text__contains=word)
    return found.order_by("search_text", "id")
