"""The append-only, hash-chained journal: one chain per agency and day."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.audit.rules import Content
from congvu.common.subject import Subject


class Event(models.Model):
    """One audited fact: who did what to which thing, in which post, and why.

    `digest` covers the content; `hash` covers the hash of the event before and this digest. Personal values
    stand in `personal` with a salt each; the digest covers only their salted digests in `sealed`, so that
    erasing the values leaves the chain verifiable.
    """

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", db_index=False, verbose_name=_("cơ quan")
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
        "directory.Officer",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("thay cho"),
    )
    reason = models.TextField(_("lý do"), blank=True)
    data = models.JSONField(_("nội dung"), default=dict)
    sealed = models.JSONField(_("dấu của dữ liệu cá nhân"), default=dict)
    personal = models.JSONField(_("dữ liệu cá nhân"), default=dict)
    digest = models.CharField(_("dấu nội dung"), max_length=64)
    hash = models.CharField(_("mắt xích"), max_length=64)

    class Meta:
        verbose_name = _("sự kiện")
        verbose_name_plural = _("sự kiện")
        constraints = [models.UniqueConstraint(fields=["agency", "day", "seq"], name="event_chain_once")]
        indexes = [models.Index(fields=["subject_label", "subject_pk", "id"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label}:{self.subject_pk}"

    @property
    def subject(self) -> Subject:
        """The thing that the event is about."""
        return Subject(self.subject_label, self.subject_pk)

    @property
    def recorded(self) -> Content:
        """What the event's digest covers."""
        return Content(
            agency=self.agency_id,
            day=self.day,
            at=self.at,
            kind=self.kind,
            subject=f"{self.subject_label}:{self.subject_pk}",
            officer=self.officer_id,
            officer_name=self.officer_name,
            post_title=self.post_title,
            acting_for=self.acting_for_id,
            reason=self.reason,
            data=self.data,
            sealed=self.sealed,
        )

    @property
    def content(self) -> dict[str, Any]:
        """The event's data with the personal values that are still kept; erased ones are None."""
        kept = {name: pair[1] for name, pair in self.personal.items()}
        return {**self.data, **{name: kept.get(name) for name in self.sealed}}


class ChainHead(models.Model):
    """The last link of one agency's chain for one day; its row is locked while an event is appended.

    `opened_*` is the agency's chain as it stood when this day began: a whole day cannot vanish unseen.
    """

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", db_index=False, verbose_name=_("cơ quan")
    )
    day = models.DateField(_("ngày"))
    seq = models.PositiveIntegerField(_("số thứ tự"))
    hash = models.CharField(_("mắt xích cuối"), max_length=64)
    before = models.CharField(_("mắt xích trước lần ghi cuối"), max_length=64)
    opened_day = models.DateField(_("nối từ ngày"), null=True)
    opened_seq = models.PositiveIntegerField(_("nối từ số thứ tự"), null=True)
    opened_hash = models.CharField(_("nối từ mắt xích"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("đầu chuỗi nhật ký")
        verbose_name_plural = _("đầu chuỗi nhật ký")
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="chainhead_once")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.day}/{self.seq}"
