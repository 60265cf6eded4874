"""The screen of role bindings, as an agency's administrator uses it."""

import pytest

from congvu.directory.models import Agency, Officer
from congvu.directory.tests.factories import AgencyFactory, PostFactory, RoleFactory, UnitFactory
from congvu.dossiers.models import LocalBinding
from congvu.dossiers.tests.world import SIMPLE, bind, process
from congvu.procedures.tests.factories import ProcedureFactory

pytestmark = pytest.mark.django_db

URL = "/quan-tri/gan-vai-tro/"


@pytest.fixture
def root() -> Agency:
    return AgencyFactory(name="Ủy ban nhân dân xã Suối Thử")


@pytest.fixture
def admin(client_for, root: Agency):
    return client_for("administrator", unit=UnitFactory(agency=root, code="VP", name="Văn phòng"))


def _specialist(root: Agency) -> Officer:
    unit = UnitFactory(agency=root, code="KT", name="Phòng Kinh tế")
    return PostFactory(unit=unit, officer__full_name="Trần Văn Kiệm", roles=["specialist"]).officer


def test_roles_by_scope_with_their_holders_and_gaps(page, admin, root) -> None:
    officer = _specialist(root)
    unit = root.units.get(code="KT")
    bind(root, specialist=unit)
    LocalBinding.objects.create(
        agency=root, role="specialist", scope="field:Đất đai", unit=unit, officer=officer
    )
    process("1.000656", {**SIMPLE, "level": "commune"})
    seen = page(URL, admin)
    rows = [
        ["".join(cell.itertext()).strip() for cell in row.xpath("td")][1:4]
        for row in seen.xpath("//tr[@data-row]")
    ]
    assert rows == [
        ["mọi thủ tục", "Phòng Kinh tế", "Trần Văn Kiệm"],
        ["lĩnh vực Đất đai", "Phòng Kinh tế", "Trần Văn Kiệm"],
    ]
    assert "Tiếp nhận hồ sơ" in seen.text
    assert "Chưa gán vai trò" in seen.text
    assert seen.queries <= 22


def test_a_role_is_bound_changed_and_taken_away(page, admin, root) -> None:
    _specialist(root)
    unit = root.units.get(code="KT")
    field = ProcedureFactory(code="1.013978").field.name
    new = f"{URL}{root.pk}/moi/"
    data = {"role": "specialist", "kind": "field", "value": field, "unit": unit.pk, "officer": ""}
    page(new, admin)
    page.post(new, data, admin, status=302)
    row = LocalBinding.objects.get(agency=root)
    assert (row.scope, row.unit, row.officer) == (f"field:{field}", unit, None)
    assert page(f"{URL}{root.pk}/{row.pk}/", admin).xpath(f"//option[@value='{unit.pk}'][@selected]")
    page.post(f"{URL}{row.pk}/bo/", {}, admin, status=302)
    assert not LocalBinding.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "procedure", "value": "9.999999"}, "không có lĩnh vực hoặc mã này"),
        ({"kind": "field"}, "Hãy ghi tên lĩnh vực"),
        ({"role": "leader", "officer": "them"}, "không giữ vai trò đó"),
    ],
)
def test_a_refusal_is_said_at_its_field_and_binds_nothing(page, admin, root, changes, sentence) -> None:
    officer = _specialist(root)
    RoleFactory(code="leader")
    data = {"role": "specialist", "kind": "", "value": "", "unit": root.units.get(code="KT").pk} | changes
    if "officer" in data:
        data["officer"] = officer.pk
    seen = page.post(f"{URL}{root.pk}/moi/", data, admin, status=422)
    assert any(sentence in error for error in seen.errors)
    assert not LocalBinding.objects.exists()


def test_another_branch_does_not_exist(page, admin, root) -> None:
    other = AgencyFactory()
    bind(other, specialist=UnitFactory(agency=other))
    page(f"{URL}?co-quan={other.pk}", admin, status=404)
    page(f"{URL}{other.pk}/moi/", admin, status=404)
    page.post(f"{URL}{LocalBinding.objects.get().pk}/bo/", {}, admin, status=404)
    assert LocalBinding.objects.count() == 1
