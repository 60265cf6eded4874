"""Forms as versioned data: which template prints a form from which day on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FormTemplate(models.Model):
    """One version of the template of one form; never changed once a form was printed with it."""

    class Paper(models.TextChoices):
        A5 = "a5", _("A5 đứng")
        A4 = "a4", _("A4 đứng")
        A4_LANDSCAPE = "a4-landscape", _("A4 ngang")

    code = models.CharField(_("mã biểu mẫu"), max_length=40)
    version = models.PositiveIntegerField(_("phiên bản"))
    form_no = models.CharField(_("mẫu số"), max_length=10, blank=True)
    name = models.CharField(_("tên biểu mẫu"), max_length=300)
    paper = models.CharField(_("khổ giấy"), max_length=12, choices=Paper)
    source = models.TextField(_("nội dung mẫu (Typst)"))
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=300)
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    built_in = models.BooleanField(_("kèm theo phần mềm"), default=False)

    class Meta:
        verbose_name = _("biểu mẫu in")
        verbose_name_plural = _("biểu mẫu in")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="formtemplate_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="formtemplate_period",
            ),
        ]
        ordering = ["code", "-version"]

    def __str__(self) -> str:
        return f"{self.name} (v{self.version})"
