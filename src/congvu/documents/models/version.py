"""The versions of a draft: what was written, kept for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftVersion(models.Model):
    """A version of a draft: the words, and the files that were made of them when it was submitted."""

    document = models.ForeignKey(
        "documents.OutgoingDocument", models.CASCADE, related_name="versions", verbose_name=_("văn bản đi")
    )
    no = models.PositiveIntegerField(_("lần"))
    data = models.JSONField(_("dữ liệu"), default=dict)
    body = models.TextField(_("nội dung"), blank=True)
    source = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tệp Word của người soạn"),
    )
    docx = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bản Word"),
    )
    pdf = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bản PDF")
    )
    findings = models.JSONField(_("kết quả kiểm tra thể thức"), default=list)
    author = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người sửa")
    )
    written_at = models.DateTimeField(_("lưu lúc"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("bản dự thảo")
        verbose_name_plural = _("bản dự thảo")
        ordering = ["document_id", "no"]
        constraints = [models.UniqueConstraint(fields=["document", "no"], name="draftversion_once")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.no}"
