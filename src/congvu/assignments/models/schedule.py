"""The weekly work schedule (lịch công tác) of agencies, units and officers, and its calendar feeds."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ScheduleItem(models.Model):
    """One entry of a weekly schedule: what, when, where, who chairs, who takes part."""

    class Scope(models.TextChoices):
        AGENCY = "agency", _("Toàn cơ quan")
        UNIT = "unit", _("Phòng, ban")
        OFFICER = "officer", _("Cá nhân")

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        PUBLISHED = "published", _("Đã ban hành")
        CANCELLED = "cancelled", _("Đã hoãn, hủy")

    uid = models.UUIDField(_("khóa lịch"), unique=True, editable=False)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    scope = models.CharField(_("lịch của"), max_length=8, choices=Scope, default=Scope.AGENCY)
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phòng, ban"),
    )
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cán bộ")
    )
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    starts_at = models.DateTimeField(_("bắt đầu"))
    ends_at = models.DateTimeField(_("kết thúc"))
    content = models.CharField(_("nội dung"), max_length=500)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    chair = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chủ trì"),
    )
    chair_text = models.CharField(_("chủ trì (ngoài danh sách)"), max_length=200, blank=True)
    attendees = models.CharField(_("thành phần"), max_length=1000, blank=True)
    links = models.JSONField(_("liên kết"), default=list, blank=True)
    created_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người lập")
    )
    updated_at = models.DateTimeField(_("cập nhật lúc"))

    class Meta:
        verbose_name = _("lịch công tác")
        verbose_name_plural = _("lịch công tác")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="scheduleitem_times"),
            models.CheckConstraint(
                condition=Q(scope="agency", unit__isnull=True, officer__isnull=True)
                | Q(scope="unit", unit__isnull=False, officer__isnull=True)
                | Q(scope="officer", officer__isnull=False),
                name="scheduleitem_scope",
            ),
        ]
        indexes = [models.Index(fields=["agency", "starts_at"], name="scheduleitem_week")]

    def __str__(self) -> str:
        return self.content


class ScheduleAttendee(models.Model):
    """An officer named in an entry: it stands in their calendar and counts for conflicts."""

    item = models.ForeignKey(
        ScheduleItem, models.CASCADE, related_name="officers", verbose_name=_("lịch công tác")
    )
    officer = models.ForeignKey(
        "directory.Officer", models.CASCADE, related_name="+", verbose_name=_("cán bộ")
    )

    class Meta:
        verbose_name = _("người dự")
        verbose_name_plural = _("người dự")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["item", "officer"], name="scheduleattendee_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.officer_id}"


class CalendarFeed(models.Model):
    """A secret address under which one officer's schedule can be read by a calendar program."""

    officer = models.ForeignKey(
        "directory.Officer", models.CASCADE, related_name="+", verbose_name=_("cán bộ")
    )
    agency = models.ForeignKey(
        "directory.Agency", models.CASCADE, related_name="+", verbose_name=_("cơ quan")
    )
    digest = models.CharField(_("dấu của mã bí mật"), max_length=64)
    created_at = models.DateTimeField(_("tạo lúc"))
    used_at = models.DateTimeField(_("dùng lần cuối"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("nguồn lịch iCalendar")
        verbose_name_plural = _("nguồn lịch iCalendar")
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(revoked_at__isnull=True), name="calendarfeed_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.created_at}"
