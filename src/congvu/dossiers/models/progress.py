"""The running process of a dossier: steps as work items, opinions, hand-overs, notes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.dossiers.states import StepState


class Step(models.Model):
    """One step in somebody's hands: the work item that inboxes are made of."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="steps", verbose_name=_("hồ sơ"))
    key = models.CharField(_("mã bước"), max_length=40)
    no = models.CharField(_("số bước"), max_length=10, blank=True)
    name = models.CharField(_("tên bước"), max_length=200)
    type = models.CharField(_("loại bước"), max_length=20)
    role = models.CharField(_("vai trò"), max_length=40)
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+", verbose_name=_("phòng, ban"))
    assignee = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người xử lý"),
    )
    holder = models.CharField(_("người giữ"), max_length=60)
    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        default=StepState.OPEN,
        choices=[
            (StepState.OPEN, _("đang làm")),
            (StepState.DONE, _("đã xong")),
            (StepState.RETURNED, _("đã trả lại")),
            (StepState.CANCELLED, _("đã hủy")),
        ],
    )
    outcome = models.CharField(_("kết luận"), max_length=60, blank=True)
    note = models.TextField(_("nội dung xử lý"), blank=True)
    budget_hours = models.PositiveSmallIntegerField(_("định mức (giờ)"), default=0)
    started_at = models.DateTimeField(_("bắt đầu lúc"))
    due_at = models.DateTimeField(_("hạn của bước"), null=True, blank=True)
    order_at = models.DateTimeField(_("hạn để xếp thứ tự"))
    paused = models.BooleanField(_("tạm dừng"), default=False)
    handed_over = models.BooleanField(_("từ cơ quan khác chuyển đến"), default=False)
    taken_at = models.DateTimeField(_("nhận việc lúc"), null=True, blank=True)
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    undo = models.JSONField(_("dữ liệu hoàn tác"), default=dict, blank=True)
    done_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người hoàn thành"),
    )

    class Meta:
        verbose_name = _("bước xử lý")
        verbose_name_plural = _("bước xử lý")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "key"], condition=Q(state=StepState.OPEN), name="step_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in StepState]), name="step_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder", "order_at", "id"], condition=Q(state=StepState.OPEN), name="step_inbox"
            ),
            models.Index(
                fields=["agency", "order_at", "id"], condition=Q(state=StepState.OPEN), name="step_agency"
            ),
            models.Index(
                fields=["unit", "order_at", "id"], condition=Q(state=StepState.OPEN), name="step_unit"
            ),
            models.Index(fields=["dossier", "id"], name="step_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.key}"


class Opinion(models.Model):
    """An opinion asked of another unit or agency; where the law says so, silence is consent."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="opinions", verbose_name=_("hồ sơ"))
    step = models.ForeignKey(
        Step, models.CASCADE, null=True, blank=True, related_name="opinions", verbose_name=_("bước")
    )
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+", verbose_name=_("phòng, ban"))
    question = models.TextField(_("nội dung lấy ý kiến"))
    asked_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người hỏi")
    )
    asked_at = models.DateTimeField(_("hỏi lúc"))
    due_at = models.DateTimeField(_("hạn trả lời"), null=True, blank=True)
    silence_is_consent = models.BooleanField(_("im lặng là đồng ý"), default=False)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=200, blank=True)
    answer = models.CharField(
        _("trả lời"),
        max_length=10,
        blank=True,
        choices=[("agree", _("đồng ý")), ("disagree", _("không đồng ý")), ("silent", _("đồng ý do im lặng"))],
    )
    content = models.TextField(_("nội dung trả lời"), blank=True)
    answered_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người trả lời"),
    )
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("hủy lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("ý kiến phối hợp")
        verbose_name_plural = _("ý kiến phối hợp")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(answered_at__isnull=True, cancelled_at__isnull=True),
                name="opinion_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.unit_id}"


class HandOver(models.Model):
    """A dossier passed from one agency to another with its task and deadline (Phiếu chuyển xử lý)."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="hand_overs", verbose_name=_("hồ sơ"))
    step = models.ForeignKey(
        Step, models.SET_NULL, null=True, blank=True, related_name="hand_overs", verbose_name=_("bước")
    )
    from_agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan chuyển")
    )
    to_agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan nhận")
    )
    task = models.CharField(_("nhiệm vụ"), max_length=500)
    sent_at = models.DateTimeField(_("chuyển lúc"))
    sent_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người chuyển")
    )
    due_at = models.DateTimeField(_("hạn xử lý"), null=True, blank=True)
    received_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)
    received_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người nhận"),
    )

    class Meta:
        verbose_name = _("lượt chuyển hồ sơ")
        verbose_name_plural = _("lượt chuyển hồ sơ")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.from_agency_id} → {self.to_agency_id}"


class Note(models.Model):
    """A working note that officers leave on a dossier."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="notes", verbose_name=_("hồ sơ"))
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, related_name="+", verbose_name=_("cán bộ")
    )
    text = models.TextField(_("ghi chú"))
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("ghi chú")
        verbose_name_plural = _("ghi chú")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class Presence(models.Model):
    """Who has a dossier open right now, and who claimed it: a hint, never a lock."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="presences", verbose_name=_("hồ sơ"))
    officer = models.ForeignKey(
        "directory.Officer", models.CASCADE, related_name="+", verbose_name=_("cán bộ")
    )
    seen_at = models.DateTimeField(_("xem lúc"))

    class Meta:
        verbose_name = _("người đang xem")
        verbose_name_plural = _("người đang xem")
        constraints = [models.UniqueConstraint(fields=["dossier", "officer"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.officer_id}"
