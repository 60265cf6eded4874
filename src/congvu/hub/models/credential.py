"""Who may call the axis, and for whom they speak."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.hub.models.agency import HubAgency


class HubCredential(models.Model):
    """A system that may call: it speaks for one agency, or for the agency and all below it."""

    system_id = models.CharField(_("mã hệ thống"), max_length=120, unique=True)
    label = models.CharField(_("phần mềm"), max_length=200, blank=True)
    agency = models.ForeignKey(
        HubAgency, models.PROTECT, related_name="credentials", verbose_name=_("cơ quan trên trục")
    )
    whole_tree = models.BooleanField(_("cả cơ quan trực thuộc"), default=True)
    active = models.BooleanField(_("được dùng"), default=True)
    per_minute = models.PositiveIntegerField(_("số lần gọi mỗi phút"), default=1200)
    created_at = models.DateTimeField(_("cấp lúc"))
    seen_at = models.DateTimeField(_("gọi gần nhất"), null=True, blank=True)

    class Meta:
        verbose_name = _("tài khoản kết nối trục")
        verbose_name_plural = _("tài khoản kết nối trục")

    def __str__(self) -> str:
        return self.system_id


class HubSecret(models.Model):
    """One of the secrets of a credential, sealed; several are valid at once while systems change over."""

    credential = models.ForeignKey(
        HubCredential, models.CASCADE, related_name="secrets", verbose_name=_("tài khoản kết nối trục")
    )
    sealed = models.TextField(_("khóa bí mật (đã mã hóa)"))
    created_at = models.DateTimeField(_("tạo lúc"))
    expires_at = models.DateTimeField(_("hết hạn lúc"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    used_at = models.DateTimeField(_("dùng gần nhất"), null=True, blank=True)

    class Meta:
        verbose_name = _("khóa bí mật trên trục")
        verbose_name_plural = _("khóa bí mật trên trục")

    def __str__(self) -> str:
        return f"{self.credential_id}/{self.pk}"
