"""Gapless counters: one row per agency, register, period and kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """The last number taken; moved on inside the transaction that uses the number."""

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    register = models.CharField(_("sổ"), max_length=40)
    period = models.CharField(_("kỳ"), max_length=10)
    kind = models.CharField(_("loại"), max_length=40, blank=True, default="")
    value = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("bộ đếm")
        verbose_name_plural = _("bộ đếm")
        constraints = [
            models.UniqueConstraint(fields=["agency", "register", "period", "kind"], name="counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.period} {self.kind}: {self.value}"


class VoidNumber(models.Model):
    """A number that was taken and will not be used, with the reason: it stays visible in the register."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="voids", verbose_name=_("bộ đếm"))
    number = models.PositiveIntegerField(_("số"))
    reason = models.CharField(_("lý do"), max_length=500)
    voided_at = models.DateTimeField(_("hủy lúc"))
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("cán bộ")
    )

    class Meta:
        verbose_name = _("số đã hủy")
        verbose_name_plural = _("số đã hủy")
        constraints = [models.UniqueConstraint(fields=["counter", "number"], name="voidnumber_once")]

    def __str__(self) -> str:
        return f"{self.number}"
