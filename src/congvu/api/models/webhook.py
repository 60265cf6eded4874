"""Webhooks: who wants to be told what, and each call that tells it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WebhookSubscription(models.Model):
    """An address of a program that is told of events of its agency, signed with a secret."""

    client = models.ForeignKey(
        "api.ApiClient", models.CASCADE, related_name="webhooks", verbose_name=_("phần mềm")
    )
    url = models.URLField(_("địa chỉ"), max_length=500)
    kinds = models.JSONField(_("loại sự kiện"), default=list)
    sealed_secret = models.TextField(_("khóa ký (đã niêm phong)"), editable=False)
    sealed_before = models.TextField(_("khóa ký trước (đã niêm phong)"), blank=True, editable=False)
    before_until = models.DateTimeField(_("khóa trước dùng đến"), null=True, blank=True)
    active = models.BooleanField(_("đang dùng"), default=True)
    last_event_id = models.BigIntegerField(_("sự kiện đã xét"), default=0)
    created_at = models.DateTimeField(_("lập lúc"))

    class Meta:
        verbose_name = _("đăng ký nhận sự kiện")
        verbose_name_plural = _("đăng ký nhận sự kiện")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.url


class WebhookCall(models.Model):
    """One event on its way to one subscriber; the outbox carries it, this row tells how it went."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        DONE = "done", _("Đã nhận")
        FAILED = "failed", _("Chưa gửi được")

    subscription = models.ForeignKey(
        WebhookSubscription, models.CASCADE, related_name="calls", verbose_name=_("đăng ký")
    )
    kind = models.CharField(_("sự kiện"), max_length=60)
    payload = models.JSONField(_("nội dung"))
    event_id = models.BigIntegerField(_("sự kiện số"), default=0)
    replay = models.PositiveIntegerField(_("lần gửi lại"), default=0)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.WAITING)
    status = models.PositiveSmallIntegerField(_("mã trả lời"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    attempts = models.PositiveIntegerField(_("số lần thử"), default=0)
    created_at = models.DateTimeField(_("lập lúc"))
    tried_at = models.DateTimeField(_("thử lần cuối"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt báo sự kiện")
        verbose_name_plural = _("lượt báo sự kiện")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} → {self.subscription_id}"
