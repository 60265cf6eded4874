"""The schedule of retention periods as dated data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.casefiles.rules.retention import RETENTION


class RetentionRule(models.Model):
    """How long a group of case files is kept, with validity, basis and how sure we are of it."""

    code = models.CharField(_("mã"), max_length=20)
    group = models.CharField(_("nhóm hồ sơ"), max_length=200)
    title = models.CharField(_("hồ sơ, tài liệu"), max_length=500)
    retention = models.CharField(
        _("thời hạn bảo quản"), max_length=2, choices=[(one.code, one.name) for one in RETENTION.values()]
    )
    years = models.PositiveSmallIntegerField(_("số năm"), null=True, blank=True)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=300)
    certainty = models.CharField(_("độ chắc chắn"), max_length=3)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("quy định thời hạn bảo quản")
        verbose_name_plural = _("quy định thời hạn bảo quản")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="retentionrule_once"),
            models.CheckConstraint(
                condition=Q(retention__in=sorted(RETENTION)) & (~Q(retention="07") | Q(years__gte=1)),
                name="retentionrule_period",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="retentionrule_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
