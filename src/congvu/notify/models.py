"""Notices: what an officer should know, shown in the product itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """A sentence for one officer, with where it leads."""

    officer = models.ForeignKey(
        "directory.Officer",
        models.CASCADE,
        related_name="notices",
        db_index=False,
        verbose_name=_("cán bộ"),
    )
    kind = models.CharField(_("loại"), max_length=60)
    text = models.CharField(_("nội dung"), max_length=500)
    link = models.CharField(_("liên kết"), max_length=300, blank=True)
    subject_label = models.CharField(_("loại đối tượng"), max_length=60, blank=True)
    subject_pk = models.BigIntegerField(_("đối tượng"), null=True)
    created_at = models.DateTimeField(_("tạo lúc"))
    read_at = models.DateTimeField(_("đọc lúc"), null=True)

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        indexes = [
            models.Index(fields=["officer", "id"], name="notice_of_officer"),
            models.Index(fields=["officer"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["created_at"], name="notice_age"),
        ]

    def __str__(self) -> str:
        return self.text
