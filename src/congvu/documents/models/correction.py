"""What is said of an issued document afterwards: NĐ 30/2020/NĐ-CP Điều 18 (thu hồi, thay thế, đính chính)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """A recall, a replacement or a correction of an issued document, with its reason."""

    class Kind(models.TextChoices):
        RECALL = "recall", _("Thu hồi")
        REPLACE = "replace", _("Thay thế")
        CORRECT = "correct", _("Đính chính")

    document = models.ForeignKey(
        "documents.OutgoingDocument", models.PROTECT, related_name="corrections", verbose_name=_("văn bản đi")
    )
    kind = models.CharField(_("việc"), max_length=8, choices=Kind)
    reason = models.CharField(_("lý do"), max_length=500)
    by_document = models.ForeignKey(
        "documents.OutgoingDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrects",
        verbose_name=_("bằng văn bản"),
    )
    made_at = models.DateTimeField(_("lúc"))
    made_by = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người thực hiện")
    )

    class Meta:
        verbose_name = _("thu hồi, thay thế, đính chính")
        verbose_name_plural = _("thu hồi, thay thế, đính chính")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=~Q(kind="correct"), name="correction_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.kind}"


class CorrectionAnswer(models.Model):
    """What one recipient answered to a recall, a replacement or a correction."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("chưa trả lời")
        ACCEPTED = "accepted", _("đã thực hiện")
        REFUSED = "refused", _("từ chối")

    correction = models.ForeignKey(
        Correction, models.CASCADE, related_name="answers", verbose_name=_("thu hồi, thay thế, đính chính")
    )
    recipient = models.ForeignKey(
        "documents.OutgoingRecipient", models.CASCADE, related_name="answers", verbose_name=_("nơi nhận")
    )
    answer = models.CharField(_("trả lời"), max_length=8, choices=Answer, default=Answer.WAITING)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "directory.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người trả lời"),
    )

    class Meta:
        verbose_name = _("trả lời của nơi nhận")
        verbose_name_plural = _("trả lời của nơi nhận")
        ordering = ["correction_id", "recipient_id"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "recipient"], name="correctionanswer_once")
        ]

    def __str__(self) -> str:
        return f"{self.correction_id}: {self.recipient_id} {self.answer}"
