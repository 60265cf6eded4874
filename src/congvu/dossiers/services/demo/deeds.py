"""What befalls dossiers on their way besides the usual: supplements, apologies, opinions, refusals, stops."""

import random
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.directory.messages import Actor
from congvu.dossiers import services
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.services.demo.acts import OPINIONS
from congvu.dossiers.services.demo.cast import Officers
from congvu.dossiers.services.demo.lives import Life
from congvu.workflow.queries import definition

SUPPLEMENTS = (
    (("Bản vẽ mặt bằng có chữ ký của chủ nhiệm thiết kế",), "Bản vẽ chưa có chữ ký theo quy định."),
    (("Giấy tờ chứng minh quan hệ với người được đăng ký",), "Chưa tra cứu được trong cơ sở dữ liệu."),
    (("Tờ khai ghi lại đủ các mục còn bỏ trống",), "Tờ khai còn thiếu thông tin tại mục 3 và mục 5."),
    (("Bản sao chứng thực giấy tờ về đất", "Sơ đồ vị trí thửa đất"), "Giấy tờ về đất chưa rõ ranh giới."),
)
NOTES = (
    "Đã gọi điện hướng dẫn người nộp.", "Hẹn kiểm tra thực địa chiều thứ Năm.",
    "Chờ văn bản gốc đối chiếu.", "Người nộp đề nghị nhận kết quả sớm.", "Đã trao đổi với phòng chuyên môn.",
)  # fmt: skip
REASON_LATE = "Khối lượng hồ sơ tăng đột biến, cần thêm thời gian kiểm tra thực tế."
BASIS = "Điều 19 Nghị định 118/2025/NĐ-CP"


class Deeds:
    """Does one of the unusual things; `wake` of the life says what comes after a pause."""

    def __init__(self, officers: Officers, dice: random.Random, asked_unit: int) -> None:
        self.officers = officers
        self.dice = dice
        self.asked_unit = asked_unit
        self.table: dict[str, Callable[[Life, Dossier, Step], datetime | None]] = {
            "pause": self._pause,
            "supplement": self._supplement,
            "close": self._close,
            "extend": self._extend,
            "note": self._note,
            "take": self._take,
            "opinion": self._opinion,
            "asked": self._asked,
            "reject": self._reject,
            "stop": self._stop,
            "withdraw": self._withdraw,
            "back": self._back,
            "hand_over": self._hand_over,
        }

    def do(self, name: str, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        """Do the deed; return when the dossier is looked at again, None to go on at the usual pace."""
        return self.table[name](life, dossier, step)

    def _request(self, life: Life, dossier: Dossier) -> None:
        if dossier.paused_at is not None:
            return
        items, reason = self.dice.choice(SUPPLEMENTS)
        actor = self._clerk(dossier)
        services.request_supplement(
            dossier.pk, actor=actor, items=list(items), reason=reason, legal_basis=BASIS
        )
        services.issue_form(dossier.pk, "supplement", actor=actor)

    def _pause(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        self._request(life, dossier)
        life.wake = "never"
        return None

    def _supplement(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        self._request(life, dossier)
        life.wake = "resume"
        return self._working_days(dossier, self.dice.randint(1, 5))

    def _close(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        self._request(life, dossier)
        life.wake = "close"
        return self._working_days(dossier, 13)

    def resume(self, dossier: Dossier) -> None:
        """Take in what the applicant supplemented."""
        services.resume_dossier(dossier.pk, actor=self._clerk(dossier), note="Đã nhận đủ giấy tờ bổ sung")

    def _extend(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        if dossier.due_at is None:
            return None
        new_due = self._working_days(dossier, 3, max(dossier.due_at, timezone.now()))
        actor = self.officers.of_step(step)
        if actor.can("dossier.extend"):
            services.extend_dossier(dossier.pk, actor=actor, new_due_at=new_due, reason=REASON_LATE)
            services.issue_form(dossier.pk, "apology", actor=actor)
        return None

    def _note(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        services.add_note(dossier.pk, actor=self.officers.of_step(step), text=self.dice.choice(NOTES))
        return None

    def _take(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        services.take_over(dossier.pk, step.key, actor=self.officers.of_step(step))
        return None

    def _opinion(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        opinion = self._ask(dossier, step)
        services.give_opinion(
            dossier.pk,
            opinion,
            actor=self.officers.anyone(self.asked_unit, "specialist"),
            agree=self.dice.random() < 0.8,
            content=self.dice.choice(OPINIONS),
        )
        return None

    def _asked(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        self._ask(dossier, step)
        return None

    def _ask(self, dossier: Dossier, step: Step) -> int:
        return services.ask_opinion(
            dossier.pk,
            step.key,
            actor=self.officers.of_step(step),
            unit_id=self.asked_unit,
            question=f"Đề nghị cho ý kiến về hồ sơ {dossier.code}: {dossier.procedure_name[:120]}",
            due_at=self._working_days(dossier, 3),
        ).pk

    def _reject(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        actor = self.officers.of_step(step)
        services.reject_dossier(
            dossier.pk,
            actor=actor,
            reason="Không đủ điều kiện giải quyết theo kết quả thẩm định.",
            legal_basis=BASIS,
        )
        services.issue_form(dossier.pk, "refusal", actor=actor)
        return None

    def _stop(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        actor = self._clerk(dossier)
        services.stop_dossier(
            dossier.pk,
            actor=actor,
            reason="Người nộp đề nghị dừng để chuẩn bị lại giấy tờ.",
            papers_returned="Toàn bộ bản chính đã nộp",
        )
        services.issue_form(dossier.pk, "stop", actor=actor)
        return None

    def _withdraw(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        services.withdraw_dossier(
            dossier.pk, actor=self._clerk(dossier), reason="Người nộp không còn nhu cầu."
        )
        return None

    def _back(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        targets = definition(dossier.process_version_id or 0).step(step.key).returns_to
        done = set(dossier.steps.filter(state="done").values_list("key", flat=True))
        earlier = next((key for key in targets if key in done), "")
        if earlier:
            actor = self.officers.of_step(step)
            services.send_back(dossier.pk, step.key, actor=actor, to=earlier, reason="Sửa thể thức dự thảo.")
        return None

    def _hand_over(self, life: Life, dossier: Dossier, step: Step) -> datetime | None:
        services.hand_over_dossier(
            dossier.pk,
            step.key,
            actor=self.officers.of_step(step),
            agency_id=life.competent.pk,
            reason="Thửa đất thuộc địa bàn của cơ quan nhận.",
        )
        return None

    def _clerk(self, dossier: Dossier) -> Actor:
        unit = dossier.involvements.get(reason="received").unit_id
        return self.officers.anyone(unit, "clerk")

    def _working_days(self, dossier: Dossier, days: int, start: datetime | None = None) -> datetime:
        schedule = schedule_for(dossier.competent_agency_id)
        begin = start or timezone.now()
        rules = legal_rules(timezone.localdate(begin))
        return clock.due_after(begin, clock.Budget(days, "wday"), schedule, rules)
