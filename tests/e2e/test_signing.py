"""Certificates, one's own key and the page that checks signatures, in a browser; without scripts too."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from congvu.directory.models import Officer
from congvu.signing import services
from congvu.signing.messages import SignatureDetail
from congvu.signing.rules import copy_lines, corner_box, seal_box
from congvu.signing.tests import world as w


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.SIGNING_KEYS_DIR, settings.SIGNING_SECRETS_DIR = tmp_path / "keys", tmp_path / "secrets"
    settings.SIGNING_PKCS11_MODULE, settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", "", False
    world = w.people()
    w.equip_officer(world, valid_to=timezone.now() + timedelta(days=12, hours=2))
    w.equip_agency(world)
    services.add_image(w.picture(), actor=world.admin, officer_id=world.leader.officer_id)
    services.add_image(w.seal(), actor=world.admin, agency_id=world.agency.pk)
    services.add_anchor(w.authority().pem, actor=w.Actor.system(world.agency.pk), development=True)
    return world


@pytest.fixture
def issued(world, tmp_path):
    """Write a document that was signed, sealed and copied; return its path."""
    signed = w.sign(world, w.paper())
    sealed = w.sign_for_agency(
        world, signed.data, detail=SignatureDetail(box=seal_box(w.SIGN_BOX), image=w.seal())
    )
    lines = copy_lines("Sao y", w.AGENCY)
    detail = SignatureDetail(box=corner_box(595, 842, len(lines)), lines=lines, alone=True)
    path = tmp_path / "quyet-dinh.pdf"
    path.write_bytes(w.sign_for_agency(world, sealed.data, detail=detail).data)
    return path


def test_administrators_keep_certificates(browse, client_for, world, shot, axe) -> None:
    tab = browse(client_for(Officer.objects.get(pk=world.admin.officer_id)))
    tab.goto("/quan-tri/chung-thu-so/")
    axe(tab)
    shot(tab, "chung-thu-so")
    tab.get_by_role("link", name=w.AGENCY).first.click()
    axe(tab)
    shot(tab, "chung-thu-so-co-quan")
    tab.get_by_role("link", name="Thêm tệp khóa").click()
    axe(tab)
    shot(tab, "chung-thu-so-them")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_document_is_checked(browse, client_for, world, issued, shot, axe, scripts) -> None:
    tab = browse(client_for(Officer.objects.get(pk=world.leader.officer_id)), scripts=scripts)
    tab.goto("/kiem-tra-chu-ky/")
    tab.get_by_label("Tệp PDF").set_input_files(issued)
    tab.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(tab.get_by_text("Cả 3 chữ ký đều hợp lệ")).to_be_visible()
    if scripts:
        axe(tab)
        shot(tab, "kiem-tra-chu-ky")
        tab.goto("/ca-nhan/chu-ky-so/")
        axe(tab)
        shot(tab, "chu-ky-so-cua-toi")
