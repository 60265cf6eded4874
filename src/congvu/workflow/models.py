"""Internal processes (quy trình nội bộ, điện tử): versioned definitions as data, frozen on publish."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Process(models.Model):
    """An internal process, approved once for the province and bound to local roles in every agency."""

    code = models.CharField(
        _("mã quy trình"),
        max_length=80,
        unique=True,
    )
    name = models.CharField(_("tên quy trình"), max_length=300)

    class Meta:
        verbose_name = _("quy trình nội bộ")
        verbose_name_plural = _("quy trình nội bộ")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ProcessVersion(models.Model):
    """One version of a process; `spec` is the definition that `rules.Definition` reads and checks."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("bản nháp")
        PUBLISHED = "published", _("đã ban hành")
        RETIRED = "retired", _("hết hiệu lực")

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions", verbose_name=_("quy trình"))
    number = models.PositiveIntegerField(_("phiên bản"))
    status = models.CharField(_("trạng thái"), max_length=12, choices=Status, default=Status.DRAFT)
    spec = models.JSONField(_("định nghĩa"), default=dict)
    decision = models.CharField(_("quyết định phê duyệt"), max_length=200, blank=True)
    illustrative = models.BooleanField(_("số giờ minh họa"), default=False)
    revision = models.PositiveIntegerField(_("lần sửa"), default=1)
    changed_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)
    changed_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người sửa"),
    )
    published_at = models.DateTimeField(_("ban hành lúc"), null=True, blank=True)
    published_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người ban hành"),
    )

    class Meta:
        verbose_name = _("phiên bản quy trình")
        verbose_name_plural = _("phiên bản quy trình")
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="processversion_once"),
            models.UniqueConstraint(
                fields=["process"], condition=Q(status="published"), name="processversion_one_published"
            ),
            models.UniqueConstraint(
                fields=["process"], condition=Q(status="draft"), name="processversion_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | Q(status__in=["published", "retired"], published_at__isnull=False),
                name="processversion_published_at",
            ),
        ]
        ordering = ["process_id", "-number"]

    def __str__(self) -> str:
        return f"{self.process_id} v{self.number}"
