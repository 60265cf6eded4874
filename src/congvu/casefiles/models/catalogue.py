"""The catalogue of a year (danh mục hồ sơ), and the rules by which papers are filed by themselves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.casefiles.rules.retention import RETENTION, period_text
from congvu.casefiles.states import CATALOGUE_STATES, CatalogueState


class Catalogue(models.Model):
    """Which case files an agency means to make in a year, issued at its beginning (NĐ 30/2020 Điều 28)."""

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        default=CatalogueState.DRAFT,
        choices=[(state.value, name) for state, name in CATALOGUE_STATES.items()],
    )
    decision_no = models.CharField(_("số quyết định ban hành"), max_length=60, blank=True)
    decision_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    approved_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người duyệt")
    )
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    created_at = models.DateTimeField(_("lập lúc"))

    class Meta:
        verbose_name = _("danh mục hồ sơ")
        verbose_name_plural = _("danh mục hồ sơ")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="catalogue_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CatalogueState]),
                name="catalogue_state_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class CatalogueEntry(models.Model):
    """A line of the catalogue: a subject heading, or a case file that is to be made under one."""

    catalogue = models.ForeignKey(
        Catalogue, models.CASCADE, related_name="entries", verbose_name=_("danh mục hồ sơ")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("đề mục")
    )
    is_heading = models.BooleanField(_("là đề mục"), default=False)
    place = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    sign = models.CharField(_("chữ viết tắt của đề mục"), max_length=12, blank=True)
    notation = models.CharField(_("số, ký hiệu hồ sơ"), max_length=20, blank=True)
    title = models.CharField(_("tiêu đề"), max_length=500)
    retention = models.CharField(
        _("thời hạn bảo quản"),
        max_length=2,
        blank=True,
        choices=[(one.code, one.name) for one in RETENTION.values()],
    )
    retention_years = models.PositiveSmallIntegerField(_("số năm"), null=True, blank=True)
    unit = models.ForeignKey(
        "directory.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị lập")
    )
    keeper = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người lập hồ sơ")
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("dòng danh mục hồ sơ")
        verbose_name_plural = _("dòng danh mục hồ sơ")
        ordering = ["catalogue_id", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "notation"], condition=~Q(notation=""), name="catalogueentry_notation"
            ),
            models.CheckConstraint(
                condition=Q(is_heading=True, notation="", retention="")
                | (Q(is_heading=False) & ~Q(notation="") & Q(retention__in=sorted(RETENTION))),
                name="catalogueentry_shape",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notation} {self.title}".strip()

    @property
    def period(self) -> str:
        """Return the retention period in words."""
        return period_text(self.retention, self.retention_years)


class FilingRule(models.Model):
    """What goes into a case file by itself: papers of one kind, and what came from something filed there."""

    class Match(models.TextChoices):
        ANY = "any", _("mọi việc của đơn vị")
        PROCEDURE = "procedure", _("thủ tục hành chính")
        FIELD = "field", _("lĩnh vực")
        TYPE = "type", _("loại văn bản")
        PARENT = "parent", _("theo việc gốc đã ở trong hồ sơ")

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey(
        "directory.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị")
    )
    subject_label = models.CharField(_("loại đối tượng"), max_length=60)
    match = models.CharField(_("căn cứ"), max_length=10, choices=Match)
    value = models.CharField(_("giá trị"), max_length=100, blank=True)
    case_file = models.ForeignKey(
        "casefiles.CaseFile",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("hồ sơ công việc"),
    )
    created_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người lập")
    )
    created_at = models.DateTimeField(_("lập lúc"))

    class Meta:
        verbose_name = _("quy tắc đưa vào hồ sơ")
        verbose_name_plural = _("quy tắc đưa vào hồ sơ")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "subject_label", "match", "value"],
                condition=Q(unit__isnull=False),
                name="filingrule_unit_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "subject_label", "match", "value"],
                condition=Q(unit__isnull=True),
                name="filingrule_agency_once",
            ),
            models.CheckConstraint(
                condition=Q(match="parent", case_file__isnull=True)
                | (~Q(match="parent") & Q(case_file__isnull=False)),
                name="filingrule_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_label} {self.match} {self.value}".strip()
