"""The outbox: a row per recipient per message, its attempts, the workers, and periodic jobs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.delivery.states import BLOCKING, OPEN, State


class Delivery(models.Model):
    """One message on its way to one destination.

    `next_at` is when it may be taken: for a waiting one the time of its next attempt, for one that is being
    sent the end of the lease, after which another worker takes it over.
    """

    class States(models.TextChoices):
        WAITING = State.WAITING.value, _("chờ gửi")
        SENDING = State.SENDING.value, _("đang gửi")
        DONE = State.DONE.value, _("đã gửi")
        DEAD = State.DEAD.value, _("gửi hỏng")
        SKIPPED = State.SKIPPED.value, _("đã bỏ qua")

    kind = models.CharField(_("loại"), max_length=60)
    destination = models.CharField(_("nơi nhận"), max_length=200)
    payload = models.JSONField(_("nội dung"))
    key = models.CharField(_("khóa chống trùng"), max_length=200, unique=True)
    ordered = models.BooleanField(_("giữ thứ tự"), default=False)
    state = models.CharField(_("trạng thái"), max_length=10, choices=States, default=States.WAITING)
    attempts = models.PositiveIntegerField(_("số lần thử"), default=0)
    next_at = models.DateTimeField(_("thử lúc"))
    held_by = models.CharField(_("tiến trình giữ"), max_length=80, blank=True)
    lost = models.BooleanField(_("lần trước mất tiến trình"), default=False)
    last_error = models.TextField(_("lỗi gần nhất"), blank=True)
    note = models.CharField(_("ghi chú xử lý"), max_length=500, blank=True)
    subject_label = models.CharField(_("loại đối tượng"), max_length=60, blank=True)
    subject_pk = models.BigIntegerField(_("đối tượng"), null=True)
    created_at = models.DateTimeField(_("tạo lúc"))
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True)

    class Meta:
        verbose_name = _("lượt gửi")
        verbose_name_plural = _("lượt gửi")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="delivery_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="delivery_due",
            ),
            models.Index(
                fields=["destination", "id"],
                condition=Q(state__in=[state.value for state in BLOCKING], ordered=True),
                name="delivery_line",
            ),
            models.Index(fields=["id"], condition=Q(state=State.DEAD.value), name="delivery_dead"),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="delivery_ended"),
            models.Index(fields=["subject_label", "subject_pk"], name="delivery_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.destination}"


class Attempt(models.Model):
    """One try at a delivery, and how it ended."""

    class Outcomes(models.TextChoices):
        DONE = "done", _("thành công")
        FAILED = "failed", _("lỗi")
        LOST = "lost", _("mất tiến trình")

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries", verbose_name=_("lượt gửi"))
    number = models.PositiveIntegerField(_("lần thứ"))
    worker = models.CharField(_("tiến trình"), max_length=80)
    started_at = models.DateTimeField(_("bắt đầu"))
    ended_at = models.DateTimeField(_("kết thúc"))
    outcome = models.CharField(_("kết quả"), max_length=10, choices=Outcomes)
    error = models.TextField(_("lỗi"), blank=True)

    class Meta:
        verbose_name = _("lần thử")
        verbose_name_plural = _("lần thử")

    def __str__(self) -> str:
        return f"{self.delivery_id}#{self.number}: {self.outcome}"


class Worker(models.Model):
    """A worker process and when it was last seen alive."""

    name = models.CharField(_("tiến trình"), max_length=80, unique=True)
    started_at = models.DateTimeField(_("bắt đầu"))
    seen_at = models.DateTimeField(_("thấy lúc"))
    stopped_at = models.DateTimeField(_("dừng lúc"), null=True)
    done = models.PositiveBigIntegerField(_("đã gửi"), default=0)
    failed = models.PositiveBigIntegerField(_("lỗi"), default=0)

    class Meta:
        verbose_name = _("tiến trình nền")
        verbose_name_plural = _("tiến trình nền")

    def __str__(self) -> str:
        return self.name


class PeriodicJob(models.Model):
    """A job that runs again and again, in one process at a time."""

    name = models.CharField(_("tên"), max_length=80, unique=True)
    next_at = models.DateTimeField(_("chạy lúc"))
    held_by = models.CharField(_("tiến trình giữ"), max_length=80, blank=True)
    lease_until = models.DateTimeField(_("giữ đến"), null=True)
    started_at = models.DateTimeField(_("bắt đầu"), null=True)
    ended_at = models.DateTimeField(_("kết thúc"), null=True)
    error = models.TextField(_("lỗi"), blank=True)

    class Meta:
        verbose_name = _("việc định kỳ")
        verbose_name_plural = _("việc định kỳ")

    def __str__(self) -> str:
        return self.name
