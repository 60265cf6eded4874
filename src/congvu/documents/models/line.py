"""The recipient line: who has an incoming document to work on, to help with, or to know of."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.documents.states.incoming import (
    LINE_NAMES,
    ROLE_NAMES,
    WITH_SOMEBODY,
    LineRole,
    LineState,
)

_OPEN = Q(state__in=sorted(state.value for state in WITH_SOMEBODY))


class Line(models.Model):
    """One recipient of a document inside the agency; the lines form a tree of who sent to whom."""

    document = models.ForeignKey(
        "documents.IncomingDocument", models.CASCADE, related_name="lines", verbose_name=_("văn bản đến")
    )
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("từ dòng")
    )
    direction = models.ForeignKey(
        "documents.Direction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("theo ý kiến"),
    )
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+", verbose_name=_("phòng, ban"))
    officer = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cán bộ"),
    )
    name = models.CharField(_("tên nơi nhận"), max_length=250)
    role = models.CharField(
        _("vai trò"), max_length=10, choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )
    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        default=LineState.TODO,
        choices=[(state.value, name) for state, name in LINE_NAMES.items()],
    )
    task = models.CharField(_("nội dung giao"), max_length=2000, blank=True)
    sender = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người chuyển"),
    )
    sender_name = models.CharField(_("tên người chuyển"), max_length=120, blank=True)
    sent_at = models.DateTimeField(_("chuyển lúc"))
    received_at = models.DateTimeField(_("tiếp nhận lúc"), null=True, blank=True)
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)
    due_at = models.DateTimeField(_("hạn xử lý"), null=True, blank=True)
    order_at = models.DateTimeField(editable=False)
    reply_required = models.BooleanField(_("phải có văn bản trả lời"), default=False)
    reply_label = models.CharField(_("văn bản trả lời (loại)"), max_length=60, blank=True)
    reply_pk = models.BigIntegerField(_("văn bản trả lời (khóa)"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=1000, blank=True)
    result = models.CharField(_("kết quả"), max_length=2000, blank=True)
    completed_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    completed_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người kết thúc"),
    )

    class Meta:
        verbose_name = _("dòng xử lý văn bản đến")
        verbose_name_plural = _("dòng xử lý văn bản đến")
        ordering = ["document_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in LineState]), name="line_state_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in LineRole]), name="line_role_known"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-document"], name="line_unit"),
            models.Index(
                fields=["officer", "-document"], condition=Q(officer__isnull=False), name="line_officer"
            ),
            models.Index(
                fields=["officer", "order_at", "id"],
                condition=_OPEN & Q(officer__isnull=False),
                name="line_officer_open",
            ),
            models.Index(
                fields=["unit", "order_at", "id"],
                condition=_OPEN & Q(officer__isnull=True),
                name="line_unit_open",
            ),
            models.Index(
                fields=["sender", "-id"], condition=Q(state="bounced") | Q(state="returned"), name="line_back"
            ),
            models.Index(fields=["due_at"], condition=_OPEN, name="line_due"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.name} ({self.role})"

    @property
    def stage(self) -> LineState:
        """Return the state as an enum member."""
        return LineState(self.state)
