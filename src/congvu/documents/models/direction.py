"""Leaders' directions on incoming documents, and the recipients that an officer often sends to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.documents.states.incoming import ROLE_NAMES


class Direction(models.Model):
    """A written direction or opinion (bút phê): NĐ 30/2020/NĐ-CP Điều 23, ý kiến chỉ đạo giải quyết."""

    class Kind(models.TextChoices):
        DIRECTION = "direction", _("Ý kiến chỉ đạo")
        PRESENTING = "presenting", _("Ý kiến trình")
        OPINION = "opinion", _("Ý kiến")

    document = models.ForeignKey(
        "documents.IncomingDocument", models.CASCADE, related_name="directions", verbose_name=_("văn bản đến")
    )
    kind = models.CharField(_("loại ý kiến"), max_length=10, choices=Kind, default=Kind.DIRECTION)
    parent_line = models.ForeignKey(
        "documents.Line",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("khi giữ dòng"),
    )
    officer = models.ForeignKey(
        "directory.Officer", models.PROTECT, null=True, related_name="+", verbose_name=_("người cho ý kiến")
    )
    officer_name = models.CharField(_("họ và tên"), max_length=120)
    post_title = models.CharField(_("chức vụ"), max_length=200, blank=True)
    signing_form = models.CharField(_("hình thức ký"), max_length=60, blank=True)
    on_behalf = models.CharField(_("thay cho"), max_length=120, blank=True)
    text = models.CharField(_("nội dung ý kiến"), max_length=2000, blank=True)
    due_at = models.DateTimeField(_("thời hạn"), null=True, blank=True)
    made_at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("ý kiến chỉ đạo")
        verbose_name_plural = _("ý kiến chỉ đạo")
        ordering = ["document_id", "id"]

    def __str__(self) -> str:
        return f"{self.officer_name}: {self.text[:60]}"


class FavouriteGroup(models.Model):
    """Recipients with their roles that one officer chooses together, in two clicks."""

    officer = models.ForeignKey("directory.Officer", models.CASCADE, related_name="+", verbose_name=_("của"))
    agency = models.ForeignKey(
        "directory.Agency", models.CASCADE, related_name="+", verbose_name=_("cơ quan")
    )
    name = models.CharField(_("tên nhóm"), max_length=80)
    text = models.CharField(_("ý kiến mẫu"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("nhóm chuyển yêu thích")
        verbose_name_plural = _("nhóm chuyển yêu thích")
        ordering = ["officer_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "agency", "name"], name="favouritegroup_once")
        ]

    def __str__(self) -> str:
        return self.name


class FavouriteMember(models.Model):
    """A unit or officer in a favourite group, with its role."""

    group = models.ForeignKey(FavouriteGroup, models.CASCADE, related_name="members", verbose_name=_("nhóm"))
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="+", verbose_name=_("phòng, ban"))
    officer = models.ForeignKey(
        "directory.Officer", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cán bộ")
    )
    role = models.CharField(
        _("vai trò"), max_length=10, choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )

    class Meta:
        verbose_name = _("nơi nhận trong nhóm")
        verbose_name_plural = _("nơi nhận trong nhóm")
        ordering = ["group_id", "id"]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.unit_id} {self.role}"
