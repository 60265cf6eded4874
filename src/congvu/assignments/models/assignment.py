"""Assigned work (nhiệm vụ được giao), who takes part in it, and what makes it recur."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.assignments.queries.scopes import AssignmentQuerySet
from congvu.assignments.states import OPEN, STATE_NAMES, State

_OPEN = Q(state__in=sorted(state.value for state in OPEN))


class Period(models.TextChoices):
    """How often something comes again."""

    NONE = "", _("không định kỳ")
    DAY = "day", _("hằng ngày")
    WEEK = "week", _("hằng tuần")
    MONTH = "month", _("hằng tháng")
    QUARTER = "quarter", _("hằng quý")


class Urgency(models.IntegerChoices):
    """The ladder of urgency of documents and work."""

    NORMAL = 0, _("Thường")
    URGENT = 1, _("Khẩn")
    VERY = 2, _("Thượng khẩn")
    FLASH = 3, _("Hỏa tốc")


class Series(models.Model):
    """A rule by which the same work is given again; its assignments point here."""

    every = models.CharField(_("chu kỳ"), max_length=8, choices=[row for row in Period.choices if row[0]])
    next_on = models.DateField(_("lần giao tiếp theo"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("số ngày thực hiện"), null=True, blank=True)
    begins_on = models.DateField(_("từ ngày"))
    number = models.PositiveIntegerField(_("số lần đã giao"), default=1)
    stopped_at = models.DateTimeField(_("dừng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lịch giao định kỳ")
        verbose_name_plural = _("lịch giao định kỳ")
        indexes = [
            models.Index(fields=["next_on"], condition=Q(stopped_at__isnull=True), name="series_running")
        ]

    def __str__(self) -> str:
        return f"{self.every}: {self.next_on}"


class Assignment(models.Model):
    """Work given to exactly one agency, unit or officer to lead; N leaders are N assignments."""

    class SourceKind(models.TextChoices):
        OTHER = "other", _("Giao trực tiếp")
        DOCUMENT = "document", _("Văn bản")
        MINUTES = "minutes", _("Kết luận cuộc họp")
        PARENT = "parent", _("Nhiệm vụ cấp trên")

    code = models.CharField(_("mã nhiệm vụ"), max_length=40)
    request_key = models.UUIDField(_("khóa yêu cầu"), null=True, editable=False)
    request_line = models.PositiveSmallIntegerField(_("dòng của yêu cầu"), default=0, editable=False)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    content = models.TextField(_("nội dung nhiệm vụ"))

    giver_agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan giao")
    )
    giver_unit = models.ForeignKey(
        "directory.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị giao")
    )
    giver = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người giao")
    )
    lead_agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan chủ trì")
    )
    lead_unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("đơn vị chủ trì"),
    )
    lead_officer = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người chủ trì"),
    )

    state = models.CharField(
        _("trạng thái"),
        max_length=20,
        default=State.IN_PROGRESS,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
    )
    awaiting = models.CharField(
        _("chờ duyệt tại"),
        max_length=6,
        blank=True,
        default="",
        choices=[("unit", _("đơn vị chủ trì")), ("giver", _("người giao"))],
    )
    urgency = models.PositiveSmallIntegerField(_("độ khẩn"), choices=Urgency, default=Urgency.NORMAL)
    confidentiality = models.PositiveSmallIntegerField(_("độ mật"), default=0)
    by_government = models.BooleanField(_("Chính phủ, Thủ tướng giao"), default=False)
    needs_document = models.BooleanField(_("phải có văn bản báo cáo"), default=False)

    source_kind = models.CharField(
        _("nguồn giao"), max_length=10, choices=SourceKind, default=SourceKind.OTHER
    )
    source_label = models.CharField(_("loại nguồn"), max_length=60, blank=True)
    source_pk = models.BigIntegerField(_("nguồn"), null=True, blank=True)
    source_code = models.CharField(_("số, ký hiệu văn bản giao"), max_length=100, blank=True)
    source_on = models.DateField(_("ngày văn bản giao"), null=True, blank=True)
    source_title = models.CharField(_("trích yếu văn bản giao"), max_length=1000, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("nhiệm vụ cấp trên"),
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("lịch giao định kỳ"),
    )
    series_on = models.DateField(_("kỳ"), null=True, blank=True)

    given_at = models.DateTimeField(_("giao lúc"))
    active_from = models.DateTimeField(_("có hiệu lực từ"), null=True, blank=True)
    entry_due_at = models.DateTimeField(_("hạn nhập vào hệ thống"), null=True, blank=True)
    due_on = models.DateField(_("hạn hoàn thành"), null=True, blank=True)
    last_on = models.DateField(_("ngày cuối tính đúng hạn"), null=True, blank=True)
    due_at = models.DateTimeField(_("hết hạn lúc"), null=True, blank=True)
    order_at = models.DateTimeField(_("hạn để xếp thứ tự"))
    first_due_on = models.DateField(_("hạn ban đầu"), null=True, blank=True)
    frequency = models.CharField(
        _("chế độ báo cáo"), max_length=8, choices=Period, blank=True, default=Period.NONE
    )
    report_due_on = models.DateField(_("kỳ báo cáo tiếp theo"), null=True, blank=True)
    started_at = models.DateTimeField(_("bắt đầu lúc"), null=True, blank=True)
    finished_on = models.DateField(_("hoàn thành ngày"), null=True, blank=True)
    finished_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    created_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("nhập lúc"))
    updated_at = models.DateTimeField(_("cập nhật lúc"))
    search_text = models.TextField(blank=True, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = _("nhiệm vụ")
        constraints = [
            models.UniqueConstraint(fields=["giver_agency", "code"], name="assignment_code_once"),
            models.UniqueConstraint(fields=["request_key", "request_line"], name="assignment_request_once"),
            models.UniqueConstraint(fields=["series", "series_on"], name="assignment_series_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="assignment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(state__in=["ended", "closed"]),
                name="assignment_finished",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ended", "closed"]) | Q(finished_on__isnull=False),
                name="assignment_finish_dated",
            ),
            models.CheckConstraint(
                condition=Q(lead_officer__isnull=True) | Q(lead_unit__isnull=False),
                name="assignment_officer_in_unit",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, last_on__isnull=True, due_at__isnull=True)
                | Q(due_on__isnull=False, last_on__isnull=False, due_at__isnull=False),
                name="assignment_due_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["lead_officer", "order_at", "id"], condition=_OPEN, name="assignment_mine"),
            models.Index(fields=["lead_unit", "order_at", "id"], condition=_OPEN, name="assignment_unit"),
            models.Index(fields=["lead_agency", "order_at", "id"], condition=_OPEN, name="assignment_agency"),
            models.Index(fields=["giver", "order_at", "id"], condition=_OPEN, name="assignment_given"),
            models.Index(
                fields=["giver_agency", "order_at", "id"],
                condition=Q(awaiting="giver"),
                name="assignment_to_decide",
            ),
            models.Index(fields=["source_label", "source_pk"], name="assignment_source"),
            models.Index(fields=["giver_agency", "given_at"], name="assignment_given_at"),
            models.Index(fields=["lead_agency", "given_at"], name="assignment_lead_at"),
        ]

    def __str__(self) -> str:
        return self.code


class Involvement(models.Model):
    """An agency, unit or officer that takes part in an assignment and therefore may see it."""

    class Reason(models.TextChoices):
        GIVER = "giver", _("giao nhiệm vụ")
        LEAD = "lead", _("chủ trì")
        PARTNER = "partner", _("phối hợp")
        BEFORE = "before", _("đã chuyển đi, chỉ xem")
        ABOVE = "above", _("giao nhiệm vụ cấp trên")
        FOLLOWS = "follows", _("theo dõi")

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="involvements", verbose_name=_("nhiệm vụ")
    )
    who = models.CharField(_("khóa"), max_length=30)
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phòng, ban"),
    )
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cán bộ")
    )
    reason = models.CharField(_("vì"), max_length=10, choices=Reason)

    class Meta:
        verbose_name = _("tham gia nhiệm vụ")
        verbose_name_plural = _("tham gia nhiệm vụ")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "who", "reason"], name="taskpart_once"),
        ]
        indexes = [
            models.Index(fields=["agency", "-assignment"], name="taskpart_agency"),
            models.Index(fields=["unit", "-assignment"], name="taskpart_unit"),
            models.Index(fields=["officer", "-assignment"], name="taskpart_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.who} ({self.reason})"


class CoPerformer(models.Model):
    """Who cooperates, and the written result they gave (a result, not progress)."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="partners", verbose_name=_("nhiệm vụ")
    )
    who = models.CharField(_("khóa"), max_length=30)
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phòng, ban"),
    )
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cán bộ")
    )
    result = models.TextField(_("kết quả phối hợp"), blank=True)
    answered_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người trả lời"),
    )
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("đơn vị phối hợp")
        verbose_name_plural = _("đơn vị phối hợp")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["assignment", "who"], name="coperformer_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.who}"
