"""Citizens file, supplement and withdraw on the portal; it arrives once, or lies apart with a reason."""

import base64
from unittest import mock

import pytest
from django.core.management import call_command

from congvu.dossiers import services as dossiers
from congvu.dossiers.models import Dossier
from congvu.files.queries import open_blob
from congvu.national.models import NationalLink, OnlineMessage, SyncedDossier
from congvu.national.services import again, poll, set_aside, take_lease
from congvu.national.tests import world as made
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def world():
    return made.build()


@pytest.fixture(params=["1", "2"])
def link(request, world, double):
    return made.join(world, double, request.param)


def file(data=PDF, name="giay-chung-sinh.pdf", **more):
    return {
        "TenTep": name,
        "TenGiayTo": "Giấy chứng sinh",
        "NoiDung": base64.b64encode(data).decode(),
        **more,
    }


def filed(double, **changes):
    body = {
        "MaTTHC": "1.001193", "MaDonVi": "H19.75.26248", "ChuHoSo": "Trần Thị Bưởi",
        "SoGiayToChuHoSo": "075190012345", "LoaiDoiTuong": "1", "SoDienThoai": "0912345678",
        "TepDinhKem": [file()],
    }  # fmt: skip
    return double.act("nop", **{**body, **changes})["MaHoSo"]


def look(link):
    leased = take_lease(link.pk)
    assert leased is not None
    return poll(leased)


def test_a_dossier_filed_on_the_portal_arrives_once(world, link, double):
    code = filed(double)
    assert look(link).handled == 1
    assert look(link).fetched == 0
    double.faults("repeat")
    assert look(link).fetched == 0
    dossier = Dossier.objects.get()
    assert (dossier.code, dossier.channel, dossier.state) == (code, "2", "draft")
    assert dossier.owner.id_number == "075190012345"
    [attached] = dossier.files.all()
    with open_blob(attached.file) as stream:
        assert stream.read() == PDF
    assert attached.component.name == "Giấy chứng sinh"
    assert Notice.objects.filter(officer_id=world.clerk.officer_id, kind="national.filed").count() == 1
    assert double.dossier(code)["ThongDiep"][0]["note"] == "đã nhận"
    assert OnlineMessage.objects.get().state == "done"


def test_it_goes_its_way_and_the_citizen_sees_it(world, link, double):
    code = filed(double)
    look(link)
    dossier = Dossier.objects.get()
    dossiers.accept_dossier(dossier.pk, actor=world.clerk)
    assert Dossier.objects.get().code == code
    dossiers.request_supplement(
        dossier.pk, actor=world.clerk, items=["Tờ khai có chữ ký"], reason="Thiếu chữ ký"
    )
    made.deliver()
    assert double.dossier(code)["TrangThai"] == "5"
    double.act("bo-sung", MaHoSo=code, NoiDung="Đã ký", TepDinhKem=[file(PDF + b"\n", "to-khai.pdf")])
    assert look(link).handled == 1
    dossier.refresh_from_db()
    assert (dossier.state, dossier.files.count()) == ("supplement", 2)
    assert Notice.objects.filter(kind="national.supplemented").exists()
    made.deliver()
    assert "đã bổ sung" in str(double.dossier(code)["HoSo"]["GhiChu"])
    dossiers.resume_dossier(dossier.pk, actor=world.clerk)
    made.work_through(world, dossier)
    made.deliver()
    seen = [one["TrangThai"] for one in double.dossier(code)["LichSu"]]
    assert seen == ["1", "2", "5", "4", "9", "10"]
    assert SyncedDossier.objects.get().state == "synced"


def test_a_supplement_may_start_the_clock_by_itself(world, double):
    link = made.join(world, double, options={"supplement": "resume"})
    code = filed(double)
    look(link)
    dossier = Dossier.objects.get()
    dossiers.accept_dossier(dossier.pk, actor=world.clerk)
    dossiers.request_supplement(dossier.pk, actor=world.clerk, items=["Tờ khai"], reason="Thiếu")
    made.deliver()
    double.act("bo-sung", MaHoSo=code, NoiDung="Đã ký")
    look(link)
    dossier.refresh_from_db()
    assert dossier.state == "processing"


def test_a_wish_to_withdraw_before_reception_is_done(world, link, double):
    code = filed(double)
    double.act("rut", MaHoSo=code, LyDo="Nộp nhầm nơi")
    done = look(link)
    assert (done.fetched, done.handled) == (2, 2)
    assert Dossier.objects.get().state == "withdrawn"
    made.deliver()
    assert double.dossier(code)["TrangThai"] == "7"


def test_after_reception_an_officer_decides(world, link, double):
    code = filed(double)
    look(link)
    dossier = Dossier.objects.get()
    dossiers.accept_dossier(dossier.pk, actor=world.clerk)
    double.act("rut", MaHoSo=code, LyDo="Không cần nữa")
    look(link)
    wish = OnlineMessage.objects.get(kind="withdraw")
    assert wish.state == "deciding"
    assert Notice.objects.filter(kind="national.withdrawing").exists()
    set_aside(wish.pk, actor=world.clerk, reason="Đã in Giấy khai sinh")
    made.deliver()
    assert "Đã in Giấy khai sinh" in double.dossier(code)["TienTrinh"][-1]["NoiDungXuLy"]
    double.act("rut", MaHoSo=code, LyDo="Vẫn muốn rút")
    look(link)
    dossiers.withdraw_dossier(dossier.pk, actor=world.clerk, reason="Theo đề nghị")
    assert OnlineMessage.objects.filter(kind="withdraw", state="done").count() == 1
    made.deliver()
    assert double.dossier(code)["TrangThai"] == "7"


