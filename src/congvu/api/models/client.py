"""Programs that call the interface, with their secrets and tokens; of both only digests are kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiClient(models.Model):
    """A program of another system that works for one agency, within its scopes."""

    client_id = models.CharField(_("mã phần mềm"), max_length=40, unique=True)
    name = models.CharField(_("tên phần mềm"), max_length=100)
    contact = models.CharField(_("đầu mối kỹ thuật"), max_length=200, blank=True)
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    post = models.ForeignKey("directory.Post", models.PROTECT, related_name="+", verbose_name=_("vị trí"))
    scopes = models.JSONField(_("phạm vi"), default=list)
    clearance = models.PositiveSmallIntegerField(_("mức mật được xem"), default=0)
    per_minute = models.PositiveIntegerField(_("số lượt gọi mỗi phút"), default=300)
    active = models.BooleanField(_("đang dùng"), default=True)
    created_at = models.DateTimeField(_("lập lúc"))
    used_at = models.DateTimeField(_("gọi lần cuối"), null=True, blank=True)

    class Meta:
        verbose_name = _("phần mềm kết nối")
        verbose_name_plural = _("phần mềm kết nối")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class ClientSecret(models.Model):
    """A secret of a program: two may be valid at once, so that it can be changed without stopping."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="secrets", verbose_name=_("phần mềm"))
    digest = models.CharField(_("dấu vân"), max_length=64)
    hint = models.CharField(_("bốn chữ cuối"), max_length=4)
    created_at = models.DateTimeField(_("lập lúc"))
    ends_at = models.DateTimeField(_("hết hiệu lực lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("khóa bí mật của phần mềm")
        verbose_name_plural = _("khóa bí mật của phần mềm")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"…{self.hint}"


class AccessToken(models.Model):
    """A token that was given out: it opens what its scopes say until it ends."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="tokens", verbose_name=_("phần mềm"))
    digest = models.CharField(_("dấu vân"), max_length=64, unique=True)
    scopes = models.JSONField(_("phạm vi"), default=list)
    issued_at = models.DateTimeField(_("cấp lúc"))
    ends_at = models.DateTimeField(_("hết hiệu lực lúc"), db_index=True)

    class Meta:
        verbose_name = _("mã truy cập của phần mềm")
        verbose_name_plural = _("mã truy cập của phần mềm")

    def __str__(self) -> str:
        return f"{self.client_id}: {self.ends_at:%Y-%m-%d %H:%M}"
