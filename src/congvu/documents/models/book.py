"""The registers of documents (sổ đăng ký văn bản đi, đến)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Book(models.Model):
    """A register of one agency, year and direction: NĐ 30/2020/NĐ-CP Điều 15, 16 and 22.

    Numbers come from `registers`, under the name that `register` gives; a book keeps no counter of its own.
    """

    class Direction(models.TextChoices):
        INCOMING = "in", _("Văn bản đến")
        OUTGOING = "out", _("Văn bản đi")

    class Numbering(models.TextChoices):
        COMMON = "common", _("chung cho mọi loại văn bản")
        PER_KIND = "kind", _("riêng theo từng loại văn bản")

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    direction = models.CharField(_("sổ của"), max_length=3, choices=Direction)
    code = models.SlugField(_("mã sổ"), max_length=24)
    name = models.CharField(_("tên sổ"), max_length=120)
    numbering = models.CharField(_("đánh số"), max_length=6, choices=Numbering, default=Numbering.COMMON)
    for_secret = models.BooleanField(_("sổ văn bản mật"), default=False)
    for_normative = models.BooleanField(_("sổ văn bản quy phạm pháp luật"), default=False)
    is_default = models.BooleanField(_("sổ mặc định"), default=False)
    opened_at = models.DateTimeField(_("mở sổ lúc"))
    closed_at = models.DateTimeField(_("khóa sổ lúc"), null=True, blank=True)
    closed_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người khóa sổ"),
    )

    class Meta:
        verbose_name = _("sổ văn bản")
        verbose_name_plural = _("sổ văn bản")
        ordering = ["agency_id", "-year", "direction", "-is_default", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "direction", "code"], name="book_once"),
            models.UniqueConstraint(
                fields=["agency", "year", "direction"], condition=Q(is_default=True), name="book_default_once"
            ),
            models.CheckConstraint(condition=Q(direction__in=["in", "out"]), name="book_direction_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def register(self) -> str:
        """Return the name under which `registers` counts this book's numbers."""
        return f"doc-{self.direction}-{self.code}"

    @property
    def period(self) -> str:
        """Return the period in which its numbers run on."""
        return str(self.year)
