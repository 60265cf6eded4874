"""How the one approved process of the province is bound to procedures, and to people in each agency."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProcessBinding(models.Model):
    """Which published process a procedure follows (for one case, or for all)."""

    procedure_code = models.CharField(_("mã thủ tục"), max_length=40, db_index=True)
    case_no = models.PositiveSmallIntegerField(_("trường hợp"), null=True, blank=True)
    process = models.ForeignKey(
        "workflow.Process", models.PROTECT, related_name="+", verbose_name=_("quy trình")
    )

    class Meta:
        verbose_name = _("gán quy trình")
        verbose_name_plural = _("gán quy trình")
        constraints = [
            models.UniqueConstraint(fields=["procedure_code", "case_no"], name="processbinding_once"),
            models.UniqueConstraint(
                fields=["procedure_code"], condition=Q(case_no__isnull=True), name="processbinding_all_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_code} → {self.process_id}"


class LocalBinding(models.Model):
    """Which unit (and, if wanted, which officer) plays a process role in one agency.

    `scope` narrows the row: "procedure:1.001193", "field:Hộ tịch", or "" for everything else.
    """

    agency = models.ForeignKey(
        "directory.Agency", models.CASCADE, related_name="+", verbose_name=_("cơ quan")
    )
    role = models.CharField(_("vai trò"), max_length=40)
    scope = models.CharField(_("áp dụng cho"), max_length=220, blank=True, default="")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="+", verbose_name=_("phòng, ban"))
    officer = models.ForeignKey(
        "directory.Officer",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cán bộ"),
    )

    class Meta:
        verbose_name = _("gán vai trò tại cơ quan")
        verbose_name_plural = _("gán vai trò tại cơ quan")
        constraints = [models.UniqueConstraint(fields=["agency", "role", "scope"], name="localbinding_once")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.role}/{self.scope} → {self.unit_id}"
