"""What was sent and what came: bytes, headers and times as evidence, and where each stands."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.interchange.states import INBOUND_NAMES, OUTBOUND_NAMES, Inbound, Outbound


class InboundMessage(models.Model):
    """A package that reached us, stored before it was acknowledged; `identity_*` is what its sender means.

    A document of it may stand in the boxes of several agencies of this installation; they refer to the
    message as their source.
    """

    class Kind(models.TextChoices):
        EDOC = "edoc", _("Văn bản")
        STATUS = "status", _("Trạng thái")

    connection = models.ForeignKey(
        "interchange.Connection", models.PROTECT, related_name="inbound", verbose_name=_("kết nối liên thông")
    )
    remote_id = models.CharField(_("mã gói trên trục"), max_length=120)
    kind = models.CharField(_("loại"), max_length=8, choices=Kind)
    listed_sender = models.CharField(_("nơi gửi theo trục"), max_length=120, blank=True)
    listed_to = models.CharField(_("nơi nhận theo trục"), max_length=120, blank=True)
    listed_at = models.DateTimeField(_("lên trục lúc"), null=True, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("gói nguyên trạng")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    headers = models.JSONField(_("tiêu đề nhận được"), default=dict, blank=True)
    received_at = models.DateTimeField(_("lưu xong lúc"))
    acknowledged_at = models.DateTimeField(_("báo nhận lúc"), null=True, blank=True)
    acknowledged_as = models.CharField(_("báo nhận là"), max_length=10, blank=True)

    state = models.CharField(
        _("trạng thái"),
        max_length=12,
        default=Inbound.STORED,
        choices=[(state.value, name) for state, name in INBOUND_NAMES.items()],
    )
    reason = models.CharField(_("lý do"), max_length=1000, blank=True)
    reason_code = models.CharField(_("mã lý do"), max_length=60, blank=True)
    remarks = models.JSONField(_("lưu ý khi đọc"), default=list, blank=True)
    tries = models.PositiveSmallIntegerField(_("số lần xử lý"), default=0)
    settled_at = models.DateTimeField(_("xử lý xong lúc"), null=True, blank=True)
    identity_sender = models.CharField(_("mã định danh nơi gửi"), max_length=60, blank=True)
    identity_document = models.CharField(_("mã văn bản của nơi gửi"), max_length=200, blank=True)
    business = models.CharField(_("nghiệp vụ"), max_length=10, blank=True)
    acts_on = models.CharField(_("mã văn bản được tác động"), max_length=200, blank=True)
    digest = models.CharField(_("dấu vân nội dung"), max_length=64, blank=True)
    sender_name = models.CharField(_("nơi gửi"), max_length=300, blank=True)
    code = models.CharField(_("số, ký hiệu"), max_length=90, blank=True)
    issued_on = models.CharField(_("ngày văn bản"), max_length=30, blank=True)
    title = models.CharField(_("trích yếu"), max_length=500, blank=True)
    status_code = models.CharField(_("mã trạng thái"), max_length=10, blank=True)
    document = models.ForeignKey(
        "documents.IncomingDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản đến"),
    )

    class Meta:
        verbose_name = _("gói liên thông nhận được")
        verbose_name_plural = _("gói liên thông nhận được")
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind", "remote_id"], name="inbound_remote_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in Inbound]), name="inbound_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["connection", "-id"], name="inbound_connection"),
            models.Index(
                fields=["id"], condition=Q(state__in=["stored", "quarantined"]), name="inbound_open"
            ),
            models.Index(
                fields=["connection", "id"], condition=Q(acknowledged_at__isnull=True), name="inbound_unacked"
            ),
            models.Index(fields=["identity_document", "identity_sender"], name="inbound_identity"),
            models.Index(fields=["acts_on"], condition=~Q(acts_on=""), name="inbound_acts_on"),
        ]

    def __str__(self) -> str:
        return f"{self.remote_id} ({self.kind})"


class OutboundMessage(models.Model):
    """A package for one recipient: the delivery that carries it, its exact bytes, and where it stands.

    `tried_at` is set before the far side is called and taken away only when it certainly accepted nothing:
    whoever finds it set without a `remote_id` asks the far side before sending again.
    """

    class Kind(models.TextChoices):
        EDOC = "edoc", _("Văn bản")
        STATUS = "status", _("Trạng thái")

    key = models.CharField(_("khóa lượt gửi"), max_length=200, unique=True)
    delivery = models.BigIntegerField(_("lượt gửi"), null=True, blank=True, db_index=True)
    connection = models.ForeignKey(
        "interchange.Connection",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outbound",
        verbose_name=_("kết nối liên thông"),
    )
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan gửi")
    )
    kind = models.CharField(_("loại"), max_length=8, choices=Kind)
    business = models.CharField(_("nghiệp vụ"), max_length=10, blank=True)
    to_code = models.CharField(_("mã định danh nơi nhận"), max_length=60, blank=True)
    to_name = models.CharField(_("nơi nhận"), max_length=300, blank=True)
    sent_to = models.CharField(_("mã đã gửi tới"), max_length=60, blank=True)
    document = models.ForeignKey(
        "documents.OutgoingDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản đi"),
    )
    recipient = models.ForeignKey(
        "documents.OutgoingRecipient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nơi nhận văn bản đi"),
    )
    answers = models.ForeignKey(
        InboundMessage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statuses_sent",
        verbose_name=_("gói được trả lời"),
    )
    document_id_sent = models.CharField(_("mã văn bản đã gửi"), max_length=200, blank=True)
    acts_on = models.CharField(_("mã văn bản được tác động"), max_length=200, blank=True)
    code = models.CharField(_("số, ký hiệu"), max_length=90, blank=True)
    title = models.CharField(_("trích yếu"), max_length=500, blank=True)
    urgency = models.PositiveSmallIntegerField(_("độ khẩn"), default=0)
    file = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gói nguyên trạng"),
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    remote_id = models.CharField(_("mã gói trên trục"), max_length=120, blank=True)
    state = models.CharField(
        _("trạng thái"),
        max_length=12,
        default=Outbound.QUEUED,
        choices=[(state.value, name) for state, name in OUTBOUND_NAMES.items()],
    )
    status_code = models.CharField(_("mã trạng thái"), max_length=10, blank=True)
    status_at = models.DateTimeField(_("trạng thái lúc"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("vào hàng lúc"))
    tried_at = models.DateTimeField(_("bắt đầu gửi lúc"), null=True, blank=True)
    sent_at = models.DateTimeField(_("lên trục lúc"), null=True, blank=True)
    first_failed_at = models.DateTimeField(_("lỗi từ lúc"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("số lần lỗi"), default=0)
    alarmed_at = models.DateTimeField(_("báo kẹt lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("gói liên thông gửi đi")
        verbose_name_plural = _("gói liên thông gửi đi")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in Outbound]), name="outbound_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="outbound_agency"),
            models.Index(fields=["agency", "state", "-id"], name="outbound_state"),
            models.Index(fields=["id"], condition=Q(state__in=["queued", "stuck"]), name="outbound_unsent"),
            models.Index(fields=["connection", "remote_id"], name="outbound_remote"),
            models.Index(
                fields=["document_id_sent"], condition=~Q(document_id_sent=""), name="outbound_document_id"
            ),
            models.Index(fields=["acts_on"], condition=~Q(acts_on=""), name="outbound_acts_on"),
        ]

    def __str__(self) -> str:
        return f"{self.code or self.key} → {self.to_name or self.to_code}"


class StatusEvent(models.Model):
    """One report of a recipient about a package that we sent; kept for ever, in the order of arrival."""

    outbound = models.ForeignKey(
        OutboundMessage, models.CASCADE, related_name="events", verbose_name=_("gói liên thông gửi đi")
    )
    inbound = models.ForeignKey(
        InboundMessage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gói liên thông nhận được"),
    )
    code = models.CharField(_("mã trạng thái"), max_length=10)
    from_code = models.CharField(_("nơi báo"), max_length=60, blank=True)
    who = models.CharField(_("người xử lý"), max_length=200, blank=True)
    description = models.CharField(_("nội dung"), max_length=1000, blank=True)
    reported_at = models.DateTimeField(_("nơi nhận ghi lúc"), null=True, blank=True)
    received_at = models.DateTimeField(_("nhận được lúc"))

    class Meta:
        verbose_name = _("trạng thái liên thông")
        verbose_name_plural = _("trạng thái liên thông")
        ordering = ["outbound_id", "id"]

    def __str__(self) -> str:
        return f"{self.outbound_id}: {self.code}"
