"""Facts of dossiers reach the national side: each, in order, once; what cannot is a task for a person."""

import pytest

from congvu.delivery.models import Delivery
from congvu.directory.messages import Actor
from congvu.dossiers import services as dossiers
from congvu.dossiers.models import Dossier
from congvu.national.models import SyncedDossier
from congvu.national.rules.progress import WORDS, content, left_out
from congvu.national.services import backfill, replay, save_link, switch_link
from congvu.national.tests import world as made
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return made.build()


@pytest.fixture(params=["1", "2"])
def link(request, world, double):
    return made.join(world, double, request.param)


def test_the_whole_way_of_a_dossier_is_told(world, link, double):
    dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    made.work_through(world, dossier)
    made.deliver()
    seen = double.dossier(dossier.code)
    first = ["1"] if link.generation == "2" else []
    assert [one["TrangThai"] for one in seen["LichSu"]] == [*first, "2", "4", "9", "10"]
    told = [one["NoiDungXuLy"] for one in seen["TienTrinh"]]
    assert told[0] == "Tiếp nhận hồ sơ"
    assert told[1] == "Hoàn thành bước “Tiếp nhận hồ sơ”"
    assert told[-1] == "Trả kết quả tại quầy"
    assert len(told) == 9
    assert seen["TienTrinh"][0]["PhongBanXuLy"] == world.one_stop.name
    dossier.refresh_from_db()
    synced = SyncedDossier.objects.get()
    assert (dossier.sync_state, synced.state, synced.sent_status) == ("synced", "synced", "10")
    assert synced.number == synced.sent_number == 9


def test_one_row_in_the_transaction_of_the_fact(world, link):
    dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    assert Delivery.objects.filter(kind="national").count() == 1
    dossiers.add_note(dossier.pk, actor=world.clerk, text="gọi lại buổi chiều")
    assert Delivery.objects.filter(kind="national").count() == 1
    with pytest.raises(Exception, match="trạng thái"):
        dossiers.return_result(dossier.pk, actor=world.clerk, way="counter", receiver="A")
    assert Delivery.objects.filter(kind="national").count() == 1


def test_a_supplement_is_told_with_what_is_asked(world, link, double):
    dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    dossiers.request_supplement(
        dossier.pk, actor=world.clerk, items=["Giấy chứng sinh bản chính"], reason="Bản chụp mờ"
    )
    dossiers.resume_dossier(dossier.pk, actor=world.clerk)
    made.deliver()
    seen = double.dossier(dossier.code)
    assert [one["TrangThai"] for one in seen["LichSu"]][-3:] == ["2", "5", "4"]
    assert seen["BoSung"][0]["NoiDungBoSung"] == "Giấy chứng sinh bản chính; Bản chụp mờ"
    assert (
        seen["TienTrinh"][1]["NoiDungXuLy"] == "Yêu cầu bổ sung hồ sơ. Bản chụp mờ: Giấy chứng sinh bản chính"
    )


@pytest.mark.parametrize(
    "fault", ["http-500", "http-500-after", "cut-before", "cut-after", "truncated", "busy"]
)
def test_a_bad_line_loses_nothing_and_doubles_nothing(world, link, double, fault):
    dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    made.work_through(world, dossier)
    double.faults(f"{fault}~60")
    made.deliver(4)
    double.faults()
    for _turn in range(12):
        made.due_now()
        made.deliver()
    seen = double.dossier(dossier.code)
    first = ["1"] if link.generation == "2" else []
    assert [one["TrangThai"] for one in seen["LichSu"]] == [*first, "2", "4", "9", "10"]
    assert len(seen["TienTrinh"]) == 9
    assert SyncedDossier.objects.get().state == "synced"


