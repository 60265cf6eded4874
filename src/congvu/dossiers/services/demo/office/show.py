"""Who gets what: enough lives for every officer who has an account, and the ordinary run of three months."""

import itertools
import random
from dataclasses import dataclass
from datetime import datetime

from congvu.assignments.models import Assignment, ScheduleItem
from congvu.casefiles.models import CaseFile
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.directory.permissions import ADMINISTRATOR
from congvu.documents.models import IncomingDocument, OutgoingDocument
from congvu.documents.services import open_year
from congvu.dossiers.services.demo.almanac import Almanac
from congvu.dossiers.services.demo.clock import moved_clock
from congvu.dossiers.services.demo.office.arriving import Arriving, arriving
from congvu.dossiers.services.demo.office.drafting import Drafting, drafting
from congvu.dossiers.services.demo.office.house import Desk, House, houses
from congvu.dossiers.services.demo.office.papers import Texts
from congvu.dossiers.services.demo.office.sealing import seal_today
from congvu.dossiers.services.demo.office.shelves import fill_case_files, lay_catalogue, lay_weeks
from congvu.dossiers.services.demo.office.stage import Life, Stage
from congvu.dossiers.services.demo.office.working import Task, assigned

SPAN = 88
BUSY = ("phuong-trang-bom", "so-xay-dung")
"""Agencies in which everything can be seen; the others have what their officers need."""

STOPS = ("draft", "content", "form", "approving", "signing", "returned", "signed", "numbered")


@dataclass(frozen=True, slots=True)
class OfficeSize:
    """How much the offices do.

    Args:
        arriving, drafting, tasks: lives of the ordinary run, in each agency, besides those that give every
            account something to do.
        agencies: keys; None = those with an administrator.
    """

    arriving: int = 3
    drafting: int = 18
    tasks: int = 8
    agencies: tuple[str, ...] | None = None


def play_office(now: datetime, dice: random.Random, size: OfficeSize) -> int:
    """Play what the offices did in the last three months; return how many acts, 0 when they have begun."""
    if IncomingDocument.objects.exists():
        return 0
    root = Agency.objects.get(key="thanh-pho-dong-nai")
    almanac = Almanac(now, root.pk, SPAN)
    with moved_clock(almanac.moments[-1]) as clock:
        found = houses(_agencies(size), now.date())
        stage = Stage(clock, almanac, Texts(dice), dice)
        shelves = {}
        for house in found:
            open_year(clock.at.year, actor=house.registry)
            shelves[house.agency.pk] = lay_catalogue(stage, house)
        clock.at = now
        for house in found:
            _plan(stage, house, [one for one in found if one is not house], size)
        acts = stage.play()
        clock.at = now
        for house in [one for one in found if _busy(one)]:
            seal_today(stage, house, [one for one in found if one is not house])
        for house in found:
            fill_case_files(stage, house, shelves[house.agency.pk])
            lay_weeks(stage, house)
    return acts


def office_counts() -> tuple[int, ...]:
    """Return how many incoming and outgoing documents, assignments, case files and meetings there are."""
    models = (IncomingDocument, OutgoingDocument, Assignment, CaseFile, ScheduleItem)
    return tuple(model._default_manager.count() for model in models)


def _agencies(size: OfficeSize) -> list[Agency]:
    working = Agency.objects.filter(closed_on__isnull=True, realm="dong-nai")
    if size.agencies is None:
        chosen = working.filter(posts__roles__code=ADMINISTRATOR) | working.filter(key="van-phong-ubnd")
    else:
        chosen = working.filter(key__in=size.agencies)
    return list(chosen.distinct().order_by("path"))


def _plan(stage: Stage, house: House, others: list[House], size: OfficeSize) -> None:
    """Add the lives of one agency: work for each seat first, then the ordinary run."""
    for days, life in itertools.chain(
        _seats(stage, house),
        _waiting(stage, house),
        _drafts(stage, house, others, size),
        _run(stage, house, size),
        _tasks(stage, house, size),
    ):
        stage.add(stage.ago(days), life)


def _seats(stage: Stage, house: House) -> list[tuple[float, Life]]:
    """Return lives that leave every officer of every desk something late, and something in time."""
    found: list[tuple[float, Life]] = []
    for desk in house.desks:
        for place, worker in enumerate(desk.workers):
            late = Arriving("working", desk, worker, days=4, leader=place)
            fresh = Arriving("working", desk, worker, days=8, urgency=place % 2, leader=place + 1)
            if _busy(house) or place % 2 == 0:
                found += [(stage.dice.uniform(7, 14), arriving(stage, house, late))]
            if _busy(house) or place % 2:
                found += [(stage.dice.uniform(2, 5), arriving(stage, house, fresh))]
        if desk.heads:
            waits = Arriving("directed", desk, desk.workers[0], days=6)
            found += [(stage.dice.uniform(1.2, 3), arriving(stage, house, waits))]
    return found


