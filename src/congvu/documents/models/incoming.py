"""The incoming document (văn bản đến): one row for each agency that received it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.documents.queries.incoming_scopes import IncomingQuerySet
from congvu.documents.states.incoming import (
    CONFIDENTIALITY_NAMES,
    NUMBERED,
    STATE_NAMES,
    URGENCY_NAMES,
    Confidentiality,
    State,
    Urgency,
)


class IncomingDocument(models.Model):
    """A document as one agency received it, with that agency's own registration and work.

    `identity_*` tell what the sender means by it (documents.md, QCVN 102: sender, document, business kind);
    the digest tells whether the same message came again or another one under the same name.
    """

    class Origin(models.TextChoices):
        PAPER = "paper", _("Bản giấy")
        EMAIL = "email", _("Thư điện tử")
        FILE = "file", _("Tệp tải lên")
        INSIDE = "inside", _("Trong hệ thống")
        INTERCHANGE = "interchange", _("Trục liên thông")

    class Business(models.TextChoices):
        NEW = "new", _("Văn bản mới")
        UPDATE = "update", _("Cập nhật")
        REPLACE = "replace", _("Thay thế")

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan nhận")
    )
    origin = models.CharField(_("nguồn đến"), max_length=12, choices=Origin)
    request_key = models.UUIDField(_("khóa yêu cầu"), unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    identity_sender = models.CharField(_("mã định danh nơi gửi"), max_length=60, blank=True)
    identity_document = models.CharField(_("mã văn bản của nơi gửi"), max_length=200, blank=True)
    identity_business = models.CharField(
        _("nghiệp vụ"), max_length=10, choices=Business, default=Business.NEW
    )
    content_digest = models.CharField(_("dấu vân nội dung"), max_length=64, blank=True)
    source_label = models.CharField(_("văn bản gốc (loại)"), max_length=60, blank=True)
    source_pk = models.BigIntegerField(_("văn bản gốc (khóa)"), null=True, blank=True)

    kind_code = models.CharField(_("mã loại văn bản"), max_length=10, blank=True)
    kind_name = models.CharField(_("loại văn bản"), max_length=60, blank=True)
    number = models.CharField(_("số"), max_length=20, blank=True)
    number_int = models.PositiveIntegerField(_("số (để sắp xếp)"), null=True, blank=True)
    notation = models.CharField(_("ký hiệu"), max_length=60, blank=True)
    code = models.CharField(_("số, ký hiệu"), max_length=90, blank=True)
    code_key = models.CharField(max_length=90, blank=True, editable=False)
    issuer_name = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    issuer = models.ForeignKey(
        "directory.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan ban hành (danh mục)"),
    )
    superior_name = models.CharField(_("cơ quan chủ quản"), max_length=200, blank=True)
    place = models.CharField(_("địa danh"), max_length=100, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    subject = models.CharField(_("trích yếu"), max_length=2000, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=120, blank=True)
    signer_position = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    signer_authority = models.CharField(_("thẩm quyền ký"), max_length=300, blank=True)
    urgency = models.PositiveSmallIntegerField(
        _("độ khẩn"),
        default=Urgency.NORMAL,
        choices=[(int(rank), name) for rank, name in URGENCY_NAMES.items()],
    )
    confidentiality = models.PositiveSmallIntegerField(
        _("độ mật"),
        default=Confidentiality.OPEN,
        choices=[(int(rank), name) for rank, name in CONFIDENTIALITY_NAMES.items()],
    )
    field = models.CharField(_("lĩnh vực"), max_length=120, blank=True)
    pages = models.PositiveIntegerField(_("số trang"), null=True, blank=True)
    copies = models.PositiveIntegerField(_("số bản"), default=1)
    with_paper = models.BooleanField(_("có bản giấy"), default=False)
    reply_required = models.BooleanField(_("yêu cầu trả lời"), default=False)
    reply_by = models.DateField(_("hạn trả lời"), null=True, blank=True)
    recipients = models.JSONField(_("nơi nhận"), default=list, blank=True)
    legal_bases = models.JSONField(_("căn cứ"), default=list, blank=True)
    reading = models.JSONField(_("giá trị máy đọc được"), default=dict, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    arrived_at = models.DateTimeField(_("đến máy chủ lúc"))
    arrived_on = models.DateField(_("ngày đến"))
    register_due_at = models.DateTimeField(_("hạn vào sổ"), null=True, blank=True)
    book = models.ForeignKey(
        "documents.Book",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incoming",
        verbose_name=_("sổ văn bản"),
    )
    arrival_number = models.PositiveIntegerField(_("số đến"), null=True, blank=True)
    arrival_suffix = models.CharField(_("số phụ"), max_length=5, blank=True)
    registered_at = models.DateTimeField(_("vào sổ lúc"), null=True, blank=True)
    registered_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người vào sổ"),
    )
    late_reason = models.CharField(_("lý do vào sổ muộn"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("hạn xử lý"), null=True, blank=True)
    state = models.CharField(
        _("trạng thái"),
        max_length=12,
        default=State.ARRIVED,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
    )
    finished_at = models.DateTimeField(_("hoàn thành lúc"), null=True, blank=True)
    notice = models.CharField(
        _("nơi gửi đề nghị"),
        max_length=10,
        blank=True,
        choices=[("recall", _("thu hồi")), ("update", _("cập nhật")), ("replace", _("thay thế"))],
    )
    notice_reason = models.CharField(_("lý do nơi gửi nêu"), max_length=500, blank=True)
    notice_at = models.DateTimeField(_("nơi gửi đề nghị lúc"), null=True, blank=True)
    notice_answer = models.CharField(
        _("trả lời nơi gửi"),
        max_length=8,
        blank=True,
        choices=[("agreed", _("đồng ý")), ("refused", _("không đồng ý"))],
    )
    notice_answered_at = models.DateTimeField(_("trả lời nơi gửi lúc"), null=True, blank=True)

    created_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người nhập")
    )
    updated_at = models.DateTimeField(_("cập nhật lúc"))
    search_text = models.TextField(blank=True, editable=False)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản đến")
        verbose_name_plural = _("văn bản đến")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="incoming_state_known"
            ),
            models.CheckConstraint(
                condition=Q(arrival_number__isnull=False, book__isnull=False)
                | ~Q(state__in=sorted(state.value for state in NUMBERED - {State.RECALLED})),
                name="incoming_number_once_registered",
            ),
            models.UniqueConstraint(
                fields=["book", "arrival_number", "arrival_suffix"],
                condition=Q(arrival_number__isnull=False),
                name="incoming_number_once",
            ),
            models.UniqueConstraint(
                fields=[
                    "agency",
                    "identity_sender",
                    "identity_document",
                    "identity_business",
                    "content_digest",
                ],
                condition=~Q(identity_document=""),
                name="incoming_identity_once",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="incoming_agency"),
            models.Index(fields=["agency", "state", "-id"], name="incoming_state"),
            models.Index(
                fields=["agency", "register_due_at", "id"],
                condition=Q(state="arrived"),
                name="incoming_to_register",
            ),
            models.Index(
                fields=["agency", "code_key"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="incoming_code",
            ),
            models.Index(
                fields=["agency", "content_digest"], condition=~Q(content_digest=""), name="incoming_digest"
            ),
            models.Index(
                fields=["source_label", "source_pk"], condition=~Q(source_label=""), name="incoming_source"
            ),
            models.Index(fields=["id"], condition=Q(confidentiality__gt=0), name="incoming_secret"),
        ]

    def __str__(self) -> str:
        return self.code or self.subject or f"({self.pk})"

    @property
    def stage(self) -> State:
        """Return the state as an enum member."""
        return State(self.state)

    @property
    def arrival_code(self) -> str:
        """Return the arrival number as it is written, such as "45a"; "" before registration."""
        return f"{self.arrival_number}{self.arrival_suffix}" if self.arrival_number is not None else ""


class IncomingFile(models.Model):
    """A file of an incoming document: the text itself or an annex."""

    class Role(models.TextChoices):
        MAIN = "main", _("Văn bản")
        ANNEX = "annex", _("Phụ lục")

    document = models.ForeignKey(
        IncomingDocument, models.CASCADE, related_name="files", verbose_name=_("văn bản đến")
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp"))
    role = models.CharField(_("vai trò"), max_length=6, choices=Role, default=Role.MAIN)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    added_at = models.DateTimeField(_("thêm lúc"))
    added_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người thêm")
    )

    class Meta:
        verbose_name = _("tệp của văn bản đến")
        verbose_name_plural = _("tệp của văn bản đến")
        ordering = ["document_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="incomingfile_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.file_id}"


class DocumentLink(models.Model):
    """What an incoming document belongs together with: a dossier, a case file, another document."""

    class Kind(models.TextChoices):
        RELATED = "related", _("liên quan")
        DUPLICATE = "duplicate", _("trùng với")
        UPDATES = "updates", _("cập nhật cho")
        REPLACES = "replaces", _("thay thế")

    document = models.ForeignKey(
        IncomingDocument, models.CASCADE, related_name="links", verbose_name=_("văn bản đến")
    )
    kind = models.CharField(_("quan hệ"), max_length=10, choices=Kind, default=Kind.RELATED)
    subject_label = models.CharField(_("loại"), max_length=60)
    subject_pk = models.BigIntegerField(_("khóa"))
    added_at = models.DateTimeField(_("nối lúc"))
    added_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người nối")
    )

    class Meta:
        verbose_name = _("mối nối của văn bản đến")
        verbose_name_plural = _("mối nối của văn bản đến")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "subject_label", "subject_pk", "kind"], name="documentlink_once"
            )
        ]
        indexes = [models.Index(fields=["subject_label", "subject_pk"], name="documentlink_subject")]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.subject_label}:{self.subject_pk}"
