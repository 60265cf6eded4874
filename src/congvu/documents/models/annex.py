"""The annexes of an outgoing document that are files of their own: tables, drawings, scans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingAnnex(models.Model):
    """A file that goes out with a document, behind it; annexes written in the document are its pages."""

    document = models.ForeignKey(
        "documents.OutgoingDocument", models.CASCADE, related_name="annexes", verbose_name=_("văn bản đi")
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp"))
    title = models.CharField(_("tên phụ lục"), max_length=200)
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    added_at = models.DateTimeField(_("thêm lúc"))
    added_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người thêm")
    )

    class Meta:
        verbose_name = _("phụ lục của văn bản đi")
        verbose_name_plural = _("phụ lục của văn bản đi")
        ordering = ["document_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="outgoingannex_position_once"),
            models.UniqueConstraint(fields=["document", "file"], name="outgoingannex_file_once"),
        ]

    def __str__(self) -> str:
        return self.title
