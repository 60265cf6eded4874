"""The catalogue of administrative procedures: versioned, frozen on publish (CSDLQG về TTHC)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a dossier comes in; the national code is 1, 2, 3 (NĐ 118/2025 Điều 15)."""

    DIRECT = "1", _("Trực tiếp")
    ONLINE = "2", _("Trực tuyến")
    POST = "3", _("Bưu chính công ích")


class TimeUnit(models.TextChoices):
    """Units of legal time limits."""

    HOUR = "hour", _("giờ làm việc")
    WORKING_DAY = "wday", _("ngày làm việc")
    DAY = "day", _("ngày")
    MONTH = "month", _("tháng")


class ProcedureLevel(models.TextChoices):
    """Level of government that settles a procedure; the district level lives on in old data."""

    MINISTRY = "ministry", _("Cấp bộ")
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")
    OTHER = "other", _("Cơ quan khác")


class OnSupplement(models.TextChoices):
    """What a request for supplement does to the clock (NĐ 61/2018 Điều 19.4; sector law may differ)."""

    PAUSE = "pause", _("tạm dừng tính giờ")
    RESTART = "restart", _("tính lại từ đầu")


class Field(models.Model):
    """A field of administration (lĩnh vực)."""

    code = models.CharField(_("mã lĩnh vực"), max_length=30, unique=True)
    name = models.CharField(_("lĩnh vực"), max_length=200)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """An administrative procedure, known by its national code; its content stands in versions."""

    code = models.CharField(_("mã thủ tục"), max_length=40, unique=True)
    name = models.CharField(_("tên thủ tục"), max_length=1000)
    field = models.ForeignKey(Field, models.PROTECT, related_name="procedures", verbose_name=_("lĩnh vực"))
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("thủ tục hành chính")
        verbose_name_plural = _("thủ tục hành chính")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProcedureVersion(models.Model):
    """What a procedure says from one day on; never changed once published."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("bản nháp")
        PUBLISHED = "published", _("đã công bố")
        RETIRED = "retired", _("hết hiệu lực")

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="versions", verbose_name=_("thủ tục")
    )
    number = models.PositiveIntegerField(_("phiên bản"))
    status = models.CharField(_("trạng thái"), max_length=12, choices=Status, default=Status.DRAFT)
    name = models.CharField(_("tên thủ tục"), max_length=1000)
    decision = models.CharField(_("quyết định công bố"), max_length=100, blank=True)
    levels = models.JSONField(_("cấp thực hiện"), default=list)
    kind = models.CharField(_("loại thủ tục"), max_length=100, blank=True)
    addressees = models.JSONField(_("đối tượng thực hiện"), default=list)
    competent = models.TextField(_("cơ quan có thẩm quyền"), blank=True)
    executing = models.TextField(_("cơ quan thực hiện"), blank=True)
    cooperating = models.TextField(_("cơ quan phối hợp"), blank=True)
    authorised = models.TextField(_("cơ quan được ủy quyền"), blank=True)
    receiving = models.TextField(_("địa chỉ tiếp nhận"), blank=True)
    related = models.TextField(_("thủ tục liên quan"), blank=True)
    steps_text = models.TextField(_("trình tự thực hiện"), blank=True)
    conditions = models.TextField(_("yêu cầu, điều kiện"), blank=True)
    legal_bases = models.JSONField(_("căn cứ pháp lý"), default=list)
    results = models.JSONField(_("kết quả"), default=list)
    instant = models.BooleanField(_("trả kết quả ngay"), default=False)
    review_notes = models.JSONField(_("cần rà soát"), default=list)
    open_notes = models.PositiveSmallIntegerField(_("số điểm cần rà soát"), default=0, editable=False)
    open_blocking = models.PositiveSmallIntegerField(_("số điểm phải quyết định"), default=0, editable=False)
    source = models.JSONField(_("bản gốc"), default=dict)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    revision = models.PositiveIntegerField(_("lần sửa"), default=0)
    valid_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    published_at = models.DateTimeField(_("công bố lúc"), null=True, blank=True)
    published_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người công bố"),
    )

    class Meta:
        verbose_name = _("phiên bản thủ tục")
        verbose_name_plural = _("phiên bản thủ tục")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedureversion_once"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(status="published", valid_to__isnull=True),
                name="procedureversion_one_current",
            ),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(status="draft"), name="procedureversion_one_draft"
            ),
        ]
        indexes = [models.Index(fields=["status", "procedure"], name="procedureversion_status")]
        ordering = ["procedure_id", "-number"]

    def __str__(self) -> str:
        return f"{self.name} (v{self.number})"


class Case(models.Model):
    """A case (trường hợp) of a procedure version: it has its own times, fees and components."""

    version = models.ForeignKey(
        ProcedureVersion, models.CASCADE, related_name="cases", verbose_name=_("phiên bản")
    )
    no = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.CharField(_("trường hợp"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("trường hợp")
        verbose_name_plural = _("trường hợp")
        constraints = [models.UniqueConstraint(fields=["version", "no"], name="case_once")]
        ordering = ["version_id", "no"]

    def __str__(self) -> str:
        return self.name or f"Trường hợp {self.no}"


class CaseTime(models.Model):
    """The time limit of a case in one channel."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="times", verbose_name=_("trường hợp"))
    channel = models.CharField(_("hình thức nộp"), max_length=1, choices=Channel)
    amount = models.PositiveSmallIntegerField(_("thời hạn"), null=True, blank=True)
    unit = models.CharField(_("đơn vị"), max_length=6, choices=TimeUnit, blank=True)
    on_supplement = models.CharField(
        _("khi bổ sung hồ sơ"),
        max_length=8,
        default=OnSupplement.PAUSE,
        choices=OnSupplement,
    )
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("thời hạn giải quyết")
        verbose_name_plural = _("thời hạn giải quyết")
        ordering = ["case_id", "channel", "id"]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_unit_display()}"


