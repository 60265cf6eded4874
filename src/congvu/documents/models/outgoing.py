"""The outgoing document (văn bản đi): one noun from the first draft to the issued paper."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.documents.queries.outgoing_scopes import OutgoingQuerySet
from congvu.documents.rules.layout.authority import FORMS
from congvu.documents.rules.layout.shapes import SHAPES
from congvu.documents.states.incoming import (
    CONFIDENTIALITY_NAMES,
    URGENCY_NAMES,
    Confidentiality,
    Urgency,
)
from congvu.documents.states.outgoing import OUT, STATE_NAMES, State

_WITH_NUMBER = sorted(state.value for state in OUT | {State.NUMBERED})


class OutgoingDocument(models.Model):
    """A document that an agency drafts, has checked and signed, numbers and issues."""

    class Medium(models.TextChoices):
        ELECTRONIC = "electronic", _("Điện tử, ký số")
        PAPER = "paper", _("Giấy, ký tay và đóng dấu")

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan ban hành")
    )
    unit = models.ForeignKey(
        "directory.Unit", models.PROTECT, related_name="+", verbose_name=_("đơn vị soạn thảo")
    )
    author = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người soạn thảo")
    )
    request_key = models.UUIDField(_("khóa yêu cầu"), unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    medium = models.CharField(_("hình thức"), max_length=10, choices=Medium, default=Medium.ELECTRONIC)

    kind = models.CharField(
        _("loại văn bản"), max_length=5, choices=[(key, shape.kind.name) for key, shape in SHAPES.items()]
    )
    subject = models.CharField(_("trích yếu"), max_length=500)
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
    reply_to = models.ForeignKey(
        "documents.IncomingDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("trả lời văn bản đến"),
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("thay thế văn bản"),
    )
    correcting = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("đính chính văn bản"),
    )
    source_label = models.CharField(_("việc gốc (loại)"), max_length=60, blank=True)
    source_pk = models.BigIntegerField(_("việc gốc (khóa)"), null=True, blank=True)

    signer = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người ký"),
    )
    signer_name = models.CharField(_("họ tên người ký"), max_length=120, blank=True)
    signer_position = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    signing_form = models.CharField(
        _("hình thức ký"), max_length=6, choices=list(FORMS.items()), default="head"
    )
    authority = models.CharField(_("thẩm quyền ký"), max_length=300, blank=True)
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    signed_file = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bản có chữ ký của người ký"),
    )

    notation = models.CharField(_("ký hiệu"), max_length=60, blank=True)
    book = models.ForeignKey(
        "documents.Book",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outgoing",
        verbose_name=_("sổ văn bản"),
    )
    number_kind = models.CharField(_("dãy số của loại"), max_length=5, blank=True)
    number = models.PositiveIntegerField(_("số"), null=True, blank=True)
    number_suffix = models.CharField(_("chữ sau số"), max_length=1, blank=True)
    code = models.CharField(_("số, ký hiệu"), max_length=90, blank=True)
    code_key = models.CharField(max_length=90, blank=True, editable=False)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    numbered_at = models.DateTimeField(_("cấp số lúc"), null=True, blank=True)
    numbered_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người cấp số"),
    )
    issue_due_at = models.DateTimeField(_("hạn phát hành"), null=True, blank=True)
    issued_at = models.DateTimeField(_("phát hành lúc"), null=True, blank=True)
    issued_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người phát hành"),
    )
    issued_file = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bản phát hành"),
    )
    pages = models.PositiveIntegerField(_("số trang"), null=True, blank=True)
    copies = models.PositiveIntegerField(_("số bản"), default=1)

    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        default=State.DRAFT,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
    )
    holding = models.CharField(_("đang ở"), max_length=200, blank=True)
    state_reason = models.CharField(_("lý do"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("lập lúc"))
    updated_at = models.DateTimeField(_("cập nhật lúc"))
    search_text = models.TextField(blank=True, editable=False)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản đi")
        verbose_name_plural = _("văn bản đi")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="outgoing_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_WITH_NUMBER)
                | Q(number__isnull=False, book__isnull=False, signed_at__isnull=False),
                name="outgoing_numbered_and_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(state.value for state in OUT))
                | Q(issued_at__isnull=False)
                & (Q(medium="paper") | Q(signed_file__isnull=False, issued_file__isnull=False)),
                name="outgoing_issued_with_its_signatures",
            ),
            models.UniqueConstraint(
                fields=["book", "number_kind", "number", "number_suffix"],
                condition=Q(number__isnull=False),
                name="outgoing_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="outgoing_agency"),
            models.Index(fields=["agency", "state", "-id"], name="outgoing_state"),
            models.Index(
                fields=["agency", "code_key"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="outgoing_code",
            ),
            models.Index(
                fields=["source_label", "source_pk"], condition=~Q(source_label=""), name="outgoing_source"
            ),
            models.Index(fields=["id"], condition=Q(confidentiality__gt=0), name="outgoing_secret"),
        ]

    def __str__(self) -> str:
        return self.code or self.subject

    @property
    def stage(self) -> State:
        """Return the state as an enum member."""
        return State(self.state)

    @property
    def kind_name(self) -> str:
        """Return the name of its type."""
        return SHAPES[self.kind].kind.name


class OutgoingPart(models.Model):
    """A unit or an officer that has to do with an outgoing document, and therefore may see it."""

    class Reason(models.TextChoices):
        DRAFT = "draft", _("soạn thảo")
        CHECK = "check", _("kiểm tra, duyệt, ký")
        RECEIVE = "receive", _("nhận văn bản")
        FOLLOW = "follow", _("theo dõi")

    document = models.ForeignKey(
        OutgoingDocument, models.CASCADE, related_name="parts", verbose_name=_("văn bản đi")
    )
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phòng, ban"),
    )
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cán bộ")
    )
    reason = models.CharField(_("vì"), max_length=10, choices=Reason)

    class Meta:
        verbose_name = _("tham gia văn bản đi")
        verbose_name_plural = _("tham gia văn bản đi")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(officer__isnull=False), name="outgoingpart_somebody"
            ),
            models.UniqueConstraint(
                fields=["document", "unit"], condition=Q(officer__isnull=True), name="outgoingpart_unit_once"
            ),
            models.UniqueConstraint(
                fields=["document", "officer"],
                condition=Q(officer__isnull=False),
                name="outgoingpart_officer_once",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-document"], name="outgoingpart_unit"),
            models.Index(
                fields=["officer", "-document"],
                condition=Q(officer__isnull=False),
                name="outgoingpart_officer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.unit_id or self.officer_id} ({self.reason})"
