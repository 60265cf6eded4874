"""What goes to the national side and what comes from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.national.models.link import NationalLink
from congvu.national.states import INBOUND_NAMES, KIND_NAMES, SYNC_NAMES, Inbound, Sync


class SyncedDossier(models.Model):
    """What the national side was told of a dossier of ours, and whether it took it."""

    dossier = models.OneToOneField(
        "dossiers.Dossier", models.PROTECT, related_name="+", verbose_name=_("hồ sơ")
    )
    link = models.ForeignKey(
        NationalLink, models.PROTECT, related_name="dossiers", verbose_name=_("kết nối quốc gia")
    )
    from_portal = models.BooleanField(_("nộp trên Cổng quốc gia"), default=False)
    state = models.CharField(
        _("tình trạng"),
        max_length=10,
        default=Sync.WAITING,
        choices=[(state.value, name) for state, name in SYNC_NAMES.items()],
    )
    number = models.PositiveIntegerField(_("số thay đổi"), default=0)
    sent_number = models.PositiveIntegerField(_("đã gửi đến thay đổi"), default=0)
    sent_status = models.CharField(_("trạng thái quốc gia đã gửi"), max_length=2, blank=True)
    remote_id = models.CharField(_("mã bên quốc gia"), max_length=60, blank=True)
    uploads = models.JSONField(_("tệp đã gửi"), default=dict, blank=True)
    changed_at = models.DateTimeField(_("thay đổi lúc"))
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    error = models.TextField(_("lỗi gần nhất"), blank=True)
    failing_since = models.DateTimeField(_("lỗi từ lúc"), null=True, blank=True)
    told_at = models.DateTimeField(_("báo người lúc"), null=True, blank=True)
    answered_at = models.DateTimeField(_("công dân bổ sung lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("hồ sơ đồng bộ quốc gia")
        verbose_name_plural = _("hồ sơ đồng bộ quốc gia")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in Sync]), name="synceddossier_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["link", "changed_at"],
                condition=~Q(state=Sync.SYNCED.value),
                name="synceddossier_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.state}"


class OnlineMessage(models.Model):
    """What a citizen did on the national portal, as it came; each number once."""

    link = models.ForeignKey(
        NationalLink, models.PROTECT, related_name="messages", verbose_name=_("kết nối quốc gia")
    )
    sequence = models.PositiveBigIntegerField(_("số thứ tự bên quốc gia"))
    code = models.CharField(_("mã hồ sơ"), max_length=60)
    kind = models.CharField(
        _("việc"), max_length=12, choices=[(key, name) for key, name in KIND_NAMES.items()]
    )
    body = models.JSONField(_("nội dung"), default=dict)
    state = models.CharField(
        _("tình trạng"),
        max_length=12,
        default=Inbound.STORED,
        choices=[(state.value, name) for state, name in INBOUND_NAMES.items()],
    )
    note = models.TextField(_("lý do"), blank=True)
    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hồ sơ")
    )
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    files = models.JSONField(_("tệp đã tải"), default=dict, blank=True)
    tries = models.PositiveIntegerField(_("số lần thử"), default=0)
    received_at = models.DateTimeField(_("nhận lúc"))
    handled_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    handled_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người xử lý"),
    )

    class Meta:
        verbose_name = _("thông điệp từ Cổng quốc gia")
        verbose_name_plural = _("thông điệp từ Cổng quốc gia")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["link", "sequence", "code"], name="onlinemessage_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in Inbound]), name="onlinemessage_state"
            ),
        ]
        indexes = [
            models.Index(fields=["code", "id"], name="onlinemessage_code"),
            models.Index(
                fields=["link", "id"],
                condition=Q(state__in=[Inbound.STORED, Inbound.DECIDING, Inbound.QUARANTINED]),
                name="onlinemessage_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.sequence}"


class ReservedCode(models.Model):
    """A dossier code of the national side kept ready, or (without code) the wish for some."""

    link = models.ForeignKey(
        NationalLink, models.CASCADE, related_name="reserved", verbose_name=_("kết nối quốc gia")
    )
    procedure_code = models.CharField(_("mã thủ tục"), max_length=40)
    code = models.CharField(_("mã hồ sơ"), max_length=60, unique=True, null=True, blank=True)
    on = models.DateField(_("ngày"))
    taken_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)
    error = models.CharField(_("lỗi khi xin mã"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("mã hồ sơ quốc gia dự trữ")
        verbose_name_plural = _("mã hồ sơ quốc gia dự trữ")
        indexes = [
            models.Index(
                fields=["link", "procedure_code", "on"],
                condition=Q(taken_at__isnull=True),
                name="reservedcode_free",
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.procedure_code
