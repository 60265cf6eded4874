"""The case file (hồ sơ công việc) and the documents in it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.casefiles.queries.scopes import CaseFileQuerySet
from congvu.casefiles.rules.retention import RETENTION, period_text
from congvu.casefiles.states import STATE_NAMES, State


class Rights(models.TextChoices):
    """How the archive may let others use it (chế độ sử dụng, TT 05/2025/TT-BNV)."""

    PUBLIC = "01", _("Công khai")
    CONDITIONAL = "02", _("Sử dụng có điều kiện")
    SECRET = "03", _("Mật")


class Confidence(models.TextChoices):
    """Where the documents come from (mức độ tin cậy, TT 05/2025/TT-BNV)."""

    ELECTRONIC = "01", _("Gốc điện tử")
    SCANNED = "02", _("Số hóa")
    MIXED = "03", _("Hỗn hợp")


class CaseFile(models.Model):
    """A case file: everything about one matter, in the order in which it was settled."""

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    keeper = models.ForeignKey(
        "directory.Officer", models.PROTECT, related_name="+", verbose_name=_("người lập hồ sơ")
    )
    entry = models.ForeignKey(
        "casefiles.CatalogueEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="case_files",
        verbose_name=_("dòng danh mục hồ sơ"),
    )
    organ = models.CharField(_("mã định danh cơ quan"), max_length=13)
    year = models.PositiveSmallIntegerField(_("năm hình thành"))
    notation = models.CharField(_("số, ký hiệu hồ sơ"), max_length=20)
    code = models.CharField(_("mã hồ sơ"), max_length=40)
    title = models.CharField(_("tiêu đề hồ sơ"), max_length=500)
    retention = models.CharField(
        _("thời hạn bảo quản"), max_length=2, choices=[(one.code, one.name) for one in RETENTION.values()]
    )
    retention_years = models.PositiveSmallIntegerField(_("số năm"), null=True, blank=True)
    rights = models.CharField(_("chế độ sử dụng"), max_length=2, choices=Rights, default=Rights.PUBLIC)
    language = models.CharField(_("ngôn ngữ"), max_length=30, default="01")
    keywords = models.CharField(_("từ khóa"), max_length=100, blank=True)
    description = models.CharField(_("ghi chú"), max_length=500, blank=True)
    confidence = models.CharField(
        _("mức độ tin cậy"), max_length=2, choices=Confidence, default=Confidence.ELECTRONIC
    )
    paper_code = models.CharField(_("mã hồ sơ gốc giấy"), max_length=100, blank=True)
    confidentiality = models.PositiveSmallIntegerField(_("độ mật"), default=0)
    building = models.BooleanField(_("tài liệu xây dựng cơ bản"), default=False)
    settled_on = models.DateField(_("ngày quyết toán công trình"), null=True, blank=True)
    started_on = models.DateField(_("ngày bắt đầu"))
    ended_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    doc_total = models.PositiveIntegerField(_("tổng số văn bản"), default=0)
    page_total = models.PositiveIntegerField(_("tổng số trang"), default=0)
    sheet_total = models.PositiveIntegerField(_("tổng số tờ"), default=0)
    next_ordinal = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        default=State.OPEN,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
    )
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    closed_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người kết thúc")
    )
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    due_on = models.DateField(_("hạn nộp lưu"), null=True, blank=True)
    kept_until = models.DateField(_("được giữ lại đến"), null=True, blank=True)
    archive_code = models.CharField(_("mã hồ sơ lưu trữ"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("mở lúc"))
    updated_at = models.DateTimeField(_("cập nhật lúc"))
    search_text = models.TextField(blank=True, editable=False)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ công việc")
        verbose_name_plural = _("hồ sơ công việc")
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "notation"], name="casefile_notation_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="casefile_state_known"
            ),
            models.CheckConstraint(
                condition=Q(retention__in=sorted(RETENTION))
                & (~Q(retention="07") | Q(retention_years__gte=1)),
                name="casefile_retention",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(ended_on__isnull=False, closed_at__isnull=False),
                name="casefile_closed_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="casefile_span"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="casefile_unit"),
            models.Index(fields=["keeper", "state", "-id"], name="casefile_keeper"),
            models.Index(fields=["agency", "-id"], name="casefile_agency"),
            models.Index(
                fields=["due_on"], condition=Q(state__in=["closed", "returned"]), name="casefile_due"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def business_state(self) -> State:
        """Return the state as an enum member."""
        return State(self.state)

    @property
    def period(self) -> str:
        """Return the retention period in words."""
        return period_text(self.retention, self.retention_years)


class CaseItem(models.Model):
    """A document in a case file; one that was taken out stays as a row with its reason."""

    class Kind(models.TextChoices):
        INCOMING = "incoming", _("Văn bản đến")
        OUTGOING = "outgoing", _("Văn bản đi")
        DOSSIER = "dossier", _("Hồ sơ thủ tục hành chính")
        ASSIGNMENT = "assignment", _("Nhiệm vụ")
        OTHER = "other", _("Tài liệu khác")

    case_file = models.ForeignKey(
        CaseFile, models.CASCADE, related_name="items", verbose_name=_("hồ sơ công việc")
    )
    subject_label = models.CharField(_("loại đối tượng"), max_length=60, blank=True)
    subject_pk = models.BigIntegerField(_("khóa đối tượng"), null=True, blank=True)
    ordinal = models.PositiveIntegerField(_("số thứ tự"))
    kind = models.CharField(_("nguồn"), max_length=10, choices=Kind, default=Kind.OTHER)
    type_name = models.CharField(_("tên loại"), max_length=100, blank=True)
    number = models.CharField(_("số"), max_length=11, blank=True)
    notation = models.CharField(_("ký hiệu"), max_length=60, blank=True)
    dated_on = models.DateField(_("ngày tháng văn bản"), null=True, blank=True)
    author = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    summary = models.CharField(_("trích yếu"), max_length=500, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=30, default="01")
    pages = models.PositiveIntegerField(_("số trang"), default=0)
    signer = models.CharField(_("người ký"), max_length=100, blank=True)
    signer_position = models.CharField(_("chức vụ người ký"), max_length=100, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    automatic = models.BooleanField(_("tự động đưa vào"), default=False)
    filed_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người đưa vào")
    )
    filed_at = models.DateTimeField(_("đưa vào lúc"))
    removed_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người loại ra")
    )
    removed_at = models.DateTimeField(_("loại ra lúc"), null=True, blank=True)
    removed_reason = models.CharField(_("lý do loại ra"), max_length=500, blank=True)
    moved_to = models.ForeignKey(
        CaseFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chuyển sang")
    )

    class Meta:
        verbose_name = _("văn bản trong hồ sơ")
        verbose_name_plural = _("văn bản trong hồ sơ")
        ordering = ["case_file_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "subject_label", "subject_pk"],
                condition=Q(removed_at__isnull=True, subject_pk__isnull=False),
                name="caseitem_subject_once",
            ),
            models.UniqueConstraint(
                fields=["case_file", "ordinal"],
                condition=Q(removed_at__isnull=True),
                name="caseitem_ordinal_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removed_reason=""), name="caseitem_removed_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_label", "subject_pk"],
                condition=Q(subject_pk__isnull=False),
                name="caseitem_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.summary}"

    @property
    def code(self) -> str:
        """Return number and notation as one text: "189/TB-UBND"."""
        return "/".join(part for part in (self.number, self.notation) if part)


class CaseItemFile(models.Model):
    """A file of a document in a case file: the name, and the digest it had when it was filed."""

    item = models.ForeignKey(CaseItem, models.CASCADE, related_name="files", verbose_name=_("văn bản"))
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp"))
    name = models.CharField(_("tên tệp"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    media_type = models.CharField(_("kiểu tệp"), max_length=100)

    class Meta:
        verbose_name = _("tệp trong hồ sơ công việc")
        verbose_name_plural = _("tệp trong hồ sơ công việc")
        ordering = ["item_id", "place"]
        constraints = [models.UniqueConstraint(fields=["item", "place"], name="caseitemfile_once")]

    def __str__(self) -> str:
        return self.name
