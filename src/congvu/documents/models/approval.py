"""The chain of checks through which a draft goes: content, form, initials, approval, signature."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.documents.states.outgoing import CHECK_NAMES, CHECK_STATE_NAMES, Check, CheckState


class Approval(models.Model):
    """One check of the chain: whose it is, on which version it was given, and with what words."""

    document = models.ForeignKey(
        "documents.OutgoingDocument", models.CASCADE, related_name="approvals", verbose_name=_("văn bản đi")
    )
    turn = models.PositiveSmallIntegerField(_("lần trình"), default=1)
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    kind = models.CharField(
        _("việc"), max_length=8, choices=[(check.value, name) for check, name in CHECK_NAMES.items()]
    )
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người")
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phòng, ban"),
    )
    state = models.CharField(
        _("trạng thái"),
        max_length=8,
        default=CheckState.WAITING,
        choices=[(state.value, name) for state, name in CHECK_STATE_NAMES.items()],
    )
    version_no = models.PositiveIntegerField(_("trên bản"), null=True, blank=True)
    note = models.CharField(_("ý kiến"), max_length=1000, blank=True)
    opened_at = models.DateTimeField(_("đến lượt lúc"), null=True, blank=True)
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    done_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người thực hiện"),
    )

    class Meta:
        verbose_name = _("bước kiểm tra, duyệt")
        verbose_name_plural = _("bước kiểm tra, duyệt")
        ordering = ["document_id", "turn", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "turn", "order"], name="approval_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state=CheckState.OPEN), name="approval_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.DONE) | Q(done_at__isnull=False, version_no__isnull=False),
                name="approval_done_on_a_version",
            ),
        ]
        indexes = [
            models.Index(fields=["officer", "kind"], condition=Q(state="open"), name="approval_officer_open"),
            models.Index(fields=["unit", "kind"], condition=Q(state="open"), name="approval_unit_open"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.order} {self.kind} ({self.state})"

    @property
    def check_kind(self) -> Check:
        """Return what is done as an enum member."""
        return Check(self.kind)
