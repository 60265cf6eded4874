"""How the one approved process of the province is bound to people in each agency (TT 01/2018 Điều 8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
