"""Working time and the legal rules of the clock, all as dated data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WorkingHours(models.Model):
    """The working intervals of one weekday (0 = Monday), for one agency or, without agency, for all."""

    agency = models.ForeignKey(
        "directory.Agency", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    weekday = models.PositiveSmallIntegerField(_("thứ"))
    starts = models.TimeField(_("từ"))
    ends = models.TimeField(_("đến"))
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("giờ làm việc")
        verbose_name_plural = _("giờ làm việc")
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="workinghours_order")]
        ordering = ["agency_id", "weekday", "starts"]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}–{self.ends}"


class SpecialDay(models.Model):
    """A day that departs from the week: a holiday, a day off in lieu, or a make-up working day."""

    class Kind(models.TextChoices):
        OFF = "off", _("nghỉ")
        WORKING = "working", _("làm bù")

    agency = models.ForeignKey(
        "directory.Agency", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    name = models.CharField(_("tên"), max_length=200)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=200, blank=True)

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
    certainty = models.CharField(_("độ chắc chắn"), max_length=1, default="H")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("quy tắc pháp lý")
        verbose_name_plural = _("quy tắc pháp lý")
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="legalrule_once")]
        ordering = ["code", "valid_from"]

    def __str__(self) -> str:
        return f"{self.code} = {self.value} {self.unit}"
