"""The append-only, hash-chained journal: one chain per agency and day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One audited fact: who did what to which thing, in which post, and why."""

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    day = models.DateField(_("ngày"))
    seq = models.PositiveIntegerField(_("số thứ tự"))
    at = models.DateTimeField(_("lúc"))
    kind = models.CharField(_("sự kiện"), max_length=60)
    subject_label = models.CharField(_("loại đối tượng"), max_length=60)
    subject_pk = models.BigIntegerField(_("đối tượng"))
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("cán bộ")
    )
    officer_name = models.CharField(_("họ tên"), max_length=120)
    post_title = models.CharField(_("chức vụ"), max_length=120, blank=True)
    acting_for = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("thay cho")
    )
    reason = models.TextField(_("lý do"), blank=True)
    data = models.JSONField(_("nội dung"), default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("sự kiện")
        verbose_name_plural = _("sự kiện")
        constraints = [models.UniqueConstraint(fields=["agency", "day", "seq"], name="event_chain_once")]
        indexes = [models.Index(fields=["subject_label", "subject_pk", "id"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label}:{self.subject_pk}"


class ChainHead(models.Model):
    """The last link of one agency's chain for one day; locked while an event is appended."""

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    day = models.DateField(_("ngày"))
    seq = models.PositiveIntegerField(_("số thứ tự"))
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("đầu chuỗi nhật ký")
        verbose_name_plural = _("đầu chuỗi nhật ký")
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="chainhead_once")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.day}/{self.seq}"
