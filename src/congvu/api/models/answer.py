"""Answers that were given under a key of the caller, so that a repeated request has no second effect."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptAnswer(models.Model):
    """What a request was answered, written in the transaction of its effect."""

    client = models.ForeignKey(
        "api.ApiClient", models.CASCADE, related_name="answers", verbose_name=_("phần mềm")
    )
    key = models.CharField(_("khóa yêu cầu"), max_length=100)
    digest = models.CharField(_("dấu vân yêu cầu"), max_length=64)
    status = models.PositiveSmallIntegerField(_("mã trả lời"), default=0)
    body = models.JSONField(_("nội dung trả lời"), default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(_("lúc"), db_index=True)

    class Meta:
        verbose_name = _("trả lời đã giữ")
        verbose_name_plural = _("trả lời đã giữ")
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="keptanswer_once")]

    def __str__(self) -> str:
        return self.key
