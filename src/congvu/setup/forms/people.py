"""Forms of the people screens: they parse, the services decide."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.common.errors import ActionRefused
from congvu.directory import queries
from congvu.directory.messages import Actor, AgencyFacts, OfficerFacts, PostFacts
from congvu.directory.models import Agency, AgencyCode, AgencyKind, Level, Position, Role, Unit
from congvu.directory.permissions import CAPABILITIES
from congvu.ui.forms import DayInput

CLEARANCES = [(0, _("Thường")), (1, _("Mật")), (2, _("Tối mật")), (3, _("Tuyệt mật"))]


def attempt(form: forms.Form, call: Callable[[], Any]) -> bool:
    """Call a service; a refusal becomes an error of the field that it names, and the answer is False."""
    try:
        call()
    except ActionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True


def _day(label: Any, *, required: bool = True, today: bool = True) -> forms.DateField:
    initial = timezone.localdate if today else None
    return forms.DateField(label=label, widget=DayInput(), required=required, initial=initial)


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit, named with its agency."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the agency too: "Văn phòng" is in every one of them."""
        return f"{obj.name} · {obj.agency.short_name or obj.agency.name}"


class AgencyForm(forms.Form):
    """A new version of an agency, or a new agency."""

    name = forms.CharField(label=_("Tên cơ quan"), max_length=200)
    kind = forms.ChoiceField(label=_("Loại"), choices=AgencyKind.choices)
    level = forms.ChoiceField(label=_("Cấp"), choices=Level.choices)
    parent = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Cơ quan cấp trên"), empty_label=_("Chọn cơ quan")
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    on = _day(_("Có hiệu lực từ ngày"))
    legal_basis = forms.CharField(
        label=_("Căn cứ pháp lý"), max_length=200, required=False, help_text=_("Số, ký hiệu văn bản")
    )

    def __init__(self, actor: Actor, *args: Any, agency: Agency | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = queries.managed_agencies(actor).filter(closed_on__isnull=True).order_by("path")
        if agency is not None and agency.parent_id is None:
            parent.required = False
        elif agency is not None and agency.parent not in parent.queryset:
            parent.queryset = Agency.objects.filter(children=agency)

    def facts(self) -> AgencyFacts:
        """Return what was entered as the columns of a version."""
        data = self.cleaned_data
        parent = data["parent"].pk if data["parent"] else None
        return AgencyFacts(data["name"], data["kind"], data["level"], parent, data["address"])


class NewAgencyForm(AgencyForm):
    """A new agency needs a key besides."""

    key = forms.SlugField(
        label=_("Khóa"),
        max_length=80,
        help_text=_("Chữ thường không dấu và gạch nối, không đổi về sau: so-xay-dung"),
    )
    field_order = ("name", "key")


class CloseAgencyForm(forms.Form):
    """The last day of an agency, and who takes over."""

    on = _day(_("Ngày hoạt động cuối cùng"))
    successors = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("Cơ quan kế thừa"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=_("Văn bản, hồ sơ gửi tới mã cũ sẽ đến các cơ quan này"),
    )
    legal_basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=200, required=False)

    def __init__(self, actor: Actor, agency: Agency, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["successors"]
        realm = Agency.objects.filter(realm=agency.realm, closed_on__isnull=True)
        others.queryset = realm.exclude(pk=agency.pk).order_by("path")


class CodeForm(forms.Form):
    """An agency code in one of the two schemes."""

    scheme = forms.ChoiceField(label=_("Hệ mã"), choices=AgencyCode.Scheme.choices)
    code = forms.CharField(label=_("Mã định danh"), max_length=35, help_text=_("H19.5 hoặc 000.00.05.H19"))
    valid_from = _day(_("Có hiệu lực từ ngày"))
    is_illustrative = forms.BooleanField(label=_("Mã minh họa, chưa có văn bản công bố"), required=False)


class UnitForm(forms.Form):
    """A unit of an agency."""

    name = forms.CharField(label=_("Tên phòng, ban"), max_length=200)
    code = forms.SlugField(label=_("Mã"), max_length=30, required=False)
    parent = forms.ModelChoiceField(Unit.objects.none(), label=_("Thuộc"), required=False)
    is_one_stop = forms.BooleanField(label=_("Là Bộ phận Một cửa"), required=False)

    def __init__(self, agency_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = Unit.objects.filter(queries.in_force(), agency_id=agency_id).order_by("path")
        parent.empty_label = _("Cấp cao nhất của cơ quan")


class MoveUnitForm(forms.Form):
    """The unit above."""

    parent = forms.ModelChoiceField(Unit.objects.none(), label=_("Chuyển về dưới"), required=False)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.filter(queries.in_force(), agency_id=unit.agency_id)
        parent: Any = self.fields["parent"]
        parent.queryset = others.exclude(path__startswith=unit.path).order_by("path")
        parent.empty_label = _("Cấp cao nhất của cơ quan")


class PersonForm(forms.Form):
    """Name, contact and clearance of an officer."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    clearance = forms.TypedChoiceField(label=_("Mức mật được xem"), choices=CLEARANCES, coerce=int, initial=0)

    def facts(self) -> OfficerFacts:
        """Return what was entered."""
        return OfficerFacts(**{name: self.cleaned_data[name] for name in PersonForm.base_fields})


class PostForm(forms.Form):
    """A place in a unit with its roles."""

    unit = UnitField(Unit.objects.none(), label=_("Phòng, ban"), empty_label=_("Chọn phòng, ban"))
    position = forms.ModelChoiceField(
        Position.objects.all(), label=_("Chức vụ"), to_field_name="code", empty_label=_("Chọn chức vụ")
    )
    roles = forms.ModelMultipleChoiceField(
        Role.objects.all(), label=_("Vai trò"), to_field_name="code", widget=forms.CheckboxSelectMultiple
    )
    valid_from = _day(_("Từ ngày"))
    valid_to = _day(_("Đến ngày"), required=False, today=False)
    is_primary = forms.BooleanField(label=_("Là vị trí chính"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        scope = queries.managed_agencies(actor).filter(closed_on__isnull=True)
        units = Unit.objects.filter(queries.in_force(), agency__in=scope).select_related("agency")
        unit.queryset = units.order_by("agency__path", "path")

    def post_facts(self) -> PostFacts:
        """Return what was entered."""
        data = self.cleaned_data
        return PostFacts(
            unit_id=data["unit"].pk,
            position_code=data["position"].code,
            roles=tuple(role.code for role in data["roles"]),
            valid_from=data["valid_from"],
            valid_to=data.get("valid_to"),
            is_primary=data.get("is_primary", False),
        )


class NewOfficerForm(PersonForm, PostForm):
    """An officer with the first post and a first password."""

    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, help_text=_("Chữ thường không dấu, ví dụ lan.nt")
    )
    password = forms.CharField(
        label=_("Mật khẩu tạm"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Ít nhất 10 ký tự; người dùng phải đổi khi đăng nhập lần đầu. Bỏ trống: chưa đăng nhập được"
        ),
    )
    field_order = (
        "full_name", "username", "password", "unit", "position", "roles", "valid_from", "email", "phone",
    )  # fmt: skip

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        PostForm.__init__(self, actor, *args, **kwargs)
        for name in ("valid_to", "is_primary"):
            del self.fields[name]


class RolesForm(forms.Form):
    """The roles of a post."""

    roles = forms.ModelMultipleChoiceField(
        Role.objects.all(), label=_("Vai trò"), to_field_name="code", widget=forms.CheckboxSelectMultiple
    )


class DayForm(forms.Form):
    """A last day."""

    on = _day(_("Ngày cuối cùng"))


class ReasonForm(forms.Form):
    """A reason, kept in the journal."""

    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PasswordForm(forms.Form):
    """A password set by the administrator; shown while typing, since it is told to the officer."""

    password = forms.CharField(
        label=_("Mật khẩu tạm"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Ít nhất 10 ký tự; người dùng phải đổi khi đăng nhập"),
    )


class RoleForm(forms.Form):
    """What a role sees and allows."""

    reach = forms.ChoiceField(label=_("Phạm vi xem"), choices=Role.Reach.choices)
    capabilities = forms.MultipleChoiceField(
        label=_("Quyền"),
        choices=list(CAPABILITIES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
