"""The forms of acts on a step: complete, assign, send back, ask, answer, hand over, propose, change rules."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.desk.forms.parts import ActForm, LookupField, Words
from congvu.directory.models import Agency, Unit
from congvu.directory.queries import in_force, officers_with_role
from congvu.dossiers.states import ResultState
from congvu.procedures.models import Case
from congvu.procedures.queries import frozen
from congvu.ui.forms import DayInput, DropZone, MomentInput
from congvu.workflow.queries import definition
from congvu.workflow.rules import Step as StepSpec
from congvu.workflow.rules.words import outcome_word


def officer_choices(agency_id: int, unit_id: int | None, role: str) -> list[tuple[int, str]]:
    """Return the officers who hold `role` in an agency, those of the unit first (one statement)."""
    found = officers_with_role(agency_id, role)
    once = {one.officer_id: one for one in sorted(found, key=lambda one: one.unit_id == unit_id)}
    ordered = sorted(once.values(), key=lambda one: (one.unit_id != unit_id, one.unit_name, one.name))
    return [(one.officer_id, f"{one.name} – {one.title}, {one.unit_name}") for one in ordered]


class OutcomeForm(ActForm):
    """What was found, and the outcome where the step has several."""

    outcome = forms.ChoiceField(label=_("Kết luận"), widget=forms.RadioSelect)
    note = Words(label=_("Nội dung, ý kiến"), required=False)

    def prepare(self) -> None:
        """Ask for an outcome only where the process knows several."""
        spec = self.scene.spec
        if spec is None or not spec.outcomes:
            del self.fields["outcome"]
            return
        known = definition(self.scene.dossier.process_version_id or 0)
        choices = [(code, outcome_word(known, spec.key, code)) for code in spec.outcomes]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


class CompleteForm(OutcomeForm):
    """Complete a step; a step that assigns names who goes on."""

    assign_to = forms.TypedChoiceField(
        label=_("Giao cho"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Bỏ trống thì hồ sơ vào hàng chờ chung của đơn vị."),
    )

    def prepare(self) -> None:
        """Offer the officers of the next step when this one assigns."""
        super().prepare()
        spec, step, following = self.scene.spec, self.scene.step, self._following()
        if spec is None or step is None or spec.type != "assign" or following is None:
            del self.fields["assign_to"]
            return
        choices = officer_choices(step.agency_id, step.unit_id, following.role)
        self.fields["assign_to"].choices = [("", _("Chưa giao cụ thể")), *choices]  # type: ignore[attr-defined]

    def _following(self) -> StepSpec | None:
        spec, version = self.scene.spec, self.scene.dossier.process_version_id
        if spec is None or version is None:
            return None
        node = definition(version).nodes.get(spec.next)
        return node if isinstance(node, StepSpec) else None


class AssignForm(ActForm):
    """Who does the step from now on."""

    officer_id = forms.TypedChoiceField(label=_("Giao cho"), coerce=int)
    reason = Words(label=_("Ý kiến chỉ đạo"), rows=2, required=False)

    def prepare(self) -> None:
        """Offer the officers who may do the step."""
        step = self.scene.step
        choices = officer_choices(step.agency_id, step.unit_id, step.role) if step else []
        self.fields["officer_id"].choices = [("", _("Chọn cán bộ…")), *choices]  # type: ignore[attr-defined]
        if step and step.assignee_id:
            self.initial.setdefault("officer_id", step.assignee_id)


class SendBackForm(ActForm):
    """Which step it goes back to, and why."""

    to = forms.ChoiceField(label=_("Trả về bước"))
    reason = Words(label=_("Lý do trả lại"))

    def prepare(self) -> None:
        """Offer the steps that the process lets this one send back to."""
        spec, version = self.scene.spec, self.scene.dossier.process_version_id
        if spec is None or version is None:
            return
        known = definition(version)
        choices = [(key, known.step(key).name) for key in spec.returns_to]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    @property
    def rejects(self) -> bool:
        """Whether a proposed result falls with it."""
        waiting = {ResultState.PROPOSED, ResultState.CHECKED}
        return any(result.state in waiting for result in self.scene.results)


class AskOpinionForm(ActForm):
    """Whom to ask for an opinion, what, and until when."""

    unit_id = LookupField(
        label=_("Đơn vị được hỏi"), help_text=_("Gõ vài chữ của tên phòng, ban hoặc cơ quan.")
    )
    question = Words(label=_("Nội dung cần lấy ý kiến"))
    due_at = forms.DateTimeField(label=_("Hạn trả lời"), widget=MomentInput())
    silence_is_consent = forms.BooleanField(
        label=_("Hết hạn không trả lời thì coi như đồng ý"), required=False
    )
    legal_basis = forms.CharField(
        label=_("Căn cứ pháp lý"),
        required=False,
        max_length=200,
        help_text=_("Bắt buộc khi coi im lặng là đồng ý."),
    )

    def prepare(self) -> None:
        """Offer every unit of the organisation but the actor's own."""
        units = (
            Unit.objects.filter(in_force(), agency__realm=_realm(self.scene.actor.agency_id))
            .filter(agency__closed_on__isnull=True)
            .exclude(pk=self.scene.actor.unit_id or 0)
            .order_by("agency__path", "path")
            .values_list("pk", "name", "agency__name")
        )
        self.fields["unit_id"].offer([(pk, f"{name} – {agency}") for pk, name, agency in units])  # type: ignore[attr-defined]


