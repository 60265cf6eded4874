"""Content-addressed files: immutable blobs, and the named files that refer to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Blob(models.Model):
    """Bytes kept once, named by their SHA-256."""

    class Scan(models.TextChoices):
        NONE = "none", _("không có máy quét")
        CLEAN = "clean", _("sạch")
        UNSCANNED = "unscanned", _("chưa quét được")

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    media_type = models.CharField(_("kiểu tệp"), max_length=100)
    scan = models.CharField(_("quét mã độc"), max_length=20, choices=Scan, default=Scan.NONE)
    flags = models.JSONField(_("lưu ý"), default=list)
    created_at = models.DateTimeField(_("lưu lúc"), db_index=True)

    class Meta:
        verbose_name = _("nội dung tệp")
        verbose_name_plural = _("nội dung tệp")

    def __str__(self) -> str:
        return self.sha256


class StoredFile(models.Model):
    """A file as people know it: a name over a blob."""

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="files", verbose_name=_("nội dung"))
    name = models.CharField(_("tên tệp"), max_length=255)
    uploaded_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người tải lên")
    )
    uploaded_at = models.DateTimeField(_("tải lên lúc"))

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = _("tệp")

    def __str__(self) -> str:
        return self.name
