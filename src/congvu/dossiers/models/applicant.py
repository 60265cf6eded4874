"""Citizens and organisations who hand in dossiers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Applicant(models.Model):
    """A citizen or organisation, found by the identity number."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", _("Công dân")
        BUSINESS = "business", _("Doanh nghiệp")
        ORGANISATION = "organisation", _("Tổ chức khác")

    class IdKind(models.TextChoices):
        CCCD = "cccd", _("Số định danh cá nhân/căn cước")
        CMND = "cmnd", _("Chứng minh nhân dân (9 số)")
        PASSPORT = "passport", _("Hộ chiếu")
        TAX = "tax", _("Mã số thuế")

    kind = models.CharField(_("đối tượng"), max_length=12, choices=Kind, default=Kind.CITIZEN)
    id_kind = models.CharField(_("loại giấy tờ"), max_length=10, choices=IdKind, default=IdKind.CCCD)
    id_number = models.CharField(_("số giấy tờ"), max_length=20)
    name = models.CharField(_("họ và tên / tên tổ chức"), max_length=200)
    born_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    updated_at = models.DateTimeField(_("cập nhật lúc"))

    class Meta:
        verbose_name = _("người nộp hồ sơ")
        verbose_name_plural = _("người nộp hồ sơ")
        constraints = [models.UniqueConstraint(fields=["id_kind", "id_number"], name="applicant_once")]

    def __str__(self) -> str:
        return self.name
