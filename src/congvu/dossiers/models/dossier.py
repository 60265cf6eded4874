"""The dossier of an administrative procedure (hồ sơ thủ tục hành chính)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.queries.scopes import DossierQuerySet
from congvu.dossiers.states import (
    OPEN,
    STATE_NAMES,
    DeliveryState,
    PaymentState,
    State,
    SyncState,
)


class Dossier(models.Model):
    """A dossier: three organisations kept apart, four status axes kept apart."""

    code = models.CharField(_("mã hồ sơ"), max_length=60, db_index=True, null=True, blank=True)  # noqa: DJ001 — none before it is accepted
    secret = models.CharField(_("mã tra cứu"), max_length=12)
    request_key = models.UUIDField(_("khóa yêu cầu"), unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)

    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, related_name="+", verbose_name=_("phiên bản thủ tục")
    )
    case = models.ForeignKey(
        "procedures.Case", models.PROTECT, related_name="+", verbose_name=_("trường hợp")
    )
    procedure_code = models.CharField(_("mã thủ tục"), max_length=40)
    procedure_name = models.CharField(_("tên thủ tục"), max_length=1000)
    channel = models.CharField(
        _("hình thức nộp"),
        max_length=1,
        choices=[("1", _("Trực tiếp")), ("2", _("Trực tuyến")), ("3", _("Bưu chính công ích"))],
    )

    helping_agency = models.ForeignKey(
        "directory.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nơi hướng dẫn"),
    )
    receiving_agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("nơi tiếp nhận")
    )
    competent_agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan giải quyết")
    )

    owner = models.ForeignKey(
        "dossiers.Applicant", models.PROTECT, related_name="dossiers", verbose_name=_("chủ hồ sơ")
    )
    owner_name = models.CharField(_("tên chủ hồ sơ"), max_length=200)
    submitter = models.ForeignKey(
        "dossiers.Applicant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submitted",
        verbose_name=_("người nộp"),
    )
    authorisation = models.CharField(_("căn cứ nộp thay"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại liên hệ"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử liên hệ"), blank=True)
    address = models.CharField(_("địa chỉ liên hệ"), max_length=300, blank=True)
    summary = models.CharField(_("trích yếu"), max_length=500, blank=True)
    data = models.JSONField(_("dữ liệu biểu mẫu"), default=dict, blank=True)
    return_by = models.CharField(
        _("nhận kết quả"),
        max_length=10,
        default="counter",
        choices=[
            ("counter", _("tại Bộ phận Một cửa")),
            ("post", _("qua bưu chính")),
            ("online", _("bản điện tử")),
        ],
    )

    state = models.CharField(
        _("trạng thái"),
        max_length=12,
        default=State.DRAFT,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
    )
    payment_state = models.CharField(
        _("thanh toán"),
        max_length=10,
        default=PaymentState.NONE,
        choices=[
            (PaymentState.NONE, _("không thu")),
            (PaymentState.DUE, _("chưa nộp")),
            (PaymentState.PAID, _("đã nộp")),
            (PaymentState.EXEMPT, _("được miễn")),
        ],
    )
    delivery_state = models.CharField(
        _("giao kết quả"),
        max_length=10,
        default=DeliveryState.PENDING,
        choices=[
            (DeliveryState.PENDING, _("chưa có kết quả")),
            (DeliveryState.READY, _("chờ nhận")),
            (DeliveryState.SENT, _("đã gửi")),
            (DeliveryState.DELIVERED, _("đã nhận")),
        ],
    )
    sync_state = models.CharField(
        _("đồng bộ"),
        max_length=10,
        default=SyncState.LOCAL,
        choices=[
            (SyncState.LOCAL, _("chưa đồng bộ")),
            (SyncState.PENDING, _("chờ đồng bộ")),
            (SyncState.SYNCED, _("đã đồng bộ")),
            (SyncState.FAILED, _("lỗi đồng bộ")),
        ],
    )
    master_system = models.CharField(_("hệ thống giữ bản gốc"), max_length=200, blank=True)
    confidentiality = models.PositiveSmallIntegerField(_("độ mật"), default=0)

    submitted_at = models.DateTimeField(_("nộp lúc"))
    accepted_at = models.DateTimeField(_("tiếp nhận lúc"), null=True, blank=True)
    budget_amount = models.PositiveSmallIntegerField(_("thời hạn"), null=True, blank=True)
    budget_unit = models.CharField(_("đơn vị thời hạn"), max_length=6, blank=True)
    rules_on = models.DateField(_("quy tắc áp dụng từ ngày"), null=True, blank=True)
    due_at = models.DateTimeField(_("hạn trả kết quả"), null=True, blank=True)
    first_due_at = models.DateTimeField(_("hạn trả ban đầu"), null=True, blank=True)
    paused_at = models.DateTimeField(_("tạm dừng từ"), null=True, blank=True)
    finished_at = models.DateTimeField(_("xử lý xong lúc"), null=True, blank=True)
    returned_at = models.DateTimeField(_("trả kết quả lúc"), null=True, blank=True)

    process_version = models.ForeignKey(
        "workflow.ProcessVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quy trình"),
    )
    marking = models.JSONField(_("vị trí trong quy trình"), default=list, blank=True)
    outcomes = models.JSONField(_("kết quả các bước"), default=dict, blank=True)
    holding = models.CharField(_("đang ở"), max_length=300, blank=True)

    created_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người lập")
    )
    created_at = models.DateTimeField(_("lập lúc"))
    updated_at = models.DateTimeField(_("cập nhật lúc"))
    search_text = models.TextField(blank=True, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ")
        verbose_name_plural = _("hồ sơ")
        constraints = [
            # A copy keeps the code of its master, and both may stand in one installation.
            models.UniqueConstraint(fields=["code"], condition=Q(master_system=""), name="dossier_code_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="dossier_state_known"
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=False)
                | Q(state__in=["draft", "incomplete", "refused", "withdrawn", "closed"]),
                name="dossier_code_once_accepted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=sorted(state.value for state in OPEN)),
                name="dossier_due",
            ),
            models.Index(fields=["id"], condition=Q(confidentiality__gt=0), name="dossier_secret"),
        ]

    def __str__(self) -> str:
        return self.code or f"(nháp {self.pk})"

    @property
    def business_state(self) -> State:
        """Return the state as an enum member."""
        return State(self.state)


class Involvement(models.Model):
    """An agency's unit, or one officer, that takes part in a dossier and therefore may see it."""

    class Reason(models.TextChoices):
        HELPED = "helped", _("hướng dẫn")
        RECEIVED = "received", _("tiếp nhận")
        COMPETENT = "competent", _("giải quyết")
        STEP = "step", _("xử lý bước")
        OPINION = "opinion", _("cho ý kiến")
        FOLLOW = "follow", _("theo dõi")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="involvements", verbose_name=_("hồ sơ"))
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+", verbose_name=_("phòng, ban"))
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cán bộ")
    )
    reason = models.CharField(_("vì"), max_length=10, choices=Reason)

    class Meta:
        verbose_name = _("tham gia hồ sơ")
        verbose_name_plural = _("tham gia hồ sơ")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "unit"], condition=Q(officer__isnull=True), name="involvement_unit_once"
            ),
            models.UniqueConstraint(
                fields=["dossier", "officer"],
                condition=Q(officer__isnull=False),
                name="involvement_officer_once",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-dossier"], name="involvement_agency"),
            models.Index(fields=["unit", "-dossier"], name="involvement_unit"),
            models.Index(
                fields=["officer", "-dossier"], condition=Q(officer__isnull=False), name="involvement_officer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.unit_id} ({self.reason})"


class DossierComponent(models.Model):
    """One paper of the dossier as handed in: kind and count."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("Bản chính")
        CERTIFIED = "certified", _("Bản sao chứng thực")
        COPY = "copy", _("Bản chụp")
        ELECTRONIC = "electronic", _("Bản điện tử")
        SHOWN = "shown", _("Xuất trình")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="components", verbose_name=_("hồ sơ"))
    no = models.PositiveSmallIntegerField(_("thứ tự"))
    component = models.ForeignKey(
        "procedures.Component",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thành phần theo quy định"),
    )
    name = models.TextField(_("tên giấy tờ"))
    kind = models.CharField(_("loại"), max_length=12, choices=Kind)
    quantity = models.PositiveSmallIntegerField(_("số lượng"), default=1)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("giấy tờ trong hồ sơ")
        verbose_name_plural = _("giấy tờ trong hồ sơ")
        constraints = [models.UniqueConstraint(fields=["dossier", "no"], name="dossiercomponent_once")]
        ordering = ["dossier_id", "no"]

    def __str__(self) -> str:
        return self.name


class ComponentFile(models.Model):
    """A scanned or electronic file of a dossier: of one paper, or of the dossier as a whole."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="files", verbose_name=_("hồ sơ"))
    component = models.ForeignKey(
        DossierComponent,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("giấy tờ"),
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp"))
    added_at = models.DateTimeField(_("thêm lúc"))
    added_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người thêm")
    )

    class Meta:
        verbose_name = _("tệp của hồ sơ")
        verbose_name_plural = _("tệp của hồ sơ")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.file_id}"


class FeeLine(models.Model):
    """A fee or charge of one dossier."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="fees", verbose_name=_("hồ sơ"))
    name = models.CharField(_("tên phí, lệ phí"), max_length=300)
    unit_price = models.PositiveBigIntegerField(_("mức thu (đồng)"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("số lượng"), default=1)
    amount = models.PositiveBigIntegerField(_("thành tiền (đồng)"), null=True, blank=True)
    exempt_reason = models.CharField(_("lý do miễn, giảm"), max_length=300, blank=True)
    paid_at = models.DateTimeField(_("nộp lúc"), null=True, blank=True)
    receipt_no = models.CharField(_("số biên lai"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("khoản thu")
        verbose_name_plural = _("khoản thu")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
