"""Loading organisations: idempotent, in any order, and accounts only for demonstrations."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused
from congvu.directory import rules
from congvu.directory.models import Agency, Officer, Unit
from congvu.directory.permissions import CAPABILITIES
from congvu.directory.services import demo, realm_files
from congvu.directory.services.realms import load_realm

pytestmark = pytest.mark.django_db


def test_loading_again_adds_and_changes_nothing() -> None:
    first = load_realm("dong-nai")
    assert first["agencies"] == Agency.objects.count()
    Agency.objects.filter(key="so-noi-vu").update(name="Tên do quản trị sửa")
    assert not any(load_realm("dong-nai").values())
    assert Agency.objects.get(key="so-noi-vu").name == "Tên do quản trị sửa"
    assert Event.objects.filter(kind="realm.loaded").count() == 1


def test_order_of_loading_does_not_matter() -> None:
    assert load_realm("trang-bom-2015")["successions"] == 0
    assert load_realm("dong-nai")["successions"] == 24


def test_names_are_made_up_the_same_each_time() -> None:
    assert realm_files.read("dong-nai") == realm_files.read("dong-nai")
    people = [staff for agency in realm_files.read("dong-nai").agencies for staff in agency.staff]
    assert all(rules.is_username(staff.username) for staff in people)
    assert len({staff.username for staff in people}) == len(people) - 1, "one officer holds two posts"


def test_seeded_roles_name_real_capabilities_and_cover_all() -> None:
    roles = realm_files.read_json("roles.json")["roles"]
    granted = {name for role in roles for name in role["capabilities"]}
    assert granted == set(CAPABILITIES)
    administrator = next(role for role in roles if role["code"] == "administrator")
    assert not [name for name in administrator["capabilities"] if name.startswith("dossier.")]


def test_unknown_realm_is_refused() -> None:
    with pytest.raises(ActionRefused, match="dong-nai, trang-bom-2015"):
        load_realm("atlantis")


def test_accounts_only_in_demonstrations(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        call_command("accounts")
    call_command("realm", "load", "dong-nai", stdout=StringIO())
    assert not Officer.objects.exclude(password__startswith="!").exists()
    with pytest.raises(RuntimeError):
        demo.password()


def test_demonstration_accounts_can_sign_in(settings, tmp_path, client) -> None:
    settings.DEMO, settings.DEMO_PASSWORD, settings.DATA_DIR = True, "", tmp_path
    call_command("realm", "load", stdout=StringIO())
    out = StringIO()
    call_command("accounts", "--agency", "Trảng Bom", stdout=out)
    secret = (tmp_path / "demo-password").read_text()
    assert f"Mật khẩu chung: {secret}" in out.getvalue()
    assert "lan.trangbom" not in out.getvalue(), "one per role unless --all"
    answer = client.post("/tai-khoan/login/", {"login": "lan.trangbom", "password": secret})
    assert (answer.status_code, answer["Location"]) == (302, "/bat-dau/")
    administrator = Officer.objects.get(username="quantri.trangbom")
    client.logout()
    answer = client.post("/tai-khoan/login/", {"login": administrator.username, "password": secret})
    assert answer["Location"] == "/tai-khoan/2fa/authenticate/"
    answer = client.post("/tai-khoan/2fa/authenticate/", {"code": demo.current_code(administrator)})
    assert (answer.status_code, answer["Location"]) == (302, "/bat-dau/")


def test_units_without_territory_stay_small(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(140):
        load_realm("dong-nai")
    assert Unit.objects.count() > 500
