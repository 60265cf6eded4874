"""What was sent, whom it is for, and what was refused."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.hub.models.agency import HubAgency
from congvu.hub.models.credential import HubCredential
from congvu.hub.models.uplink import HubUplink
from congvu.hub.states import State


class HubMessage(models.Model):
    """A package as it was accepted: its bytes stand on the disk under their SHA-256."""

    class Kind(models.TextChoices):
        EDOC = "edoc", _("văn bản")
        STATUS = "status", _("trạng thái")

    doc_id = models.CharField(_("mã gói"), max_length=40, unique=True)
    kind = models.CharField(_("loại gói"), max_length=10, choices=Kind)
    sender = models.ForeignKey(
        HubAgency, models.PROTECT, null=True, blank=True, related_name="sent", verbose_name=_("nơi gửi")
    )
    sender_code = models.CharField(_("mã nơi gửi"), max_length=60)
    credential = models.ForeignKey(
        HubCredential,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tài khoản kết nối trục"),
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    repeat_key = models.CharField(max_length=64, editable=False)
    repeats = models.PositiveIntegerField(_("số lần gửi lặp"), default=0)
    document_id = models.CharField(_("mã văn bản"), max_length=300, blank=True)
    notation = models.CharField(_("số, ký hiệu"), max_length=120, blank=True)
    title = models.CharField(_("trích yếu"), max_length=600, blank=True)
    remark = models.CharField(_("lưu ý"), max_length=300, blank=True)
    signed = models.JSONField(_("tham số đã ký"), default=dict)
    uplink = models.ForeignKey(
        HubUplink, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("từ trục trên")
    )
    remote_id = models.CharField(_("mã gói ở trục trên"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("nhận lúc"), db_index=True)
    purged_at = models.DateTimeField(_("xóa nội dung lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("gói trên trục")
        verbose_name_plural = _("gói trên trục")
        indexes = [
            models.Index(fields=["repeat_key", "-id"], name="hubmessage_repeat"),
            models.Index(fields=["sender", "-id"], name="hubmessage_sender"),
            models.Index(fields=["sha256"], name="hubmessage_bytes"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["uplink", "remote_id"],
                condition=Q(uplink__isnull=False),
                name="hubmessage_remote_once",
            )
        ]

    def __str__(self) -> str:
        return self.doc_id


class HubDelivery(models.Model):
    """One recipient's copy: `doc_id` is what the recipient's inbox calls it."""

    message = models.ForeignKey(
        HubMessage, models.CASCADE, related_name="deliveries", verbose_name=_("gói trên trục")
    )
    doc_id = models.CharField(_("mã gói ở nơi nhận"), max_length=40, unique=True)
    kind = models.CharField(_("loại gói"), max_length=10, choices=HubMessage.Kind)
    recipient = models.ForeignKey(
        HubAgency, models.PROTECT, null=True, blank=True, related_name="received", verbose_name=_("nơi nhận")
    )
    to_code = models.CharField(_("mã nơi nhận"), max_length=60)
    state = models.CharField(
        _("trạng thái"), max_length=12, default=State.INITIAL, choices=[(s.value, s.value) for s in State]
    )
    note = models.CharField(_("lý do"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("lên trục lúc"), db_index=True)
    fetched_at = models.DateTimeField(_("lấy về lúc"), null=True, blank=True)
    updated_at = models.DateTimeField(_("cập nhật lúc"))
    uplink = models.ForeignKey(
        HubUplink, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("qua trục trên")
    )
    remote_id = models.CharField(_("mã gói ở trục trên"), max_length=80, blank=True)
    attempts = models.PositiveIntegerField(_("số lần chuyển"), default=0)
    next_at = models.DateTimeField(_("chuyển lần tới lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt gửi trên trục")
        verbose_name_plural = _("lượt gửi trên trục")
        constraints = [
            models.UniqueConstraint(fields=["message", "to_code"], name="hubdelivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="hubdelivery_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "kind", "id"],
                condition=Q(state__in=[State.INITIAL.value, State.PROCESSING.value]),
                name="hubdelivery_waiting",
            ),
            models.Index(fields=["next_at"], condition=Q(uplink__isnull=False), name="hubdelivery_upward"),
        ]

    def __str__(self) -> str:
        return self.doc_id


class HubRefusal(models.Model):
    """A call that was refused, so that the administrator can help: never with a secret or a body."""

    at = models.DateTimeField(_("lúc"), db_index=True)
    operation = models.CharField(_("lệnh"), max_length=40)
    system_id = models.CharField(_("mã hệ thống"), max_length=120, blank=True)
    address = models.CharField(_("địa chỉ mạng"), max_length=60, blank=True)
    code = models.CharField(_("mã lỗi"), max_length=10)
    told = models.CharField(_("lý do"), max_length=500)

    class Meta:
        verbose_name = _("lần gọi bị từ chối")
        verbose_name_plural = _("lần gọi bị từ chối")

    def __str__(self) -> str:
        return f"{self.operation} {self.code}"
