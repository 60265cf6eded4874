"""Agencies, units, officers and posts: the organisation as dated data (two tiers today, three in 2015)."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Level of government; the district level lives on in data of before 1 July 2025."""

    MINISTRY = "ministry", _("Bộ, ngành")
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")


class AgencyKind(models.TextChoices):
    """What an agency is in the one-stop shop."""

    COMMITTEE = "committee", _("Ủy ban nhân dân")
    DEPARTMENT = "department", _("Sở, cơ quan chuyên môn")
    CENTRE = "centre", _("Trung tâm Phục vụ hành chính công")
    VERTICAL = "vertical", _("Cơ quan ngành dọc")
    OFFICE = "office", _("Văn phòng")
    OTHER = "other", _("Cơ quan khác")


class Agency(models.Model):
    """An agency as of today; what it was called, and under whom, stands in its versions."""

    key = models.SlugField(_("khóa"), max_length=80, unique=True)
    realm = models.SlugField(_("tổ chức"), max_length=40, db_index=True)
    name = models.CharField(_("tên cơ quan"), max_length=200)
    short_name = models.CharField(_("tên viết tắt"), max_length=60, blank=True)
    kind = models.CharField(_("loại"), max_length=20, choices=AgencyKind)
    level = models.CharField(_("cấp"), max_length=20, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("cơ quan cấp trên"),
    )
    path = models.CharField(_("đường dẫn"), max_length=200, db_index=True, default="/")
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    place = models.CharField(_("địa danh"), max_length=100, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=60, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    territory = models.ForeignKey(
        "Territory", models.PROTECT, null=True, blank=True, verbose_name=_("địa bàn")
    )
    opened_on = models.DateField(_("ngày thành lập"), null=True, blank=True)
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ["path", "id"]

    def __str__(self) -> str:
        return self.name


class AgencyVersion(models.Model):
    """What an agency was from one day to another: name, kind, parent, address (dated data)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="versions", verbose_name=_("cơ quan"))
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    name = models.CharField(_("tên cơ quan"), max_length=200)
    kind = models.CharField(_("loại"), max_length=20, choices=AgencyKind)
    level = models.CharField(_("cấp"), max_length=20, choices=Level)
    parent = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan cấp trên")
    )
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("tên gọi theo thời gian")
        verbose_name_plural = _("tên gọi theo thời gian")
        ordering = ["agency_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="agencyversion_from_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agencyversion_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from})"


class AgencyCode(models.Model):
    """An agency's code in one of the two national schemes, with its validity."""

    class Scheme(models.TextChoices):
        QD20 = "qd20", _("QĐ 20/2020/QĐ-TTg")
        QCVN102 = "qcvn102", _("QCVN 102:2016/BTTTT")

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="codes", verbose_name=_("cơ quan"))
    scheme = models.CharField(_("hệ mã"), max_length=10, choices=Scheme)
    code = models.CharField(_("mã định danh"), max_length=35, db_index=True)
    is_illustrative = models.BooleanField(_("mã minh họa"), default=False)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("mã định danh")
        verbose_name_plural = _("mã định danh")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code", "valid_from"], name="agencycode_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Succession(models.Model):
    """Who took over from an agency that was merged, split or renamed."""

    predecessor = models.ForeignKey(
        Agency, models.CASCADE, related_name="successions", verbose_name=_("cơ quan cũ")
    )
    successor = models.ForeignKey(
        Agency, models.CASCADE, related_name="origins", verbose_name=_("cơ quan kế thừa")
    )
    on = models.DateField(_("từ ngày"))
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kế thừa")
        verbose_name_plural = _("kế thừa")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Territory(models.Model):
    """A province or commune of the national list (QĐ 19/2025/QĐ-TTg), with its validity."""

    code = models.CharField(_("mã đơn vị hành chính"), max_length=10)
    name = models.CharField(_("tên"), max_length=100)
    kind = models.CharField(_("loại"), max_length=30)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("thuộc")
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    search_text = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="territory_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A division of an agency (phòng, ban); its path is the prefix that scopes are made of."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units", verbose_name=_("cơ quan"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("thuộc")
    )
    name = models.CharField(_("tên phòng, ban"), max_length=200)
    code = models.CharField(_("mã"), max_length=30, blank=True)
    path = models.CharField(_("đường dẫn"), max_length=200, db_index=True, default="/")
    is_one_stop = models.BooleanField(_("là Bộ phận Một cửa"), default=False)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("phòng, ban")
        verbose_name_plural = _("phòng, ban")
        ordering = ["agency_id", "path", "id"]

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """A title (chức vụ) and how its holder signs: KT., TL., TUQ. … (NĐ 30/2020 Điều 13)."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("chức vụ"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("thứ bậc"), default=50)
    signing_form = models.CharField(_("hình thức ký"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("chức vụ")
        verbose_name_plural = _("chức vụ")
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named set of capabilities."""

    class Reach(models.TextChoices):
        OWN = "own", _("việc được giao")
        UNIT = "unit", _("phòng, ban của mình")
        AGENCY = "agency", _("toàn cơ quan")

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("vai trò"), max_length=120)
    reach = models.CharField(_("phạm vi xem"), max_length=10, choices=Reach, default=Reach.UNIT)
    capabilities = models.JSONField(_("quyền"), default=list)

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


