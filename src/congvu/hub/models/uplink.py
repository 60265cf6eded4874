"""The axis above this one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HubUplink(models.Model):
    """How messages for agencies that are not on this axis go up, and how theirs come down."""

    name = models.CharField(_("tên trục trên"), max_length=120)
    address = models.CharField(_("địa chỉ"), max_length=300)
    system_id = models.CharField(_("mã hệ thống"), max_length=120)
    sealed_secret = models.TextField(_("khóa bí mật (đã mã hóa)"))
    agency_code = models.CharField(_("mã định danh khi gửi"), max_length=60)
    options = models.JSONField(_("tùy chọn"), default=dict, blank=True)
    active = models.BooleanField(_("đang dùng"), default=True)
    polled_at = models.DateTimeField(_("hỏi gần nhất"), null=True, blank=True)
    error = models.TextField(_("lỗi gần nhất"), blank=True)

    class Meta:
        verbose_name = _("trục liên thông cấp trên")
        verbose_name_plural = _("trục liên thông cấp trên")

    def __str__(self) -> str:
        return self.name
