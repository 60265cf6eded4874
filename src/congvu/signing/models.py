"""Certificates and pictures of those who sign, roots that are trusted, and what was signed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ONE_OWNER = Q(officer__isnull=False, agency__isnull=True) | Q(officer__isnull=True, agency__isnull=False)


class Certificate(models.Model):
    """A certificate of an officer or of an agency, and where its private key is; never the key."""

    officer = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("cán bộ"),
    )
    agency = models.ForeignKey(
        "directory.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("cơ quan"),
    )
    provider = models.CharField(_("nơi giữ khóa"), max_length=20)
    reference = models.CharField(_("tham chiếu khóa"), max_length=300)
    subject = models.CharField(_("chủ thể"), max_length=300)
    organisation = models.CharField(_("tổ chức"), max_length=200, blank=True)
    issuer = models.CharField(_("nơi cấp"), max_length=300)
    serial = models.CharField(_("số sê-ri"), max_length=64)
    fingerprint = models.CharField(_("dấu vân tay SHA-256"), max_length=64)
    key_kind = models.CharField(_("loại khóa"), max_length=40)
    pem = models.TextField(_("chứng thư (PEM)"))
    valid_from = models.DateTimeField(_("hiệu lực từ"))
    valid_to = models.DateTimeField(_("hiệu lực đến"))
    active = models.BooleanField(_("đang dùng"), default=True)
    revoked_at = models.DateTimeField(_("bị thu hồi lúc"), null=True, blank=True)
    added_at = models.DateTimeField(_("thêm lúc"))

    class Meta:
        verbose_name = _("chứng thư số")
        verbose_name_plural = _("chứng thư số")
        ordering = ["-active", "-valid_to", "id"]
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="certificate_one_owner"),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="certificate_dates"),
            models.UniqueConstraint(fields=["fingerprint"], name="certificate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.serial})"


class SignatureImage(models.Model):
    """The picture that is shown where somebody signs: handwriting in blue, an agency's seal in red."""

    officer = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signature_images",
        verbose_name=_("cán bộ"),
    )
    agency = models.ForeignKey(
        "directory.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signature_images",
        verbose_name=_("cơ quan"),
    )
    png = models.BinaryField(_("ảnh PNG"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    valid_from = models.DateField(_("dùng từ ngày"))
    valid_to = models.DateField(_("dùng đến ngày"), null=True, blank=True)
    added_at = models.DateTimeField(_("thêm lúc"))

    class Meta:
        verbose_name = _("hình chữ ký, hình dấu")
        verbose_name_plural = _("hình chữ ký, hình dấu")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="signatureimage_one_owner"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="signatureimage_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class TrustAnchor(models.Model):
    """A root certificate whose descendants are believed: of the Government, or of a public authority."""

    name = models.CharField(_("tên"), max_length=200)
    pem = models.TextField(_("chứng thư (PEM)"))
    fingerprint = models.CharField(_("dấu vân tay SHA-256"), max_length=64, unique=True)
    valid_from = models.DateTimeField(_("hiệu lực từ"))
    valid_to = models.DateTimeField(_("hiệu lực đến"))
    is_development = models.BooleanField(_("chỉ để thử nghiệm"), default=False)
    active = models.BooleanField(_("đang tin cậy"), default=True)
    added_at = models.DateTimeField(_("thêm lúc"))

    class Meta:
        verbose_name = _("chứng thư gốc tin cậy")
        verbose_name_plural = _("chứng thư gốc tin cậy")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class SignatureRecord(models.Model):
    """That a file was signed: which bytes became which, by whom, with which certificate, about what.

    Files are kept by their content, so that `sha256_after` names the stored file too.
    """

    class Role(models.TextChoices):
        SIGNER = "signer", _("người ký")
        AGENCY = "agency", _("cơ quan")

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="records", verbose_name=_("chứng thư số")
    )
    role = models.CharField(_("vai trò ký"), max_length=10, choices=Role)
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người thực hiện")
    )
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan thực hiện")
    )
    field_name = models.CharField(_("ô chữ ký"), max_length=100)
    level = models.CharField(_("mức chữ ký"), max_length=10)
    signed_at = models.DateTimeField(_("ký lúc"))
    sha256_before = models.CharField(_("SHA-256 trước khi ký"), max_length=64, db_index=True)
    sha256_after = models.CharField(_("SHA-256 sau khi ký"), max_length=64, unique=True)
    subject_label = models.CharField(_("loại đối tượng"), max_length=80, blank=True)
    subject_pk = models.BigIntegerField(_("khóa đối tượng"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt ký số")
        verbose_name_plural = _("lượt ký số")
        ordering = ["-signed_at", "-id"]
        indexes = [models.Index(fields=["subject_label", "subject_pk"], name="signaturerecord_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_label="", subject_pk__isnull=True)
                | (~Q(subject_label="") & Q(subject_pk__isnull=False)),
                name="signaturerecord_subject_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.field_name}"
