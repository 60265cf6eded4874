"""Handing case files over to the agency's archive, and the packages made of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.casefiles.models.casefile import CaseFile
from congvu.casefiles.states import HANDOVER_STATES, HandoverState


class Handover(models.Model):
    """The minutes by which case files pass from those who made them to the archive (NĐ 30/2020 Điều 30)."""

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey(
        "directory.Unit", models.PROTECT, related_name="+", verbose_name=_("đơn vị giao")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số biên bản"))
    title = models.CharField(_("tên khối tài liệu"), max_length=300)
    condition = models.CharField(_("tình trạng tài liệu"), max_length=300, blank=True)
    boxes = models.PositiveSmallIntegerField(_("số hộp, cặp"), default=0)
    giver = models.ForeignKey(
        "directory.Officer", models.PROTECT, related_name="+", verbose_name=_("người giao")
    )
    giver_title = models.CharField(_("chức vụ người giao"), max_length=120, blank=True)
    receiver = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người nhận")
    )
    receiver_title = models.CharField(_("chức vụ người nhận"), max_length=120, blank=True)
    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        default=HandoverState.PROPOSED,
        choices=[(state.value, name) for state, name in HANDOVER_STATES.items()],
    )
    reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    proposed_at = models.DateTimeField(_("đề nghị lúc"))
    answer_by = models.DateField(_("hạn trả lời"))
    settled_at = models.DateTimeField(_("giải quyết lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("biên bản giao nhận hồ sơ")
        verbose_name_plural = _("biên bản giao nhận hồ sơ")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="handover_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in HandoverState]), name="handover_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="handover_returned_reason"
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "-id"], name="handover_desk")]

    def __str__(self) -> str:
        return f"{self.number:02}/BBGN/{self.year}"


class HandoverLine(models.Model):
    """A case file in a hand-over, and how the archive found it."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("chưa kiểm tra")
        GOOD = "good", _("đủ điều kiện")
        BAD = "bad", _("phải hoàn thiện")

    handover = models.ForeignKey(
        Handover, models.CASCADE, related_name="lines", verbose_name=_("biên bản giao nhận hồ sơ")
    )
    case_file = models.ForeignKey(
        CaseFile, models.PROTECT, related_name="handovers", verbose_name=_("hồ sơ công việc")
    )
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    verdict = models.CharField(_("kết quả kiểm tra"), max_length=10, choices=Verdict, default=Verdict.WAITING)
    remark = models.CharField(_("nhận xét"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("hồ sơ giao nhận")
        verbose_name_plural = _("hồ sơ giao nhận")
        ordering = ["handover_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "case_file"], name="handoverline_once"),
            models.CheckConstraint(
                condition=~Q(verdict="bad") | ~Q(remark=""), name="handoverline_bad_remark"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id}: {self.case_file_id}"


class ArchivePackage(models.Model):
    """A package of a case file (TT 05/2025/TT-BNV): SIP to hand on, AIP to keep; never changed once made."""

    class Kind(models.TextChoices):
        SIP_FILE = "SIP_hoso", _("Gói hồ sơ nộp (SIP_hoso)")
        AIP_FILE = "AIP_hoso", _("Gói hồ sơ lưu trữ (AIP_hoso)")

    case_file = models.ForeignKey(
        CaseFile, models.PROTECT, related_name="packages", verbose_name=_("hồ sơ công việc")
    )
    kind = models.CharField(_("loại gói"), max_length=12, choices=Kind)
    uuid = models.UUIDField(_("mã gói"), unique=True)
    object_id = models.CharField(_("OBJID"), max_length=120)
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    files = models.PositiveIntegerField(_("số tệp"))
    valid = models.BooleanField(_("đạt kiểm tra"))
    findings = models.JSONField(_("kết quả kiểm tra"), default=list)
    checked_at = models.DateTimeField(_("kiểm tra lúc"))
    made_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người đóng gói")
    )
    made_at = models.DateTimeField(_("đóng gói lúc"))

    class Meta:
        verbose_name = _("gói tin lưu trữ")
        verbose_name_plural = _("gói tin lưu trữ")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.object_id
