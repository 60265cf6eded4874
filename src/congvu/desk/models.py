"""The desk's only table: filters of the inbox that an officer keeps under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A filter of the inbox that one officer named, kept as its query string."""

    officer = models.ForeignKey(
        "directory.Officer", models.CASCADE, related_name="+", verbose_name=_("cán bộ")
    )
    name = models.CharField(_("tên"), max_length=60)
    query = models.CharField(_("điều kiện lọc"), max_length=600, blank=True)
    created_at = models.DateTimeField(_("lưu lúc"))

    class Meta:
        verbose_name = _("bộ lọc đã lưu")
        verbose_name_plural = _("bộ lọc đã lưu")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["officer", "name"], name="savedview_once")]

    def __str__(self) -> str:
        return self.name
