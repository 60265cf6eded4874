"""Who has seen an incoming document."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentView(models.Model):
    """An officer who opened a document: when first, when last, how often."""

    document = models.ForeignKey(
        "documents.IncomingDocument", models.CASCADE, related_name="views", verbose_name=_("văn bản đến")
    )
    officer = models.ForeignKey(
        "directory.Officer", models.CASCADE, related_name="+", verbose_name=_("cán bộ")
    )
    first_at = models.DateTimeField(_("xem lần đầu"))
    last_at = models.DateTimeField(_("xem lần cuối"))
    times = models.PositiveIntegerField(_("số lần"), default=1)

    class Meta:
        verbose_name = _("lượt xem văn bản đến")
        verbose_name_plural = _("lượt xem văn bản đến")
        constraints = [models.UniqueConstraint(fields=["document", "officer"], name="documentview_once")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.officer_id}"
