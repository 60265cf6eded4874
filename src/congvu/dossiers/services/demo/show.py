"""The whole demonstration: the ground, the year 2015 in Trảng Bom, and the last weeks of today's city."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from congvu.directory.models import Agency, AgencyKind, Level, Unit
from congvu.directory.permissions import ADMINISTRATOR
from congvu.dossiers.models import Dossier
from congvu.dossiers.services.demo.almanac import Almanac
from congvu.dossiers.services.demo.cast import Citizens, Officers
from congvu.dossiers.services.demo.clock import moved_clock
from congvu.dossiers.services.demo.ground import lay_ground
from congvu.dossiers.services.demo.lives import key_of
from congvu.dossiers.services.demo.office import OfficeSize, office_counts, play_office
from congvu.dossiers.services.demo.papers import scanned
from congvu.dossiers.services.demo.past import play_2015
from congvu.dossiers.services.demo.plan import Pair, Planner
from congvu.dossiers.services.demo.stage import Stage
from congvu.files.models import StoredFile
from congvu.notify.services import mark_old_read

WORKING_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Size:
    """How large the demonstration is.

    Args:
        weeks: dossiers of the ordinary run of weeks.
        elsewhere: dossiers received in one commune and decided in another.
        before: dossiers of 2015.
        seats: agencies (by key) whose seats all get work in each urgency group; None = those with
            an administrator.
        office: how much of documents, assigned work, case files and meetings; None for none.
    """

    weeks: int = 140
    elsewhere: int = 12
    before: int = 24
    seats: tuple[str, ...] | None = None
    office: OfficeSize | None = field(default_factory=OfficeSize)


@dataclass(slots=True)
class Shown:
    """What was loaded: dossiers by business state, the acts that played them, and what the offices have.

    Args:
        office: incoming documents, outgoing documents, assignments, case files, entries of the schedule.
    """

    states: dict[str, int] = field(default_factory=dict)
    acts: int = 0
    added: int = 0
    office: tuple[int, ...] = ()


UNREAD = timedelta(hours=30)
"""Officers have read all but what came since yesterday morning."""


def load_demonstration(*, seed: int = 2026, password_hash: str = "", size: Size | None = None) -> Shown:
    """Load the demonstration once: whatever stands already is kept, and dossiers are only added to none.

    Args:
        seed: the dice's seed: the same seed at the same time plays the same lives.
        password_hash: hash of the password that all new accounts get; "" makes none that can sign in.
        size: how large.
    """
    now = timezone.localtime().replace(second=0, microsecond=0)
    actor = lay_ground(password_hash)
    shown = Shown()
    if not Dossier.objects.filter(request_key=key_of(1)).exists():
        with transaction.atomic():
            files = scanned(actor)
            dice = random.Random(seed)  # noqa: S311 — lives of a demonstration
            shown.acts += play_2015(actor, dice, (size or Size()).before)
            shown.acts += _play_today(now, dice, files, size or Size())
        shown.added = Dossier.objects.count()
    office = (size or Size()).office
    if office is not None:
        with transaction.atomic():
            shown.acts += play_office(now, random.Random(seed), office)  # noqa: S311
    if shown.acts:
        mark_old_read(now - UNREAD)
    shown.office = office_counts()
    for state in Dossier.objects.values_list("state", flat=True):
        shown.states[state] = shown.states.get(state, 0) + 1
    return shown


def _play_today(now: datetime, dice: random.Random, files: dict[str, StoredFile], size: Size) -> int:
    root = Agency.objects.get(key="thanh-pho-dong-nai")
    almanac = Almanac(now, root.pk, WORKING_WEEKS * 7)
    planner = Planner(almanac, Citizens(dice, now.year), dice)
    main = _main(size)
    communes = [agency for agency in main if agency.level == Level.COMMUNE]
    others = _others(dice)
    pairs = _pairs(main)
    lives = list(planner.seats(pairs))
    lives += planner.weeks([*pairs, *_pairs([*communes, *others])], size.weeks)
    lives += planner.waiting_for_money(communes, size.weeks // 40)
    lives += planner.elsewhere([*communes, *others], size.elsewhere)
    asked = Unit.objects.get(agency__key="so-xay-dung", code="QLXD").pk
    with moved_clock(now) as clock:
        officers = Officers(root.realm, now.date(), dice)
        return Stage(clock, almanac, officers, files, dice, asked).play(lives)


def _main(size: Size) -> list[Agency]:
    """Return the agencies that demonstration accounts are printed for and that receive dossiers."""
    working = Agency.objects.filter(closed_on__isnull=True, units__is_one_stop=True)
    if size.seats is None:
        chosen = working.filter(posts__roles__code=ADMINISTRATOR)
    else:
        chosen = working.filter(key__in=size.seats)
    return list(chosen.distinct().order_by("path"))


def _pairs(agencies: list[Agency]) -> list[Pair]:
    """Return who receives and who decides: a centre receives for the departments beside it."""
    centres = [agency for agency in agencies if agency.kind == AgencyKind.CENTRE]
    departments = [agency for agency in agencies if agency.kind == AgencyKind.DEPARTMENT]
    own = [(agency, agency) for agency in agencies if agency.kind != AgencyKind.CENTRE]
    return own + [(centre, department) for centre in centres for department in departments]


def _others(dice: random.Random) -> list[Agency]:
    rest = Agency.objects.filter(realm="dong-nai", level=Level.COMMUNE, kind=AgencyKind.COMMITTEE)
    return dice.sample(list(rest.order_by("path")), 6)