class GiveOpinionForm(ActForm):
    """The answer of the unit that was asked."""

    opinion_id = forms.TypedChoiceField(label=_("Yêu cầu"), coerce=int)
    agree = forms.TypedChoiceField(
        label=_("Trả lời"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Đồng ý")), ("no", _("Không đồng ý"))],
        widget=forms.RadioSelect,
    )
    content = Words(label=_("Nội dung ý kiến"), required=False, help_text=_("Bắt buộc khi không đồng ý."))

    def prepare(self) -> None:
        """Offer the open requests to the actor's units; a single one is not asked for."""
        actor = self.scene.actor
        waiting = [
            opinion
            for opinion in self.scene.opinions
            if opinion.answered_at is None
            and opinion.cancelled_at is None
            and (
                opinion.unit_id in actor.unit_ids
                or (actor.agency_wide and opinion.agency_id == actor.agency_id)
            )
        ]
        asked = self.fields["opinion_id"]
        asked.choices = [(str(row.pk), row.question[:120]) for row in waiting]  # type: ignore[attr-defined]
        if len(waiting) == 1:
            asked.widget = forms.HiddenInput()
            self.initial.setdefault("opinion_id", waiting[0].pk)


class HandOverForm(ActForm):
    """The agency that is really competent, and why."""

    agency_id = LookupField(label=_("Cơ quan nhận"), help_text=_("Gõ vài chữ của tên cơ quan."))
    reason = Words(label=_("Lý do chuyển"), help_text=_("In trên Phiếu chuyển xử lý."))

    def prepare(self) -> None:
        """Offer every open agency of the organisation but the one that has it."""
        agencies = (
            Agency.objects.filter(closed_on__isnull=True, realm=_realm(self.scene.actor.agency_id))
            .exclude(pk=self.scene.dossier.competent_agency_id)
            .order_by("path")
            .values_list("pk", "name")
        )
        self.fields["agency_id"].offer(list(agencies))  # type: ignore[attr-defined]


class ProposeForm(OutcomeForm):
    """The result that is proposed for signature."""

    name = forms.CharField(label=_("Tên kết quả"), max_length=300)
    positive = forms.TypedChoiceField(
        label=_("Đề xuất"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Đồng ý giải quyết")), ("no", _("Không đồng ý giải quyết"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    content = Words(label=_("Nội dung, trích yếu"), required=False)
    file = forms.FileField(label=_("Dự thảo văn bản"), required=False, widget=DropZone({"multiple": False}))
    code = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["outcome", "name", "positive", "content", "file", "note"]

    def prepare(self) -> None:
        """Propose the result that the procedure names."""
        super().prepare()
        self.fields["note"].label = _("Ý kiến thẩm định")
        named = frozen(self.scene.dossier.procedure_version_id).results
        if named:
            self.initial.setdefault("name", named[0].name)
            self.initial.setdefault("code", named[0].code)


class ChangeRulesForm(ActForm):
    """The version of the procedure that the dossier is moved to, from when, and on whose approval."""

    target = forms.ChoiceField(label=_("Phiên bản thủ tục và trường hợp"))
    rules_on = forms.DateField(
        label=_("Áp dụng quy tắc thời hạn của ngày"),
        widget=DayInput(),
        help_text=_("Thời hạn được tính lại theo quy định có hiệu lực vào ngày này."),
    )
    reason = Words(label=_("Căn cứ và người phê duyệt"), help_text=_("Ghi số văn bản phê duyệt việc chuyển."))

    def prepare(self) -> None:
        """Offer the published versions of the same procedure, case by case."""
        dossier = self.scene.dossier
        cases = (
            Case.objects.filter(version__procedure__code=dossier.procedure_code)
            .filter(Q(version__status="published") | Q(version_id=dossier.procedure_version_id))
            .exclude(pk=dossier.case_id)
            .order_by("-version__number", "no")
            .values_list("version_id", "version__number", "no", "name")
        )
        choices = [
            (f"{pk}:{no}", f"{_('Phiên bản')} {number} · {name or _('trường hợp chung')}")
            for pk, number, no, name in cases
        ]
        self.fields["target"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("rules_on", dossier.rules_on or timezone.localdate())

    def values(self) -> dict[str, Any]:
        """Take the choice apart."""
        values = super().values()
        version, _colon, case = values.pop("target").partition(":")
        return {**values, "version_id": int(version), "case_no": int(case)}


def _realm(agency_id: int) -> Any:
    return Agency.objects.filter(pk=agency_id).values("realm")[:1]
