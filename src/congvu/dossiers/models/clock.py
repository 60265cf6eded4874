"""Facts of the deadline clock: pauses, supplement requests, the one extension."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier


class Pause(models.Model):
    """A time in which the clock stood still, or from whose end it starts anew."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="pauses", verbose_name=_("hồ sơ"))
    kind = models.CharField(
        _("cách tính"),
        max_length=8,
        choices=[("pause", _("tạm dừng")), ("restart", _("tính lại từ đầu"))],
    )
    reason = models.CharField(_("lý do"), max_length=500)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("từ"))
    ends_at = models.DateTimeField(_("đến"), null=True, blank=True)

    class Meta:
        verbose_name = _("khoảng tạm dừng")
        verbose_name_plural = _("khoảng tạm dừng")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="pause_dates"
            ),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(ends_at__isnull=True), name="pause_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.starts_at}"


class ClockRun(models.Model):
    """The one row that tells for which calendars the deadlines of all open dossiers were computed."""

    token = models.CharField(_("dấu phiên bản lịch"), max_length=32)
    after_id = models.BigIntegerField(_("đã tính đến hồ sơ"), default=0)
    begun_at = models.DateTimeField(_("bắt đầu lúc"))
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt tính lại thời hạn")
        verbose_name_plural = _("lượt tính lại thời hạn")

    def __str__(self) -> str:
        return f"{self.token}: {self.after_id}"


class SupplementRequest(models.Model):
    """A request to the applicant for more papers: stage, legal basis and approver are kept (form 02)."""

    class Stage(models.TextChoices):
        RECEPTION = "reception", _("khi tiếp nhận")
        APPRAISAL = "appraisal", _("khi thẩm định")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="supplements", verbose_name=_("hồ sơ"))
    pause = models.OneToOneField(
        Pause, models.CASCADE, null=True, blank=True, related_name="supplement", verbose_name=_("tạm dừng")
    )
    stage = models.CharField(_("giai đoạn"), max_length=10, choices=Stage)
    items = models.JSONField(_("nội dung cần bổ sung"), default=list)
    reason = models.TextField(_("lý do"))
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=200, blank=True)
    requested_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người yêu cầu")
    )
    approved_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người duyệt"),
    )
    requested_at = models.DateTimeField(_("yêu cầu lúc"))
    close_at = models.DateTimeField(_("tự đóng sau"), null=True, blank=True)
    answered_at = models.DateTimeField(_("bổ sung lúc"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("yêu cầu bổ sung")
        verbose_name_plural = _("yêu cầu bổ sung")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["close_at"],
                condition=Q(answered_at__isnull=True, cancelled_at__isnull=True),
                name="supplement_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.stage}"


class Extension(models.Model):
    """The one apology with a new date (form 04); the database allows no second."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="extension", verbose_name=_("hồ sơ"))
    old_due_at = models.DateTimeField(_("hạn cũ"))
    new_due_at = models.DateTimeField(_("hạn mới"))
    reason = models.TextField(_("lý do"))
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người gia hạn")
    )
    at = models.DateTimeField(_("lúc"))
    late_notice = models.BooleanField(_("thông báo muộn"), default=False)

    class Meta:
        verbose_name = _("gia hạn")
        verbose_name_plural = _("gia hạn")
        constraints = [
            models.CheckConstraint(condition=Q(new_due_at__gt=F("old_due_at")), name="extension_later"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.new_due_at}"