class Fee(models.Model):
    """A fee or charge of a case; without amount it is set elsewhere (HĐND) and must be entered locally."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="fees", verbose_name=_("trường hợp"))
    channel = models.CharField(_("hình thức nộp"), max_length=1, choices=Channel, blank=True)
    name = models.CharField(_("tên phí, lệ phí"), max_length=300)
    amount = models.PositiveBigIntegerField(_("mức thu (đồng)"), null=True, blank=True)
    per = models.CharField(_("tính theo"), max_length=60, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("phí, lệ phí")
        verbose_name_plural = _("phí, lệ phí")
        ordering = ["case_id", "id"]

    def __str__(self) -> str:
        return self.name


class Component(models.Model):
    """A paper that the applicant hands in or shows (thành phần hồ sơ)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="components", verbose_name=_("trường hợp"))
    no = models.PositiveSmallIntegerField(_("thứ tự"))
    group = models.CharField(_("nhóm"), max_length=500, blank=True)
    name = models.TextField(_("tên giấy tờ"))
    form_file = models.CharField(_("mẫu đơn, tờ khai"), max_length=300, blank=True)
    originals = models.PositiveSmallIntegerField(_("bản chính"), default=0)
    copies = models.PositiveSmallIntegerField(_("bản sao"), default=0)
    required = models.BooleanField(_("bắt buộc"), default=True)
    shown_only = models.BooleanField(_("chỉ xuất trình"), default=False)

    class Meta:
        verbose_name = _("thành phần hồ sơ")
        verbose_name_plural = _("thành phần hồ sơ")
        constraints = [models.UniqueConstraint(fields=["case", "no"], name="component_once")]
        ordering = ["case_id", "no"]

    def __str__(self) -> str:
        return self.name


class Route(models.Model):
    """Where a procedure is processed for an agency (or, without agency, everywhere): here or elsewhere."""

    class Kind(models.TextChoices):
        LOCAL = "local", _("Hệ thống này")
        MINISTRY = "ministry", _("Hệ thống của bộ, ngành")
        NATIONAL = "national", _("Hệ thống điều phối quốc gia")

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="routes", verbose_name=_("thủ tục"))
    agency = models.ForeignKey(
        "directory.Agency", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    kind = models.CharField(_("nơi giải quyết"), max_length=10, choices=Kind)
    system_name = models.CharField(_("tên hệ thống"), max_length=200, blank=True)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=200, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("tuyến giải quyết")
        verbose_name_plural = _("tuyến giải quyết")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "agency", "valid_from"], name="route_once"),
            models.UniqueConstraint(
                fields=["procedure", "valid_from"],
                condition=Q(agency__isnull=True),
                name="route_common_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}: {self.kind}"


class StagedImport(models.Model):
    """A file that an officer has sent in and tried, but not yet brought in."""

    class Format(models.TextChoices):
        JSON = "json", _("JSON")
        XLSX = "xlsx", _("XLSX")
        PORTAL = "portal", _("dòng của Cổng Dịch vụ công quốc gia")

    officer = models.ForeignKey(
        "directory.Officer", models.CASCADE, related_name="+", verbose_name=_("người gửi")
    )
    name = models.CharField(_("tên tệp"), max_length=200)
    format = models.CharField(_("định dạng"), max_length=8, choices=Format)
    data = models.BinaryField(_("nội dung"))
    sent_at = models.DateTimeField(_("gửi lúc"))

    class Meta:
        verbose_name = _("tệp chờ nhập")
        verbose_name_plural = _("tệp chờ nhập")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return self.name