def test_what_is_refused_becomes_a_task_and_can_be_told_again(world, link, double):
    dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    where = "DongBoHoSoMC" if link.generation == "1" else "CapNhatTrangThai"
    double.faults(f"refuse@{where}")
    made.deliver()
    synced = SyncedDossier.objects.get()
    assert synced.state == "failed"
    assert "Không nhận (giả lập)" in synced.error
    dossier.refresh_from_db()
    assert dossier.sync_state == "failed"
    assert Notice.objects.filter(kind="national.failed", officer_id=world.clerk.officer_id).count() == 1
    dossiers.complete_step(dossier.pk, "s1", actor=world.clerk)
    made.deliver()
    assert double.dossier(dossier.code) is None or link.generation == "2"  # the line waits, nothing overtakes
    double.faults()
    with pytest.raises(Exception, match="delivery"):
        replay(synced.pk, actor=world.clerk)
    assert replay(synced.pk, actor=Actor.system(world.commune.pk)) == 1
    made.deliver()
    assert SyncedDossier.objects.get().state == "synced"
    assert [one["TrangThai"] for one in double.dossier(dossier.code)["LichSu"]][-2:] == ["2", "4"]


def test_a_dossier_is_told_again_as_it_is(world, link, double):
    dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    made.deliver()
    replay(SyncedDossier.objects.get().pk, actor=Actor.system(world.commune.pk))
    made.deliver()
    assert SyncedDossier.objects.get().sent_number == 2
    assert len(double.dossier(dossier.code)["TienTrinh"]) == 1


def test_while_the_link_is_off_nothing_goes_and_later_everything_does(world, link, double):
    actor = Actor.system(world.commune.pk)
    dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    switch_link(link.pk, on=False, actor=actor)
    made.deliver()
    assert double.dossier(dossier.code) is None
    dossiers.complete_step(dossier.pk, "s1", actor=world.clerk)
    silent = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    assert Delivery.objects.filter(kind="national").count() == 1
    switch_link(link.pk, on=True, actor=actor)
    assert backfill() == 2
    assert backfill() == 0
    made.deliver()
    assert double.dossier(dossier.code)["TrangThai"] == "4"
    assert double.dossier(silent.code)["TrangThai"] == "2"


def test_secret_and_local_dossiers_stay_in_the_house(world, link):
    secret = dossiers.receive_dossier(world.intake(confidentiality=0), actor=world.clerk)
    Dossier.objects.filter(pk=secret.pk).update(confidentiality=2)
    before = Delivery.objects.count()
    secret.refresh_from_db()
    dossiers.stop_dossier(secret.pk, actor=Actor.system(world.commune.pk), reason="Theo đề nghị")
    dossiers.save_draft(world.intake(), actor=world.clerk)
    assert Delivery.objects.count() == before
    assert backfill() == 0


def test_without_a_link_nothing_is_kept(world, double):
    save_link(made.plan(world, double), actor=Actor.system(world.commune.pk))
    dossiers.receive_dossier(world.intake(), actor=world.clerk)
    assert not Delivery.objects.filter(kind="national").exists()
    assert not SyncedDossier.objects.exists()


def test_two_links_of_one_agency_are_never_both_in_use(world, link, double):
    second = save_link(made.plan(world, double, name="Khác"), actor=Actor.system(world.commune.pk))
    with pytest.raises(Exception, match="Cổng quốc gia"):
        switch_link(second.pk, on=True, actor=Actor.system(world.commune.pk))


def test_every_kind_of_fact_has_words_or_stays_in_the_house():
    from congvu.dossiers.events import KINDS

    names = {one.name for one in KINDS if one.name.startswith("dossier.")}
    assert set(WORDS) <= names
    assert names - set(WORDS) == {
        "dossier.noted", "dossier.followed", "dossier.unfollowed", "dossier.form_issued",
        "dossier.list_exported",
    }  # fmt: skip
    assert "nội bộ" not in content("dossier.step_done", "ghi chú nội bộ", {"step": "Thẩm định"})


def test_why_a_dossier_stays():
    facts = {"code": "H1-1", "state": "received", "confidentiality": 0, "master": "", "procedure": "1.001193"}
    assert left_out(**facts) == ""
    assert "độ mật" in left_out(**{**facts, "confidentiality": 1})
    assert "Bản gốc ở Bộ Tư pháp" in left_out(**{**facts, "master": "Bộ Tư pháp"})
    assert "CSDL quốc gia" in left_out(**{**facts, "procedure": "NB-01"})
    assert "Chưa tiếp nhận" in left_out(**{**facts, "code": ""})