def _waiting(stage: Stage, house: House) -> list[tuple[float, Life]]:
    """Return lives that wait at the registry and at each leader, and those that went another way."""
    found: list[tuple[float, Life]] = []
    desk = house.full[0]
    worker = desk.workers[0]
    fresh = (("arrived", 0.2), ("registered", 0.5), ("arrived", 0.4), ("registered", 0.8))
    for until, days in fresh if _busy(house) else fresh[:2]:
        found += [(days, arriving(stage, house, Arriving(until, desk, worker, urgency=int(days < 0.3))))]
    for place, _leader in enumerate(house.leaders):
        for days in (0.7, 1.1) if _busy(house) else (0.8,):
            plan = Arriving("presented", desk, worker, leader=place)
            found += [(days, arriving(stage, house, plan))]
    ended = (("task", 6), ("filed", 21), ("filed", 5), ("returned", 3), ("refused", 9), ("cancelled", 16))
    for until, days in ended if _busy(house) else ended[:2]:
        found += [(days, arriving(stage, house, Arriving(until, desk, worker, days=9)))]
    return found


def _drafts(stage: Stage, house: House, others: list[House], size: OfficeSize) -> list[tuple[float, Life]]:
    """Return drafts at each step of the chain, and what was issued."""
    found: list[tuple[float, Life]] = []
    desks = itertools.cycle(house.full)
    for place, until in enumerate(STOPS if _busy(house) else STOPS[house.agency.pk % 2 :: 2]):
        found += [
            (stage.dice.uniform(2.6, 4), drafting(stage, house, _draft(stage, next(desks), until, (), place)))
        ]
    for desk in house.full:
        found += [(stage.dice.uniform(1, 3), drafting(stage, house, _draft(stage, desk, "content", ())))]
    for place in range(len(house.leaders)):
        plan = _draft(stage, next(desks), "signing", (), place)
        found += [(stage.dice.uniform(2.6, 4), drafting(stage, house, plan))]
    ends = ["issued"] * (size.drafting if _busy(house) else size.drafting // 3)
    ends += ["void", "recalled", "replaced", "dropped"] if _busy(house) else []
    for place, until in enumerate(ends):
        some = min(len(others), stage.dice.choice([0, 1, 2])) if until in {"issued", "recalled"} else 0
        to = tuple(stage.dice.sample(others, some))
        days = stage.dice.uniform(6, 58)
        found += [(days, drafting(stage, house, _draft(stage, next(desks), until, to, place)))]
    return found


def _draft(stage: Stage, desk: Desk, until: str, to: tuple[House, ...], leader: int = 0) -> Drafting:
    drafters: list[Actor] = [one for one in desk.workers if one.can("document.draft")]
    return Drafting(until, desk, stage.dice.choice(drafters), to, leader)


def _busy(house: House) -> bool:
    return house.agency.key in BUSY


def _run(stage: Stage, house: House, size: OfficeSize) -> list[tuple[float, Life]]:
    """Return what came and was done in the last three months."""
    found: list[tuple[float, Life]] = []
    for place in range(size.arriving * (4 if _busy(house) else 1)):
        desk = stage.dice.choice(house.full)
        plan = Arriving("done", desk, stage.dice.choice(desk.workers), days=5, leader=place)
        found += [(stage.dice.uniform(9, 58), arriving(stage, house, plan))]
    return found


def _tasks(stage: Stage, house: House, size: OfficeSize) -> list[tuple[float, Life]]:
    """Return assigned work in all states: open in time and late, done in time and late, and the rest."""
    found: list[tuple[float, Life]] = []
    desks = itertools.cycle(house.full)
    for desk in house.full:
        for place, worker in enumerate(desk.workers):
            plan = Task("running", desk, worker, days=9 if place % 2 else 4, person=True, leader=place)
            if _busy(house) or place == 0:
                found += [(6.5, assigned(stage, house, plan))]
    states: list[tuple[str, float, float, float]] = [
        ("given", 0.6, 8, 0), ("at-unit", 10, 9, -2), ("at-giver", 11, 9, -1), ("extended", 12, 8, 0),
        ("asking", 9, 8, 0), ("parts", 4, 12, 0), ("returned", 3, 9, 0), ("closed", 25, 9, -3),
        ("running", 16, 9, 0), ("cancelled", 20, 9, 0),
    ]  # fmt: skip
    if not _busy(house):
        states = [stage.dice.choice(states), states[0], states[8]]
    states += [
        ("done", stage.dice.uniform(16, 55), 8, -2 if place % 3 else 2)
        for place in range(size.tasks if _busy(house) else 2)
    ]
    for place, (until, ago, days, late) in enumerate(states):
        desk = next(desks)
        person = until == "at-unit"
        worker = stage.dice.choice(desk.workers)
        plan = Task(until, desk, worker, days=days, late=late, person=person, leader=place)
        found += [(ago, assigned(stage, house, plan))]
    if not _busy(house):
        return found
    monthly = Task("running", next(desks), house.full[0].workers[0], days=15, every="month")
    found += [(14, assigned(stage, house, monthly))]
    return found
