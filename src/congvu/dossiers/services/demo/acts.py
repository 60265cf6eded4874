"""The usual act of each type of step, by whoever has the step in their hands."""

import random

from django.utils import timezone

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.dossiers import services
from congvu.dossiers.models import Dossier, Opinion, Step
from congvu.dossiers.services.demo.cast import Officers
from congvu.dossiers.states import PaymentState, ResultState
from congvu.procedures.queries import frozen
from congvu.workflow.queries import definition
from congvu.workflow.rules import Choice, Definition, Fork
from congvu.workflow.rules import Step as Planned

LEADS_TO_RESULT = frozenset({"sign", "initial", "check", "handover"})
FINDINGS = (
    "Hồ sơ đầy đủ, hợp lệ.", "Đã đối chiếu với cơ sở dữ liệu, thông tin trùng khớp.",
    "Đủ điều kiện giải quyết theo quy định.", "Đã kiểm tra thực tế, đúng với hồ sơ.", "",
)  # fmt: skip
OPINIONS = (
    "Thống nhất với nội dung đề nghị.", "Phù hợp quy hoạch được duyệt, không có ý kiến khác.",
    "Không có ý kiến khác; đề nghị thực hiện đúng quy định về phòng cháy, chữa cháy.",
)  # fmt: skip


class Acts:
    """Does the next usual thing on a dossier."""

    def __init__(self, officers: Officers, dice: random.Random) -> None:
        self.officers = officers
        self.dice = dice
        self.senior = False

    def do(self, dossier: Dossier, step: Step, *, senior: bool = False) -> None:
        """Complete an open step by the act that its type asks for.

        Args:
            senior: whether work is assigned to the first officer of a unit instead of any.
        """
        self.senior = senior
        known = definition(dossier.process_version_id or 0)
        planned = known.step(step.key)
        actor = self.officers.of_step(step)
        outcome = planned.outcomes[0] if planned.outcomes else ""
        waiting = set(dossier.results.values_list("state", flat=True))
        act = getattr(self, f"_{step.type}", None)
        if act is not None:
            act(dossier, step, actor)
        elif step.type == "sign" and waiting & {ResultState.PROPOSED, ResultState.CHECKED}:
            services.sign_result(dossier.pk, step.key, actor=actor, outcome=outcome)
        elif step.type == "issue" and ResultState.SIGNED in waiting:
            services.issue_result(dossier.pk, step.key, actor=actor, outcome=outcome)
        elif step.type in {"initial", "check"} and actor.can("dossier.check") and "proposed" in waiting:
            services.check_result(dossier.pk, step.key, actor=actor, outcome=outcome)
        elif step.type == "appraise" and self._proposes(known, planned, actor):
            self._propose(dossier, step, actor, outcome)
        else:
            note = self.dice.choice(FINDINGS)
            services.complete_step(dossier.pk, step.key, actor=actor, outcome=outcome, note=note)

    def _proposes(self, known: Definition, planned: Planned, actor: Actor) -> bool:
        return actor.can("dossier.propose") and any(
            step.type in LEADS_TO_RESULT for step in following(known, planned)
        )

    def _propose(self, dossier: Dossier, step: Step, actor: Actor, outcome: str) -> None:
        results = frozen(dossier.procedure_version_id).results
        services.propose_result(
            dossier.pk,
            step.key,
            actor=actor,
            name=results[0].name if results else "Văn bản trả lời",
            code=results[0].code if results else "",
            content=f"Kết quả giải quyết hồ sơ {dossier.code} của {dossier.owner_name}.",
            outcome=outcome,
            note=self.dice.choice(FINDINGS),
        )

    def _assign(self, dossier: Dossier, step: Step, actor: Actor) -> None:
        """Assign the next step to an officer of the unit that does it, where it is one step here."""
        known = definition(dossier.process_version_id or 0)
        ahead = following(known, known.step(step.key))
        alone = len(ahead) == 1 and ahead[0].type == "appraise" and ahead[0].role == "specialist"
        here = self.officers.seated(step.unit_id, "specialist") if alone else []
        given = (here[0] if self.senior else self.dice.choice(here)).officer_id if here else None
        try:
            services.complete_step(dossier.pk, step.key, actor=actor, assign_to=given)
        except ActionRefused:  # the next step is done by another agency: it assigns by itself
            services.complete_step(dossier.pk, step.key, actor=actor)

    def _opinion(self, dossier: Dossier, step: Step, actor: Actor) -> None:
        opinion = Opinion.objects.get(step=step)
        if opinion.silence_is_consent and opinion.due_at and opinion.due_at <= timezone.now():
            services.settle_silence(opinion.pk, actor=Actor.system(dossier.competent_agency_id))
            return
        said = self.dice.choice(OPINIONS) if step.role != "clerk" else "Người yêu cầu xác nhận nội dung."
        services.give_opinion(dossier.pk, opinion.pk, actor=actor, agree=True, content=said)

    def _payment(self, dossier: Dossier, step: Step, actor: Actor) -> None:
        receipt = f"NSNN-{self.dice.randint(10_000, 99_999)}"
        services.confirm_payment(dossier.pk, step.key, actor=actor, receipt_no=receipt)

    def _return(self, dossier: Dossier, step: Step, actor: Actor) -> None:
        if dossier.payment_state == PaymentState.DUE:
            receipt = f"BL-{self.dice.randint(10_000, 99_999)}"
            services.collect_fees(dossier.pk, actor=actor, receipt_no=receipt)
        services.return_result(
            dossier.pk,
            actor=actor,
            way=dossier.return_by,
            receiver=dossier.owner_name if dossier.return_by == "counter" else "",
            reference=f"EB{self.dice.randint(0, 999_999_999):09d}VN" if dossier.return_by == "post" else "",
        )


def following(known: Definition, planned: Planned) -> list[Planned]:
    """Return the steps that may come right after one, through choices and forks."""
    found: list[Planned] = []
    keys = [planned.next]
    for key in keys:
        node = known.nodes[key]
        if isinstance(node, Planned):
            found.append(node)
        elif isinstance(node, Choice | Fork):
            keys.extend(target for target in node.targets if target not in keys)
    return found