BAD = {
    "unknown procedure": ({"MaTTHC": "2.000635"}, "2.000635 chưa công bố"),
    "another agency": ({"MaDonVi": "H19.10", "MaDonViTiepNhan": "H19.10"}, None),
    "wrong number": ({"SoGiayToChuHoSo": "123456789012"}, "mã tỉnh"),
    "no owner": ({"ChuHoSo": ""}, "không có tên chủ hồ sơ"),
    "a program": ({"TepDinhKem": [file(b"MZ\x90\x00" + b"\x00" * 200, "anh.pdf")]}, "anh.pdf"),
    "bytes that differ": ({"TepDinhKem": [file(Hash="ab" * 32)]}, "không khớp mã băm"),
    "another server": ({"TepDinhKem": [file(DuongDan="http://169.254.169.254/x")]}, "máy chủ khác"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_taken_in_lies_apart_with_a_reason(world, link, double, name):
    changes, why = BAD[name]
    filed(double, **changes)
    done = look(link)
    if why is None:  # it waits in the inbox of another agency, which is not ours
        assert done.fetched == 0
        return
    assert (done.fetched, done.quarantined) == (1, 1)
    message = OnlineMessage.objects.get()
    assert message.state == "quarantined"
    assert why in message.note
    assert not Dossier.objects.exists()
    assert Notice.objects.filter(kind="national.quarantined").count() == 1


def test_a_mended_cause_lets_it_in_with_what_waits_behind(world, link, double):
    code = filed(double, SoGiayToChuHoSo="075190012345", ChuHoSo="Trần Thị Bưởi")
    version = world.version
    type(version).objects.filter(pk=version.pk).update(status="draft")
    double.act("bo-sung", MaHoSo=code, NoiDung="Thêm ảnh", TepDinhKem=[file(PDF + b"%", "them.pdf")])
    assert look(link).quarantined == 1
    first, second = OnlineMessage.objects.order_by("sequence")
    assert (first.state, second.state) == ("quarantined", "stored")
    assert "Chờ thông điệp trước" in second.note
    type(version).objects.filter(pk=version.pk).update(status="published")
    with pytest.raises(OnlineMessage.DoesNotExist):
        again(first.pk, actor=world.upper_clerk)
    assert again(first.pk, actor=world.clerk).state == "done"
    second.refresh_from_db()
    assert second.state == "done"
    assert Dossier.objects.get().files.count() == 2


def test_a_far_side_that_fails_half_way_is_asked_again(world, link, double):
    filed(double)
    double.faults("http-500@tep")
    done = look(link)
    assert done.fetched == 1
    assert "Chưa tải được tệp" in done.error or "lỗi" in done.error
    assert NationalLink.objects.get().failing_since is not None
    double.faults()
    assert look(link).handled == 1
    assert NationalLink.objects.get().failing_since is None
    assert Dossier.objects.count() == 1


def test_confirmed_only_when_stored(world, link, double):
    code = filed(double)
    killed = mock.patch("congvu.national.services.inbound._store", side_effect=RuntimeError("killed"))
    with killed, pytest.raises(RuntimeError):
        look(link)
    assert double.dossier(code)["ThongDiep"][0]["confirmed"] == ""
    NationalLink.objects.update(poll_until=None)
    assert look(link).handled == 1


def test_disorder_is_put_right(world, link, double):
    code = filed(double)
    double.act("rut", MaHoSo=code, LyDo="Nhầm")
    double.faults("disorder")
    assert look(link).handled == 2
    assert Dossier.objects.get().state == "withdrawn"


def test_a_supplement_to_nothing(world, link, double):
    code = filed(double)
    look(link)
    set_state = Dossier.objects.filter(code=code)
    set_state.update(state="returned")
    double.act("bo-sung", MaHoSo=code, NoiDung="Thêm")
    assert look(link).quarantined == 1
    wish = OnlineMessage.objects.get(kind="supplement")
    assert "đã kết thúc" in wish.note
    set_aside(wish.pk, actor=world.clerk, reason="Đã trả kết quả")
    assert OnlineMessage.objects.get(kind="supplement").state == "set_aside"


def test_from_the_command_line(world, double, capsys):
    call_command("national", "link", "H19.75.26248", f"{double.base}/v2", "--generation", "2",
                 "--account", "congvu", "--secret", "quoc-gia")  # fmt: skip
    filed(double)
    call_command("national", "poll")
    call_command("national", "status")
    said = capsys.readouterr().out
    assert "Đã bật kết nối" in said
    assert "nhận 1, đưa vào 1, cách ly 0; tốt" in said
    assert "Chờ gửi: 1; lỗi: 0; cách ly: 0" in said
