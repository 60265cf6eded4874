"""Moving in from old systems: profiles, runs, what was brought in, and what is wrong."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.moving.rules.fields import KIND_NAMES, Kind
from congvu.moving.states import STATE_NAMES, State

_KINDS = [(kind.value, name) for kind, name in KIND_NAMES.items()]


class MoveProfile(models.Model):
    """How the columns of one old system become our fields; found again by its name, or by the headings."""

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    name = models.CharField(_("tên hệ thống cũ"), max_length=120)
    kind = models.CharField(_("loại dữ liệu"), max_length=10, choices=_KINDS)
    mapping = models.JSONField(_("khai báo cột"), default=dict)
    updated_at = models.DateTimeField(_("cập nhật lúc"))
    updated_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người cập nhật")
    )

    class Meta:
        verbose_name = _("hồ sơ chuyển dữ liệu")
        verbose_name_plural = _("hồ sơ chuyển dữ liệu")
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "name"], name="moveprofile_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="moveprofile_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Move(models.Model):
    """One source on its way in: read, tried, brought in, reconciled.

    `offset` is the byte in the read rows behind the last batch; together with `place` it is moved on in the
    transaction of the batch, so that a killed worker goes on exactly there.
    """

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    kind = models.CharField(_("loại dữ liệu"), max_length=10, choices=_KINDS)
    profile = models.ForeignKey(
        MoveProfile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moves",
        verbose_name=_("hồ sơ chuyển dữ liệu"),
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("sửa cho lượt"),
    )
    source = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp nguồn")
    )
    archive = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tệp nén kèm"),
    )
    folder = models.CharField(_("thư mục kèm"), max_length=500, blank=True)
    read_rows = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dòng đã đọc"),
    )
    wrong_sheet = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bảng dòng lỗi"),
    )
    sheet = models.JSONField(_("đầu bảng"), default=dict)
    mapping = models.JSONField(_("khai báo cột"), default=dict)
    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        default=State.NEW,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
    )
    turn = models.PositiveIntegerField(_("lần chạy"), default=0)
    total = models.PositiveIntegerField(_("số dòng"), default=0)
    place = models.PositiveIntegerField(_("đã xong dòng"), default=0)
    offset = models.PositiveBigIntegerField(_("vị trí"), default=0)
    counts = models.JSONField(_("số đếm"), default=dict)
    dry = models.JSONField(_("kết quả kiểm thử"), default=dict)
    report = models.JSONField(_("đối chiếu"), default=dict)
    told = models.CharField(_("thông báo"), max_length=1000, blank=True)
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người thực hiện")
    )
    created_at = models.DateTimeField(_("đưa lên lúc"))
    started_at = models.DateTimeField(_("bắt đầu lúc"), null=True, blank=True)
    moved_at = models.DateTimeField(_("chuyển đến lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt chuyển dữ liệu")
        verbose_name_plural = _("lượt chuyển dữ liệu")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="move_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="move_kind"),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="move_agency")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def stage(self) -> State:
        """Return the state as an enum member."""
        return State(self.state)

    @property
    def percent(self) -> int:
        """Return how far the work under way has come, from 0 to 100."""
        return min(100, self.place * 100 // self.total) if self.total else 0


class MovedRow(models.Model):
    """A row of an old system that stands here as a document or a dossier: once for each profile."""

    profile = models.ForeignKey(
        MoveProfile, models.PROTECT, related_name="rows", verbose_name=_("hồ sơ chuyển dữ liệu")
    )
    key = models.CharField(_("khóa ở hệ thống cũ"), max_length=200)
    digest = models.CharField(_("dấu nội dung"), max_length=32)
    move = models.ForeignKey(
        Move, models.PROTECT, related_name="brought", verbose_name=_("lượt chuyển dữ liệu")
    )
    seen_by = models.ForeignKey(
        Move, models.PROTECT, related_name="seen", verbose_name=_("lượt gặp lại gần nhất")
    )
    row = models.PositiveIntegerField(_("dòng nguồn"))
    subject_label = models.CharField(_("loại"), max_length=60)
    subject_pk = models.BigIntegerField(_("khóa"))

    class Meta:
        verbose_name = _("dòng đã chuyển")
        verbose_name_plural = _("dòng đã chuyển")
        constraints = [models.UniqueConstraint(fields=["profile", "key"], name="movedrow_once")]
        indexes = [models.Index(fields=["subject_label", "subject_pk"], name="movedrow_subject")]

    def __str__(self) -> str:
        return self.key


class WrongRow(models.Model):
    """A row that was not brought in, and why."""

    move = models.ForeignKey(
        Move, models.CASCADE, related_name="wrong", verbose_name=_("lượt chuyển dữ liệu")
    )
    row = models.PositiveIntegerField(_("dòng nguồn"))
    group = models.CharField(_("sổ, năm"), max_length=80)
    number = models.CharField(_("số"), max_length=60, blank=True)
    pages = models.PositiveIntegerField(_("số trang"), default=0)
    code = models.CharField(_("mã lỗi"), max_length=40)
    told = models.CharField(_("lý do"), max_length=1000)

    class Meta:
        verbose_name = _("dòng lỗi khi chuyển dữ liệu")
        verbose_name_plural = _("dòng lỗi khi chuyển dữ liệu")
        ordering = ["move_id", "row"]
        constraints = [models.UniqueConstraint(fields=["move", "row"], name="wrongrow_once")]

    def __str__(self) -> str:
        return f"{self.row}: {self.told}"
