"""What performers report and propose, the difficulties among it, and every deadline that was moved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.assignments.models.assignment import Assignment
from congvu.assignments.states import KIND_NAMES, REPORT_NAMES, ReportKind, ReportState


class Report(models.Model):
    """A report with two approvals: the performing unit's leader, then the giver."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="reports", verbose_name=_("nhiệm vụ")
    )
    kind = models.CharField(
        _("loại"), max_length=10, choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=[(state.value, name) for state, name in REPORT_NAMES.items()]
    )
    content = models.TextField(_("nội dung"))
    percent = models.PositiveSmallIntegerField(_("tiến độ (%)"), null=True, blank=True)
    difficulties = models.TextField(_("khó khăn, vướng mắc"), blank=True)
    settled_at = models.DateTimeField(_("tháo gỡ lúc"), null=True, blank=True)
    settled_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người tháo gỡ"),
    )
    settlement = models.TextField(_("cách tháo gỡ"), blank=True)
    finished_on = models.DateField(_("ngày hoàn thành"), null=True, blank=True)
    new_due_on = models.DateField(_("hạn đề nghị"), null=True, blank=True)
    document_code = models.CharField(_("số, ký hiệu văn bản báo cáo"), max_length=100, blank=True)
    reporter = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người báo cáo")
    )
    reported_at = models.DateTimeField(_("báo cáo lúc"))
    unit_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lãnh đạo đơn vị"),
    )
    unit_at = models.DateTimeField(_("đơn vị duyệt lúc"), null=True, blank=True)
    giver_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người duyệt"),
    )
    giver_at = models.DateTimeField(_("người giao duyệt lúc"), null=True, blank=True)
    note = models.TextField(_("ý kiến khi duyệt"), blank=True)

    class Meta:
        verbose_name = _("báo cáo nhiệm vụ")
        verbose_name_plural = _("báo cáo nhiệm vụ")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=[ReportState.AT_UNIT, ReportState.AT_GIVER])
                & ~Q(kind=ReportKind.PROGRESS),
                name="report_one_proposal",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100), name="report_percent"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ReportKind.EXTENSION) | Q(new_due_on__isnull=False), name="report_extension"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ReportKind.DONE) | Q(finished_on__isnull=False), name="report_done_dated"
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignment"],
                condition=Q(settled_at__isnull=True) & ~Q(difficulties=""),
                name="report_difficulty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.kind}"


class ReportFile(models.Model):
    """A file that belongs to a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="files", verbose_name=_("báo cáo"))
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp"))

    class Meta:
        verbose_name = _("tệp báo cáo")
        verbose_name_plural = _("tệp báo cáo")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.file_id}"


class Extension(models.Model):
    """A deadline that was moved; the old one is kept here for ever."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="extensions", verbose_name=_("nhiệm vụ")
    )
    report = models.OneToOneField(
        Report, models.CASCADE, null=True, blank=True, related_name="extension", verbose_name=_("đề nghị")
    )
    old_due_on = models.DateField(_("hạn cũ"), null=True, blank=True)
    new_due_on = models.DateField(_("hạn mới"), null=True, blank=True)
    reason = models.TextField(_("lý do"))
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người duyệt")
    )
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("thay đổi thời hạn")
        verbose_name_plural = _("thay đổi thời hạn")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.old_due_on} → {self.new_due_on}"


class Amendment(models.Model):
    """One part of an assignment that was changed after it was written; the old words are kept for ever."""

    class Part(models.TextChoices):
        CONTENT = "content", _("nội dung")
        LEAD = "lead", _("chủ trì")
        PARTNERS = "partners", _("phối hợp")
        DUE = "due_on", _("thời hạn")

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="amendments", verbose_name=_("nhiệm vụ")
    )
    part = models.CharField(_("phần sửa"), max_length=10, choices=Part)
    before = models.TextField(_("trước khi sửa"), blank=True)
    after = models.TextField(_("sau khi sửa"), blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người sửa")
    )
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("sửa, đính chính nhiệm vụ")
        verbose_name_plural = _("sửa, đính chính nhiệm vụ")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.part}"


class Reminder(models.Model):
    """That an assignment was reminded of on a day, so that nobody is told twice."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="reminders", verbose_name=_("nhiệm vụ")
    )
    on = models.DateField(_("ngày"))
    kind = models.CharField(
        _("loại"),
        max_length=8,
        choices=[("before", _("sắp đến hạn")), ("after", _("quá hạn")), ("report", _("đến kỳ báo cáo"))],
    )

    class Meta:
        verbose_name = _("lượt nhắc")
        verbose_name_plural = _("lượt nhắc")
        constraints = [models.UniqueConstraint(fields=["assignment", "on"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.on}"
