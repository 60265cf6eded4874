"""The first administrator of a real site, and who may name the keeper of the province's procedures."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused
from congvu.directory import services
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Post, Role, Unit
from congvu.directory.queries import actor_for, forget_standings
from congvu.directory.services.realms import load_roles
from congvu.directory.tests.factories import AgencyFactory, PostFactory, UnitFactory, make_actor

pytestmark = pytest.mark.django_db

ASKED = {
    "key": "tinh-dong-nai", "agency": "Ủy ban nhân dân thành phố Đồng Nai", "username": "QuanTri",
    "name": "Lê Quốc Khánh", "code": "H19",
}  # fmt: skip


def run(**changes):
    out = io.StringIO()
    words = [f"--{name}={value}" for name, value in {**ASKED, **changes}.items()]
    call_command("first_administrator", *words, stdout=out)
    return out.getvalue()


def test_an_empty_site_gets_its_first_agency_and_administrator(settings):
    settings.ADMINISTRATORS_NEED_MFA = True
    said = run()
    (password,) = re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", said)
    officer = Officer.objects.get()
    assert (officer.username, officer.must_change_password) == ("quantri", True)
    assert officer.check_password(password)
    assert not officer.is_staff
    agency = Agency.objects.get()
    assert (agency.name, agency.path, agency.codes.get().code) == (ASKED["agency"], f"/{agency.pk}/", "H19")
    post = officer.posts.get()
    assert {role.code for role in post.roles.all()} == {"administrator", "procedure-keeper"}
    assert {"agency.created", "officer.created"} <= set(Event.objects.values_list("kind", flat=True))
    client = Client()
    signed = client.post("/tai-khoan/login/", {"login": "quantri", "password": password})
    assert signed.status_code == 302
    assert client.get("/quan-tri/co-quan/").headers["Location"] == "/tai-khoan/password/change/"
    Officer.objects.update(must_change_password=False)
    assert client.get("/quan-tri/co-quan/").headers["Location"] == "/tai-khoan/2fa/totp/activate/"


def test_a_second_run_changes_nothing_and_shows_no_password():
    run()
    before = Officer.objects.values_list("password", "actor_stamp").get(), Post.objects.count()
    said = run()
    assert "không thay đổi gì" in said
    assert not re.search(r"[a-z2-9]{4}-[a-z2-9]{4}", said)
    after = Officer.objects.values_list("password", "actor_stamp").get(), Post.objects.count()
    assert after == before
    assert (Agency.objects.count(), Unit.objects.count()) == (1, 1)


def test_a_site_that_has_an_administrator_gets_no_other_this_way():
    PostFactory(roles=["administrator"], officer__username="co.truoc")
    with pytest.raises(CommandError, match=r"Đã có quản trị viên \(co\.truoc\)"):
        run()
    assert Officer.objects.count() == 1


def test_what_is_wrong_is_said_and_nothing_is_laid():
    with pytest.raises(CommandError):
        run(username="có dấu")
    assert not Officer.objects.exists()
    assert not Agency.objects.exists()


# -- the keeper of the province's procedures -------------------------------------------------------


def test_administrators_bind_roles_and_keepers_keep_the_rules():
    load_roles()
    administrator, keeper = (set(Role.objects.get(code=code).capabilities) for code in (
        "administrator", "procedure-keeper",
    ))  # fmt: skip
    wide = {"catalogue.manage", "process.manage"}
    assert not wide & administrator
    assert "process.bind" in administrator
    assert wide <= keeper


@pytest.mark.parametrize("at", ["commune", "province"])
def test_only_the_province_names_its_keeper_and_only_at_its_own_level(at):
    load_roles()
    root = AgencyFactory(level="province")
    commune = AgencyFactory(parent=root)
    department = AgencyFactory(parent=root, level="province", kind="department")
    top, local = (make_actor("administrator", unit=UnitFactory(agency=one)) for one in (root, department))
    post = PostFactory(unit=UnitFactory(agency=commune if at == "commune" else department))
    if at == "commune":
        with pytest.raises(ActionRefused, match="cấp tỉnh"):
            services.set_roles(actor=top, post_id=post.pk, roles=["procedure-keeper"])
        own = make_actor("administrator", unit=UnitFactory(agency=commune))
        with pytest.raises(ActionRefused, match="cấp tỉnh"):
            services.set_roles(actor=own, post_id=post.pk, roles=["procedure-keeper"])
        assert not post.roles.filter(code="procedure-keeper").exists()
        return
    with pytest.raises(ActionRefused, match="cấp tỉnh"):
        services.set_roles(actor=local, post_id=post.pk, roles=["procedure-keeper"])
    services.set_roles(actor=top, post_id=post.pk, roles=["procedure-keeper"])
    forget_standings()
    assert actor_for(post.officer).can("process.manage")
    assert isinstance(top, Actor)