def new_stamp() -> int:
    """Return a stamp that no cache has seen: an officer whose stamp changes is read anew."""
    return secrets.randbits(62)


class OfficerManager(BaseUserManager["Officer"]):
    """Makes officers; writes stay in services, this is what Django's own commands call."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Officer":
        officer = self.model(username=username, **fields)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer

    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(username=username)


class Officer(AbstractBaseUser):
    """A person who works with the system; what they may do comes from their posts."""

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    clearance = models.PositiveSmallIntegerField(_("mức mật được xem"), default=0)
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_staff = models.BooleanField(_("quản trị hệ thống"), default=False)
    date_joined = models.DateTimeField(_("ngày tạo"), default=timezone.now)
    preferences = models.JSONField(_("tùy chọn"), default=dict, blank=True)
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False)
    search_text = models.CharField(max_length=250, blank=True, editable=False, db_index=True)
    actor_stamp = models.BigIntegerField(default=new_stamp, editable=False)

    objects = OfficerManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("cán bộ, công chức")
        verbose_name_plural = _("cán bộ, công chức")

    def __str__(self) -> str:
        return self.full_name or self.username


class Post(models.Model):
    """An officer's place in a unit for a time; one officer may hold several."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="posts", verbose_name=_("cán bộ"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("phòng, ban"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name=_("cơ quan"))
    position = models.ForeignKey(Position, models.PROTECT, verbose_name=_("chức vụ"))
    roles = models.ManyToManyField(Role, related_name="posts", verbose_name=_("vai trò"))
    is_primary = models.BooleanField(_("vị trí chính"), default=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("vị trí công tác")
        verbose_name_plural = _("vị trí công tác")
        ordering = ["-is_primary", "id"]

    def __str__(self) -> str:
        return f"{self.position} · {self.unit}"


class Delegation(models.Model):
    """Who acts for whom, from when to when; shown as TUQ. or KT. where the substitute signs."""

    class Kind(models.TextChoices):
        ABSENCE = "absence", _("vắng mặt")
        AUTHORISATION = "authorisation", _("ủy quyền")

    post = models.ForeignKey(
        Post, models.CASCADE, related_name="delegations", verbose_name=_("vị trí được thay")
    )
    substitute = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="stands_in", verbose_name=_("người thay")
    )
    kind = models.CharField(_("loại"), max_length=20, choices=Kind)
    signing_form = models.CharField(_("hình thức ký"), max_length=20, default="TUQ.")
    starts_at = models.DateTimeField(_("từ"))
    ends_at = models.DateTimeField(_("đến"))
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("ủy quyền")
        verbose_name_plural = _("ủy quyền")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="delegation_dates"),
            models.CheckConstraint(
                condition=Q(kind="absence") | Q(substitute__isnull=False), name="delegation_has_substitute"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signing_form} {self.post_id} → {self.substitute_id}"
