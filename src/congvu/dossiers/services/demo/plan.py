"""The plan of today's dossiers: work for every seat in each urgency group, and the ordinary run of weeks."""

import random
from collections.abc import Iterator

from congvu.directory.models import Agency
from congvu.dossiers.queries.routing import version_id_for
from congvu.dossiers.services.demo.almanac import Almanac
from congvu.dossiers.services.demo.cast import Citizens
from congvu.dossiers.services.demo.lives import Life
from congvu.dossiers.services.demo.seats import Option, Seat, local_procedures, options
from congvu.procedures.messages import FrozenProcedure
from congvu.workflow.queries import definition

type Pair = tuple[Agency, Agency]
"""Who receives, and who decides."""

GROUPS = ("overdue", "today", "soon", "later", "paused")
LEAST_GAP = 4
"""Working minutes that an act takes at least."""

FATES = {
    "": 34, "supplement": 9, "note": 8, "back": 5, "opinion": 5, "take": 4, "extend": 6, "reject": 6,
    "stop": 4, "withdraw": 4, "close": 4, "asked": 4, "wait": 7,
}  # fmt: skip
"""What befalls a hundred dossiers at their appraisal; "wait" leaves the result to be fetched."""

STARTS = {"accept": 88, "draft": 5, "guide": 4, "refuse": 3}


class Planner:
    """Makes lives up, the same for the same dice."""

    def __init__(self, almanac: Almanac, citizens: Citizens, dice: random.Random) -> None:
        self.almanac = almanac
        self.citizens = citizens
        self.dice = dice
        self.count = 0
        self._kept: dict[tuple[int, int], list[FrozenProcedure]] = {}

    def seats(self, pairs: list[Pair]) -> Iterator[Life]:
        """Yield lives that stay where each seat of the agencies has work in each urgency group."""
        ways: dict[Seat, list[Option]] = {}
        for receiving, competent in pairs:
            for seat, found in options(receiving, competent, self._procedures(receiving, competent)).items():
                ways.setdefault(seat, []).extend(found)
        for seat in sorted(ways):
            for group in GROUPS:
                life = self._seated(ways[seat], group)
                if life is not None:
                    yield life

    def weeks(self, pairs: list[Pair], many: int) -> Iterator[Life]:
        """Yield lives begun on any day of the almanac, which go as far as they come by now."""
        starts, fates = self._dealt(STARTS, many), self._dealt(FATES, many)
        for start, fate in zip(starts, fates, strict=True):
            receiving, competent = self.dice.choice(pairs)
            procedure = self.dice.choice(self._procedures(receiving, competent))
            life = self._life(procedure, self.dice.choice(procedure.cases).no, receiving, competent)
            life.at = self.dice.choice(self.almanac.moments)
            life.start = start
            life.speed = 0.22 if procedure.instant else self.dice.uniform(0.3, 0.8)
            life.answer_opinions = self.dice.random() < 0.5
            if self.dice.random() < 0.12:
                life.speed *= 3
            self._befall(life, fate)
            yield life

    def waiting_for_money(self, agencies: list[Agency], many: int) -> Iterator[Life]:
        """Yield old lives that stay where the applicant must pay a duty: the clock stands still there."""
        oldest = self.almanac.moments[-len(self.almanac.moments) // 5 :]
        for _ in range(many):
            agency = self.dice.choice(agencies)
            for procedure in self._procedures(agency, agency):
                key = self._first(procedure, agency, "payment")
                if key:
                    life = self._life(procedure, procedure.cases[0].no, agency, agency)
                    life.at, life.until, life.speed = self.dice.choice(oldest), key, 0.3
                    yield life

    def _befall(self, life: Life, fate: str) -> None:
        """Let something befall a life at its appraisal, if it may happen there."""
        step = self._first(life.procedure, life.competent, "appraise")
        if fate == "wait":
            life.until = self._first(life.procedure, life.competent, "return")
        elif fate and step and not (life.procedure.instant and fate in {"extend", "asked"}):
            life.deeds[step] = fate

    def _dealt(self, table: dict[str, int], many: int) -> list[str]:
        """Return `many` names in a shuffled order, in the proportions of the table."""
        whole = sum(table.values())
        cards = [name for name, share in table.items() for _ in range(-(-share * many // whole))]
        self.dice.shuffle(cards)
        return cards[:many]

    def elsewhere(self, agencies: list[Agency], many: int) -> Iterator[Life]:
        """Yield lives received in one agency and decided by another of the same level (phi địa giới)."""
        recent = self.almanac.moments[: len(self.almanac.moments) // 3]
        for number in range(many):
            receiving, competent = self.dice.sample(agencies, 2)
            procedure = self.dice.choice(self._procedures(receiving, competent))
            life = self._life(procedure, procedure.cases[0].no, receiving, competent)
            life.at = self.dice.choice(recent)
            step = self._first(procedure, competent, "appraise")
            if number % 3 == 0 and step:
                life.deeds[step] = "hand_over"
            yield life

    def _seated(self, ways: list[Option], group: str) -> Life | None:
        for way in self.dice.sample(ways, len(ways)):
            if (way.over and group != "later") or (way.paused and group != "paused"):
                continue
            case = next(case for case in way.procedure.cases if case.no == way.case_no)
            least = LEAST_GAP * (way.acts + 2)
            at = self.almanac.accepted(case.time("1"), group, least, self.dice)
            if at is None:
                continue
            life = self._life(way.procedure, way.case_no, way.receiving, way.competent)
            life.channel, life.at, life.until = "1", at, way.key
            room = self.almanac.worked(at) * 0.8 / (way.acts + 1)
            life.pace = max(LEAST_GAP - 1, min(int(room), 240))
            if group == "paused":
                life.deeds[way.key] = "pause"
            return life
        return None

    def _life(self, procedure: FrozenProcedure, case_no: int, receiving: Agency, competent: Agency) -> Life:
        self.count += 1
        chance = self.dice.random
        firm = "Doanh nghiệp" in procedure.addressees and chance() < 0.3
        case = next(case for case in procedure.cases if case.no == case_no)
        offered = list(case.times) or ["1"]
        channel = self.dice.choices(offered, [6, 3, 1][: len(offered)])[0]
        return Life(
            no=self.count,
            procedure=procedure,
            case_no=case_no,
            channel=channel,
            receiving=receiving,
            competent=competent,
            at=self.almanac.now,
            owner=self.citizens.firm(receiving) if firm else self.citizens.citizen(receiving),
            submitter=self.citizens.citizen(receiving) if firm or chance() < 0.15 else None,
            return_by={"2": "online", "3": "post"}.get(channel, "post" if chance() < 0.1 else "counter"),
            unpaid=chance() < 0.2,
            with_files=channel == "2" or chance() < 0.15,
        )

    def _first(self, procedure: FrozenProcedure, competent: Agency, kind: str) -> str:
        """Return the first step of a type in a procedure's process, or ""."""
        version_id = version_id_for(procedure.code, competent.level)
        steps = definition(version_id).steps if version_id else ()
        return next((step.key for step in steps if step.type == kind), "")

    def _procedures(self, receiving: Agency, competent: Agency) -> list[FrozenProcedure]:
        key = (receiving.pk, competent.pk)
        if key not in self._kept:
            self._kept[key] = local_procedures(receiving, competent)
        return self._kept[key]
