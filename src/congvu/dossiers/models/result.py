"""The result of a dossier in its evidenced steps, and the forms handed to the applicant."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.dossiers.states import ResultState


class Result(models.Model):
    """A result: proposed, checked, signed, then numbered and issued: separate evidenced steps."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="results", verbose_name=_("hồ sơ"))
    name = models.CharField(_("tên kết quả"), max_length=300)
    code = models.CharField(_("mã kết quả"), max_length=30, blank=True)
    positive = models.BooleanField(_("giải quyết đồng ý"), default=True)
    content = models.TextField(_("nội dung"), blank=True)
    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        default=ResultState.PROPOSED,
        choices=[
            (ResultState.PROPOSED, _("đã trình")),
            (ResultState.CHECKED, _("đã kiểm tra")),
            (ResultState.SIGNED, _("đã ký")),
            (ResultState.ISSUED, _("đã phát hành")),
            (ResultState.REJECTED, _("không duyệt")),
        ],
    )
    number = models.PositiveIntegerField(_("số"), null=True, blank=True)
    notation = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tệp")
    )
    proposed_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người trình")
    )
    proposed_at = models.DateTimeField(_("trình lúc"))
    checked_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người kiểm tra"),
    )
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)
    signed_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người ký"),
    )
    signing_form = models.CharField(_("hình thức ký"), max_length=60, blank=True)
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    issued_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người phát hành"),
    )
    issued_at = models.DateTimeField(_("phát hành lúc"), null=True, blank=True)
    delivered_to = models.CharField(_("người nhận"), max_length=200, blank=True)
    delivered_by = models.CharField(_("cách giao"), max_length=10, blank=True)
    delivered_at = models.DateTimeField(_("giao lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("kết quả giải quyết")
        verbose_name_plural = _("kết quả giải quyết")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ResultState.ISSUED) | Q(number__isnull=False, signed_at__isnull=False),
                name="result_issued_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.notation or self.name


class IssuedForm(models.Model):
    """One of the seven forms as it was issued: the data is kept, so that it prints the same for ever."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="forms", verbose_name=_("hồ sơ"))
    form = models.CharField(_("mẫu"), max_length=20)
    number = models.CharField(_("số"), max_length=60, blank=True)
    data = models.JSONField(_("nội dung"), default=dict)
    issued_at = models.DateTimeField(_("lập lúc"))
    issued_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người lập")
    )

    class Meta:
        verbose_name = _("phiếu, biểu mẫu")
        verbose_name_plural = _("phiếu, biểu mẫu")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"
