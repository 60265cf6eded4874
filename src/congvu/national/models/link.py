"""How an agency is joined to the national side."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NationalLink(models.Model):
    """The account of an agency (and, if wanted, of those below it) at the national side.

    The secret is sealed; options are what adapters of agencies differ in. The `poll_*` columns are the lease
    under which one worker at a time asks what citizens filed.
    """

    class Generation(models.TextChoices):
        NGSP = "1", _("Thế hệ 1: nền tảng NGSP (phiên, DongBoHoSoMC)")
        COORDINATION = "2", _("Thế hệ 2: hệ thống điều phối (token, GetNextValue)")

    class Codes(models.TextChoices):
        OWN = "own", _("Hệ thống này cấp")
        NATIONAL = "national", _("Phía quốc gia cấp (GetNextValue)")

    name = models.CharField(_("tên kết nối"), max_length=120)
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    whole_tree = models.BooleanField(_("dùng cho cả cơ quan trực thuộc"), default=False)
    generation = models.CharField(
        _("thế hệ giao diện"), max_length=1, choices=Generation, default=Generation.NGSP
    )
    address = models.CharField(_("địa chỉ"), max_length=300)
    account = models.CharField(_("tài khoản"), max_length=120)
    sealed_secret = models.TextField(_("mật khẩu (đã mã hóa)"), blank=True)
    agency_code = models.CharField(_("mã đơn vị"), max_length=35)
    codes = models.CharField(_("mã hồ sơ"), max_length=10, choices=Codes, default=Codes.OWN)
    options = models.JSONField(_("tùy chọn"), default=dict, blank=True)
    active = models.BooleanField(_("đang dùng"), default=False)
    since = models.DateField(_("đồng bộ hồ sơ tiếp nhận từ ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    updated_at = models.DateTimeField(_("cập nhật lúc"))

    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)
    check_lines = models.JSONField(_("kết quả kiểm tra"), default=list, blank=True)
    cursor = models.PositiveBigIntegerField(_("đã nhận đến số"), default=0)
    poll_seconds = models.PositiveIntegerField(_("hỏi sau mỗi (giây)"), default=30)
    poll_next_at = models.DateTimeField(_("hỏi lần tới lúc"), null=True, blank=True)
    poll_until = models.DateTimeField(_("giữ đến"), null=True, blank=True)
    poll_token = models.CharField(_("tiến trình giữ"), max_length=40, blank=True)
    polled_at = models.DateTimeField(_("hỏi xong lúc"), null=True, blank=True)
    poll_error = models.TextField(_("lỗi lần hỏi gần nhất"), blank=True)
    failing_since = models.DateTimeField(_("lỗi từ lúc"), null=True, blank=True)
    alarmed_at = models.DateTimeField(_("báo lỗi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("kết nối quốc gia")
        verbose_name_plural = _("kết nối quốc gia")
        ordering = ["agency_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(active=True), name="nationallink_one_active"
            ),
        ]

    def __str__(self) -> str:
        return self.name
