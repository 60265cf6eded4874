"""Agencies of the axis and the codes under which they are addressed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HubAgency(models.Model):
    """An agency that sends and receives over this axis, or did until it was merged.

    `code` and `old_code` repeat the codes that are told in lists; addressing goes by `HubCode`. `path` holds
    the keys from the top down to this agency (/1/5/): a prefix of it is a branch.
    """

    name = models.CharField(_("tên cơ quan"), max_length=300)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("trực thuộc")
    )
    path = models.CharField(max_length=255, db_index=True, editable=False)
    code = models.CharField(_("mã định danh"), max_length=60, unique=True)
    old_code = models.CharField(_("mã cũ"), max_length=60, blank=True)
    mail = models.CharField(_("thư điện tử"), max_length=200, blank=True)
    mobile = models.CharField(_("điện thoại"), max_length=40, blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    foreign_id = models.CharField(_("mã ở hệ thống khai báo"), max_length=60, blank=True)
    is_agency = models.BooleanField(_("là cơ quan"), default=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="origins",
        verbose_name=_("cơ quan kế thừa"),
    )
    deleted = models.BooleanField(_("không còn"), default=False)
    locked = models.BooleanField(_("đang khóa"), default=False)
    locked_why = models.CharField(_("lý do khóa"), max_length=300, blank=True)
    version = models.BigIntegerField(_("phiên bản"), db_index=True)
    modified_at = models.DateTimeField(_("sửa lúc"))
    search_text = models.CharField(max_length=700, blank=True, editable=False)

    class Meta:
        verbose_name = _("cơ quan trên trục")
        verbose_name_plural = _("cơ quan trên trục")
        indexes = [models.Index(fields=["search_text"], name="hubagency_search")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class HubCode(models.Model):
    """A code that means an agency, in one of the two schemes; an expired one still arrives."""

    class Scheme(models.TextChoices):
        QD20 = "qd20", _("QĐ 20/2020/QĐ-TTg")
        QCVN102 = "qcvn102", _("QCVN 102:2016/BTTTT")

    agency = models.ForeignKey(
        HubAgency, models.CASCADE, related_name="codes", verbose_name=_("cơ quan trên trục")
    )
    scheme = models.CharField(_("loại mã"), max_length=10, choices=Scheme)
    code = models.CharField(_("mã"), max_length=60, unique=True)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("mã trên trục")
        verbose_name_plural = _("mã trên trục")

    def __str__(self) -> str:
        return self.code
