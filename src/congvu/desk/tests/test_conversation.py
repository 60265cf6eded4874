"""The conversation screen."""

import pytest

from congvu.dossiers import services

pytestmark = pytest.mark.django_db


def test_a_dossier_alone_is_a_conversation_of_one(page, login, world):
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    seen = page(f"/mach-cong-viec/dossiers.dossier/{dossier.pk}/", login("clerk"))
    assert len(seen.xpath("//li[@aria-current='true']")) == 1
    assert dossier.code in seen.text


@pytest.mark.parametrize("address", ["dossiers.dossier/{}", "dossiers.dossier/999", "no.such/1", "x/1"])
def test_what_may_not_be_seen_or_is_not_there_has_none(page, login, world, address):
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    page(f"/mach-cong-viec/{address.format(dossier.pk)}/", login("stranger"), status=404)
