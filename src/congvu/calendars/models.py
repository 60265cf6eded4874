"""Working time and the legal rules of the clock, all as dated data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Certainty(models.TextChoices):
    """How sure we are of a rule or a day: read in full, from a second source, provisional, from memory."""

    HIGH = "H", _("đã đối chiếu văn bản")
    MEDIUM = "M", _("đối chiếu qua nguồn khác")
    LOW = "L", _("tạm tính, chờ đối chiếu văn bản")
    MEMORY = "MEM", _("theo trí nhớ, cần đối chiếu")


class CalendarStamp(models.Model):
    """The one row whose token changes with every write to the calendars; caches compare it."""

    token = models.CharField(_("dấu phiên bản"), max_length=32)
    changed_at = models.DateTimeField(_("thay đổi lúc"))

    class Meta:
        verbose_name = _("dấu phiên bản lịch")
        verbose_name_plural = _("dấu phiên bản lịch")

    def __str__(self) -> str:
        return self.token


class WorkingHours(models.Model):
    """The working intervals of one weekday (0 = Monday), for one agency or, without agency, for all."""

    agency = models.ForeignKey(
        "directory.Agency", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    weekday = models.PositiveSmallIntegerField(_("thứ"))
    starts = models.TimeField(_("từ"))
    ends = models.TimeField(_("đến"))
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=300, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("giờ làm việc")
        verbose_name_plural = _("giờ làm việc")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="workinghours_order"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="workinghours_weekday"),
        ]
        ordering = ["agency_id", "weekday", "starts"]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}–{self.ends}"


class SpecialDay(models.Model):
    """A day that departs from the week: a holiday, a day off in lieu, or a make-up working day."""

    class Kind(models.TextChoices):
        OFF = "off", _("nghỉ")
        WORKING = "working", _("làm bù")
        CANCELLED = "cancelled", _("bãi bỏ")

    class Origin(models.TextChoices):
        """Where a day came from."""

        SEED = "seed", _("dữ liệu kèm theo")
        FILE = "file", _("nhập từ tệp")
        HAND = "hand", _("nhập tay")

    agency = models.ForeignKey(
        "directory.Agency", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    name = models.CharField(_("tên"), max_length=200)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=300, blank=True)
    as_weekday = models.PositiveSmallIntegerField(_("làm theo giờ của thứ"), null=True, blank=True)
    certainty = models.CharField(_("độ chắc chắn"), max_length=3, choices=Certainty, default=Certainty.HIGH)
    origin = models.CharField(_("nguồn"), max_length=4, choices=Origin, default=Origin.HAND)

    class Meta:
        verbose_name = _("ngày đặc biệt")
        verbose_name_plural = _("ngày đặc biệt")
        constraints = [
            models.UniqueConstraint(fields=["agency", "day"], name="specialday_once"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(agency__isnull=True), name="specialday_common_once"
            ),
        ]
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class LegalRule(models.Model):
    """A number of the law with its validity and basis, such as "hand over after 15:00 next working day"."""

    code = models.CharField(_("mã quy tắc"), max_length=60)
    value = models.CharField(_("giá trị"), max_length=40)
    unit = models.CharField(_("đơn vị"), max_length=20, blank=True)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=300)
    certainty = models.CharField(_("độ chắc chắn"), max_length=3, choices=Certainty, default=Certainty.HIGH)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("quy tắc pháp lý")
        verbose_name_plural = _("quy tắc pháp lý")
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="legalrule_once")]
        ordering = ["code", "valid_from"]

    def __str__(self) -> str:
        return f"{self.code} = {self.value} {self.unit}"
