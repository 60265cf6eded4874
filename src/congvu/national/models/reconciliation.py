"""A comparison of ours with theirs, kept as it was found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.national.models.link import NationalLink


class Reconciliation(models.Model):
    """One run: a period, what agreed, and each difference in a sentence."""

    link = models.ForeignKey(
        NationalLink, models.CASCADE, related_name="reconciliations", verbose_name=_("kết nối quốc gia")
    )
    first = models.DateField(_("từ ngày"))
    last = models.DateField(_("đến ngày"))
    begun_at = models.DateTimeField(_("bắt đầu lúc"))
    ended_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    officer = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người chạy"),
    )
    ours = models.PositiveIntegerField(_("bên này có"), default=0)
    theirs = models.PositiveIntegerField(_("phía quốc gia có"), default=0)
    same = models.PositiveIntegerField(_("khớp"), default=0)
    rows = models.JSONField(_("chênh lệch"), default=list, blank=True)
    error = models.TextField(_("lỗi"), blank=True)

    class Meta:
        verbose_name = _("lượt đối soát quốc gia")
        verbose_name_plural = _("lượt đối soát quốc gia")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"
