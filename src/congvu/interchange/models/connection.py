"""A connection to a far side, and the agencies that it knows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Connection(models.Model):
    """How an agency (and, if wanted, those below it) is joined to an axis or another system.

    The secret is sealed; options are the adapter's switches. The `poll_*` columns are the lease under which
    one worker at a time asks the far side what waits.
    """

    name = models.CharField(_("tên kết nối"), max_length=120)
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    whole_tree = models.BooleanField(_("dùng cho cả cơ quan trực thuộc"), default=False)
    kind = models.CharField(_("loại kênh"), max_length=20)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    system_id = models.CharField(_("mã hệ thống"), max_length=120, blank=True)
    sealed_secret = models.TextField(_("khóa bí mật (đã mã hóa)"), blank=True)
    agency_code = models.CharField(_("mã định danh khi gửi"), max_length=35, blank=True)
    options = models.JSONField(_("tùy chọn"), default=dict, blank=True)
    active = models.BooleanField(_("đang dùng"), default=False)
    is_default = models.BooleanField(_("dùng khi nơi nhận không có trong danh bạ nào"), default=True)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    updated_at = models.DateTimeField(_("cập nhật lúc"))

    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)
    check_lines = models.JSONField(_("kết quả kiểm tra"), default=list, blank=True)
    poll_seconds = models.PositiveIntegerField(_("hỏi trục sau mỗi (giây)"), default=20)
    poll_next_at = models.DateTimeField(_("hỏi lần tới lúc"), null=True, blank=True)
    poll_until = models.DateTimeField(_("giữ đến"), null=True, blank=True)
    poll_token = models.CharField(_("tiến trình giữ"), max_length=40, blank=True)
    polled_at = models.DateTimeField(_("hỏi xong lúc"), null=True, blank=True)
    poll_error = models.TextField(_("lỗi lần hỏi gần nhất"), blank=True)
    failing_since = models.DateTimeField(_("lỗi từ lúc"), null=True, blank=True)
    alarmed_at = models.DateTimeField(_("báo lỗi lúc"), null=True, blank=True)
    directory_version = models.CharField(_("phiên bản danh bạ"), max_length=60, blank=True)
    directory_at = models.DateTimeField(_("đồng bộ danh bạ lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("kết nối liên thông")
        verbose_name_plural = _("kết nối liên thông")
        ordering = ["agency_id", "name", "id"]
        indexes = [
            models.Index(fields=["poll_next_at"], condition=Q(active=True), name="connection_due"),
        ]

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """An agency in the directory of a connection's far side."""

    connection = models.ForeignKey(
        Connection, models.CASCADE, related_name="partners", verbose_name=_("kết nối liên thông")
    )
    code = models.CharField(_("mã định danh"), max_length=60)
    old_code = models.CharField(_("mã cũ"), max_length=60, blank=True)
    name = models.CharField(_("tên cơ quan"), max_length=300)
    parent = models.CharField(_("thuộc"), max_length=60, blank=True)
    mail = models.CharField(_("thư điện tử"), max_length=200, blank=True)
    version = models.CharField(_("phiên bản"), max_length=60, blank=True)
    deleted = models.BooleanField(_("không còn"), default=False)
    is_agency = models.BooleanField(_("là cơ quan"), default=True)
    successor_code = models.CharField(_("mã cơ quan kế thừa"), max_length=60, blank=True)
    seen_at = models.DateTimeField(_("thấy lúc"))
    search_text = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("cơ quan trong danh bạ liên thông")
        verbose_name_plural = _("cơ quan trong danh bạ liên thông")
        constraints = [
            models.UniqueConstraint(fields=["connection", "code"], name="partner_code_once"),
        ]
        indexes = [
            models.Index(fields=["code"], name="partner_code"),
            models.Index(fields=["old_code"], condition=~Q(old_code=""), name="partner_old_code"),
            *(
                models.Index(fields=[name], opclasses=["varchar_pattern_ops"], name=f"partner_{name}_start")
                for name in ("code", "old_code", "search_text")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
