"""Playing many lives in the order of time, so that codes, numbers and the journal grow as in real days."""

import heapq
import random
from datetime import datetime, timedelta

from congvu.directory.messages import Actor
from congvu.directory.models import Unit
from congvu.dossiers import services
from congvu.dossiers.messages import Charge, Intake, Paper
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.services.demo.acts import Acts
from congvu.dossiers.services.demo.almanac import Almanac
from congvu.dossiers.services.demo.cast import Officers
from congvu.dossiers.services.demo.clock import MovedClock
from congvu.dossiers.services.demo.deeds import Deeds
from congvu.dossiers.services.demo.lives import Life
from congvu.dossiers.services.demo.papers import copy_of
from congvu.dossiers.states import PAUSED, State, StepState
from congvu.files.models import StoredFile
from congvu.procedures.messages import FrozenComponent, FrozenFee

LOCAL_PRICE = 75_000
"""Stands for fees that the province's council sets and the catalogue leaves open."""


class Stage:
    """Gives each life its turns until the clock reaches the end."""

    def __init__(
        self,
        clock: MovedClock,
        almanac: Almanac,
        officers: Officers,
        files: dict[str, StoredFile],
        dice: random.Random,
        asked_unit: int,
    ) -> None:
        self.clock = clock
        self.almanac = almanac
        self.officers = officers
        self.files = files
        self.dice = dice
        self.acts = Acts(officers, dice)
        self.deeds = Deeds(officers, dice, asked_unit)
        self._one_stops = dict(Unit.objects.filter(is_one_stop=True).values_list("agency_id", "pk"))

    def play(self, lives: list[Life]) -> int:
        """Play every life to the almanac's now; return how many acts that took."""
        turns = [(life.at, life.no, life) for life in lives]
        heapq.heapify(turns)
        acts = 0
        while turns:
            at, no, life = heapq.heappop(turns)
            if at > self.almanac.now:
                continue
            self.clock.at = at
            following = self._turn(life)
            acts += 1
            if following is not None:
                heapq.heappush(turns, (max(following, at + timedelta(minutes=1)), no, life))
        return acts

    def _turn(self, life: Life) -> datetime | None:
        if life.dossier_id is None:
            return self._hand_in(life)
        dossier = Dossier.objects.get(pk=life.dossier_id)
        if dossier.state == State.SUPPLEMENT:
            return self._wake(life, dossier)
        steps = list(dossier.steps.filter(state=StepState.OPEN).order_by("id"))
        if not steps:
            return None
        stays = next((step for step in steps if step.key == life.until), None)
        step = stays or self._pick(life, steps)
        deed = life.deeds.pop(step.key, "")
        if deed:
            again = self.deeds.do(deed, life, dossier, step)
            return again or self._later(life, step)
        if stays is not None:
            return None
        if self._waits(life, step) and step.due_at and step.due_at > self.clock.at:
            return self.almanac.after(step.due_at, 15)
        self.acts.do(dossier, step, senior=bool(life.until))
        return self._after(life)

    @staticmethod
    def _waits(life: Life, step: Step) -> bool:
        """Tell whether a step is only done when its time is over: a notice, silence that is consent."""
        return step.type == "publish" or (step.type == "opinion" and not life.answer_opinions)

    def _pick(self, life: Life, steps: list[Step]) -> Step:
        """Return the open step that is done next: opinions left to silence come last."""
        if not life.answer_opinions:
            steps = sorted(steps, key=lambda step: step.type == "opinion")
        return steps[0]

    def _after(self, life: Life) -> datetime | None:
        """Return when the dossier's next step is done, or None when nothing is open."""
        found = Step.objects.filter(dossier=life.dossier_id or 0, state=StepState.OPEN)
        ahead = found.order_by("id").first()
        return self._later(life, ahead) if ahead else None

    def _later(self, life: Life, step: Step) -> datetime | None:
        if life.dossier_id and Dossier.objects.filter(pk=life.dossier_id, state__in=PAUSED).exists():
            days = self.dice.randint(2, 6) if life.wake != "never" else 0
            return self.almanac.after(self.clock.at, days * 480) if days else None
        hours = step.budget_hours or self.dice.choice([2, 4, 8, 16])
        minutes = life.pace or int(hours * 60 * life.speed * self.dice.uniform(0.6, 1.4))
        return self.almanac.after(self.clock.at, max(3, minutes))

    def _wake(self, life: Life, dossier: Dossier) -> datetime | None:
        if life.wake == "resume":
            self.deeds.resume(dossier)
            return self._after(life)
        if life.wake == "close":
            request = dossier.supplements.order_by("-id")[0]
            if request.close_at and request.close_at > self.clock.at:
                return self.almanac.after(request.close_at, 10)
            services.close_unanswered(dossier.pk, actor=Actor.system(dossier.receiving_agency_id))
        return None

    def _hand_in(self, life: Life) -> datetime | None:
        actor = self.officers.anyone(self._one_stops[life.receiving.pk], "clerk")
        intake = self._intake(life, actor)
        if life.start != "accept":
            life.dossier_id = services.save_draft(intake, actor=actor).pk
            if life.start == "guide":
                services.guide_applicant(
                    life.dossier_id,
                    actor=actor,
                    items=["Bản chụp giấy tờ tùy thân rõ hai mặt"],
                    reason="Tệp đính kèm không đọc được.",
                )
            if life.start == "refuse":
                services.refuse_dossier(
                    life.dossier_id,
                    actor=actor,
                    reason="Thủ tục không thuộc thẩm quyền giải quyết.",
                    legal_basis="Điều 17 Nghị định 118/2025/NĐ-CP",
                )
                services.issue_form(life.dossier_id, "refusal", actor=actor)
            return None
        dossier = services.receive_dossier(intake, actor=actor)
        life.dossier_id = dossier.pk
        services.issue_form(dossier.pk, "receipt", actor=actor)
        return self._after(life)

    def _intake(self, life: Life, actor: Actor) -> Intake:
        case = next(case for case in life.procedure.cases if case.no == life.case_no)
        moved_on = "hand_over" in life.deeds.values()
        filled_in = life.at - timedelta(minutes=self.dice.randint(20, 200))
        return Intake(
            request_key=life.request_key,
            version_id=life.procedure.version_id,
            case_no=life.case_no,
            channel=life.channel,
            owner=life.owner,
            submitter=life.submitter,
            authorisation="Giấy ủy quyền" if life.submitter else "",
            papers=tuple(self._paper(life, component, actor) for component in case.components[:4]),
            charges=self._charges(life, case.fees_for(life.channel)),
            data={"sheets": self.dice.randint(1, 4)} if life.procedure.code == "2.000815" else {},
            return_by=life.return_by,
            competent_agency_id=(life.receiving if moved_on else life.competent).pk,
            submitted_at=filled_in if life.channel == "2" else None,
            code=life.code,
        )

    def _paper(self, life: Life, component: FrozenComponent, actor: Actor) -> Paper:
        kinds = ["electronic"] if life.channel == "2" else ["original", "original", "certified", "copy"]
        named = next((file for name, file in self.files.items() if name in component.name), None)
        files = (named or self.files["Tờ khai"],) if life.with_files and self.files else ()
        return Paper(
            name=component.name,
            kind="shown" if component.shown_only else self.dice.choice(kinds),
            quantity=max(1, component.originals or component.copies),
            component_id=component.id,
            file_ids=tuple(copy_of(file, actor).pk for file in files),
        )

    def _charges(self, life: Life, fees: tuple[FrozenFee, ...]) -> tuple[Charge, ...]:
        """Return the first fee and the last, as most people owe; some are still to be paid."""
        chosen = [*fees[:1], *fees[1:][-1:]]
        return tuple(
            Charge(
                name=fee.name,
                unit_price=LOCAL_PRICE if fee.amount is None else fee.amount,
                paid=not life.unpaid or fee.amount == 0,
                receipt_no=f"BL-{life.no:05d}" if not life.unpaid and fee.amount != 0 else "",
            )
            for fee in chosen
        )
