"""Copies of documents: sao y, sao lục, trích sao (NĐ 30/2020/NĐ-CP Điều 25 to 27)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FORM_WORDS = {"SY": "SAO Y", "SL": "SAO LỤC", "TrS": "TRÍCH SAO"}


class DocumentCopy(models.Model):
    """A copy with a number of its own, signed by the agency at the top right of its first page."""

    class Form(models.TextChoices):
        TRUE = "SY", _("Sao y")
        OF_COPY = "SL", _("Sao lục")
        EXTRACT = "TrS", _("Trích sao")

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan sao")
    )
    outgoing = models.ForeignKey(
        "documents.OutgoingDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document_copies",
        verbose_name=_("sao từ văn bản đi"),
    )
    incoming = models.ForeignKey(
        "documents.IncomingDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document_copies",
        verbose_name=_("sao từ văn bản đến"),
    )
    form = models.CharField(_("hình thức sao"), max_length=3, choices=Form)
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số bản sao"))
    code = models.CharField(_("số, ký hiệu bản sao"), max_length=60)
    pages = models.CharField(_("trang được trích"), max_length=60, blank=True)
    purpose = models.CharField(_("nơi nhận, mục đích"), max_length=300, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp bản sao")
    )
    sealed = models.BooleanField(_("có chữ ký số của cơ quan"), default=False)
    made_at = models.DateTimeField(_("sao lúc"))
    made_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người sao")
    )

    class Meta:
        verbose_name = _("bản sao văn bản")
        verbose_name_plural = _("bản sao văn bản")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "form", "number"], name="documentcopy_once"),
            models.CheckConstraint(
                condition=Q(outgoing__isnull=False, incoming__isnull=True)
                | Q(outgoing__isnull=True, incoming__isnull=False),
                name="documentcopy_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.code
