"""A stage of a dossier that two systems share, and what they told each other about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.interchange.models.traffic import InboundMessage, OutboundMessage
from congvu.interchange.rules.linking import KIND_NAMES, OPEN, STAGE_NAMES, Side, Stage


class LinkedDossier(models.Model):
    """One stage, as one of its two systems sees it: with whom, where it stands, how far both were heard.

    `sent` and `received` count the messages of each side: whatever comes has effect in this order, once.
    """

    stage = models.UUIDField(_("mã lượt chuyển"))
    side = models.CharField(
        _("vai trò"), max_length=10, choices=[(Side.ORIGIN, _("nơi chuyển")), (Side.RECEIVER, _("nơi nhận"))]
    )
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", verbose_name=_("hồ sơ"))
    step = models.ForeignKey(
        "dossiers.Step", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("bước")
    )
    partner_code = models.CharField(_("mã định danh cơ quan kia"), max_length=60)
    partner_name = models.CharField(_("cơ quan kia"), max_length=300, blank=True)
    dossier_code = models.CharField(_("mã hồ sơ"), max_length=60)
    name = models.CharField(_("phần việc"), max_length=200)
    task = models.CharField(_("nội dung đề nghị"), max_length=1000, blank=True)
    state = models.CharField(
        _("trạng thái"),
        max_length=12,
        default=Stage.NEW,
        choices=[(stage.value, name) for stage, name in STAGE_NAMES.items()],
    )
    sent = models.PositiveIntegerField(_("số tin đã gửi"), default=0)
    received = models.PositiveIntegerField(_("số tin đã nhận"), default=0)
    due_at = models.DateTimeField(_("hạn của phần việc"), null=True, blank=True)
    dossier_due_at = models.DateTimeField(_("hạn trả kết quả"), null=True, blank=True)
    before = models.JSONField(_("người giữ trước khi chuyển"), default=dict, blank=True)
    asked = models.JSONField(_("đề nghị bổ sung đang chờ"), default=dict, blank=True)
    recall = models.CharField(_("đề nghị trả lại"), max_length=1000, blank=True)
    note = models.CharField(_("lời cuối"), max_length=1000, blank=True)
    source = models.ForeignKey(
        InboundMessage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gói chuyển đến"),
    )
    answer = models.ForeignKey(
        "documents.IncomingDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản trả lời"),
    )
    opened_at = models.DateTimeField(_("chuyển lúc"))
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("hồ sơ liên thông")
        verbose_name_plural = _("hồ sơ liên thông")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "side"], name="linked_stage_once"),
            models.CheckConstraint(
                condition=Q(state__in=[stage.value for stage in Stage]), name="linked_state_known"
            ),
            models.UniqueConstraint(
                fields=["step"],
                condition=Q(state__in=sorted(stage.value for stage in OPEN)),
                name="linked_step_once",
            ),
        ]
        indexes = [
            models.Index(fields=["dossier"], name="linked_dossier"),
            models.Index(
                fields=["agency", "-id"],
                condition=Q(state__in=sorted(stage.value for stage in OPEN)),
                name="linked_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_code} ↔ {self.partner_name or self.partner_code}"


class LinkMessage(models.Model):
    """One message about a stage, in the order of its sender; kept with the package that carried it."""

    class Way(models.TextChoices):
        OUT = "out", _("gửi")
        IN = "in", _("nhận")

    link = models.ForeignKey(
        LinkedDossier, models.CASCADE, related_name="messages", verbose_name=_("hồ sơ liên thông")
    )
    way = models.CharField(_("chiều"), max_length=3, choices=Way)
    sequence = models.PositiveIntegerField(_("thứ tự"))
    uid = models.UUIDField(_("mã tin"))
    kind = models.CharField(
        _("loại tin"), max_length=20, choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    at = models.DateTimeField(_("lúc"))
    by = models.CharField(_("người gửi tin"), max_length=200, blank=True)
    text = models.TextField(_("nội dung"), blank=True)
    content = models.JSONField(_("toàn văn"), default=dict)
    files = models.JSONField(_("tệp đi cùng"), default=list)
    late = models.BooleanField(_("đến sau khi đã kết thúc"), default=False)
    outbound = models.OneToOneField(
        OutboundMessage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="link_message",
        verbose_name=_("gói liên thông gửi đi"),
    )
    inbound = models.ForeignKey(
        InboundMessage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gói liên thông nhận được"),
    )

    class Meta:
        verbose_name = _("tin liên thông hồ sơ")
        verbose_name_plural = _("tin liên thông hồ sơ")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["link", "way", "sequence"], name="link_message_once"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}/{self.way}/{self.sequence}: {self.kind}"
