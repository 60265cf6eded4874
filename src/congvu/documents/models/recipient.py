"""To whom an outgoing document goes, and what became of it there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutgoingRecipient(models.Model):
    """A recipient of an outgoing document: an agency, unit or officer here, or somebody outside."""

    class Role(models.TextChoices):
        ACT = "act", _("để thực hiện")
        REPORT = "report", _("để báo cáo")
        KNOW = "know", _("để biết")

    class Way(models.TextChoices):
        INSIDE = "inside", _("trong hệ thống")
        INTERCHANGE = "interchange", _("liên thông")
        PAPER = "paper", _("bản giấy")

    document = models.ForeignKey(
        "documents.OutgoingDocument", models.CASCADE, related_name="recipients", verbose_name=_("văn bản đi")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.CharField(_("nơi nhận"), max_length=300)
    agency = models.ForeignKey(
        "directory.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan nhận"),
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phòng nhận"),
    )
    officer = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người nhận"),
    )
    agency_code = models.CharField(_("mã định danh nơi nhận"), max_length=35, blank=True)
    role = models.CharField(_("nhận"), max_length=8, choices=Role, default=Role.KNOW)
    way = models.CharField(_("đường gửi"), max_length=12, choices=Way)
    incoming = models.ForeignKey(
        "documents.IncomingDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản đến tại nơi nhận"),
    )
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    state_note = models.CharField(_("tình trạng"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("nơi nhận văn bản đi")
        verbose_name_plural = _("nơi nhận văn bản đi")
        ordering = ["document_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="outgoingrecipient_once"),
            models.CheckConstraint(
                condition=~Q(way="inside") | Q(agency__isnull=False), name="outgoingrecipient_inside"
            ),
        ]
        indexes = [
            models.Index(
                fields=["incoming"], condition=Q(incoming__isnull=False), name="outgoingrecipient_incoming"
            ),
            models.Index(fields=["agency", "-document"], name="outgoingrecipient_agency"),
        ]

    def __str__(self) -> str:
        return self.name
