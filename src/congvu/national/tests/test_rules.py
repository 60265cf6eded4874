"""Codes, values, the strict writer and the tolerant reader."""

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.dossiers.states import MOVES, State
from congvu.national.rules import reading, writing
from congvu.national.rules.status import FINAL, FOLLOWERS, NAMES, may_follow, national_code, substate
from congvu.national.rules.values import COMPACT, ISO, Fields, moment_of, written
from congvu.national.tests.messages import dossier, step


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("accepted", [True, False])
def test_every_state_has_a_national_code(state, accepted):
    assert national_code(state, accepted=accepted) in NAMES


def test_the_codes_are_those_of_the_law():
    told = {state: national_code(state, accepted=True) for state in State}
    assert told == {
        State.DRAFT: "1", State.INCOMPLETE: "5", State.RECEIVED: "2", State.PROCESSING: "4",
        State.SUPPLEMENT: "5", State.PAYMENT: "6", State.STOPPED: "8", State.REFUSED: "8",
        State.WITHDRAWN: "7", State.CLOSED: "8", State.DONE: "9", State.RETURNED: "10",
    }  # fmt: skip
    assert national_code(State.REFUSED, accepted=False) == "3"


def test_doubts_are_options():
    assert national_code(State.REFUSED, accepted=True, options={"status.refused_after": "3"}) == "3"
    assert national_code(State.CLOSED, accepted=True, options={"status.closed": "7"}) == "7"
    assert national_code(State.CLOSED, accepted=True, options={"status.closed": "77"}) == "8"
    posted = {"status.posted": "9"}
    assert national_code(State.RETURNED, accepted=True, delivery="sent", options=posted) == "9"
    assert national_code(State.RETURNED, accepted=True, delivery="delivered", options=posted) == "10"


@pytest.mark.parametrize("move", MOVES.values(), ids=lambda move: move.action.value)
def test_what_an_officer_may_do_the_national_side_may_hear(move):
    for source in move.sources:
        accepted = source not in {State.DRAFT, State.INCOMPLETE}
        before = national_code(source, accepted=accepted)
        after = national_code(move.target or source, accepted=accepted)
        assert may_follow(before, after), (source, move.target)


def test_codes_never_go_back():
    for code in FINAL:
        assert FOLLOWERS[code] == {code}
    assert not may_follow("2", "1")
    assert not may_follow("9", "4")
    assert may_follow("9", "10")
    assert all(may_follow("", code) for code in NAMES)


def test_substates_in_words():
    assert "đã bổ sung" in substate(State.SUPPLEMENT, accepted=True, answered=True)
    assert substate(State.PROCESSING, accepted=True) == ""
    assert substate(State.RETURNED, accepted=True, delivery="sent") == "đã gửi bưu chính"


@given(st.integers(631152000, 4102444800))
def test_a_time_written_is_read_back(seconds):
    whole = datetime.fromtimestamp(seconds, UTC)
    for form in (COMPACT, ISO):
        assert moment_of(written(whole, form)) == whole
    assert moment_of(int(whole.timestamp() * 1000) if whole.year > 2001 else written(whole)) == whole


@pytest.mark.parametrize(
    "told",
    ["20261125083000", "25/11/2026 08:30:00", "25/11/2026 08:30", "2026-11-25T08:30:00+07:00",
     "2026-11-25T01:30:00Z", "2026-11-25 08:30:00", 1795570200000, "1795570200000"],
)  # fmt: skip
def test_times_in_many_spellings(told):
    assert moment_of(told) == datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "told", ["", None, "chưa có", "99999999999999", "2026-13-45", [], {}, True, "1" * 40]
)
def test_what_is_no_time_is_none(told):
    assert moment_of(told) is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
                        ["MaHoSo", "ChuHoSo", "DinhDanhCHS", "TaiLieuNop", "ThanhPhanHoSo", "GiayToDinhKem",
                         "ThongTinNguoiNop", "NgayNopHoSo", "SoThuTu", "LoaiThongDiep", "HoSo"]), inner,
                        max_size=5), max_leaves=12))  # fmt: skip
def test_nothing_that_comes_breaks_the_reader(anything):
    body = anything if isinstance(anything, dict) else {"HoSo": anything}
    reading.online_dossier(body)
    reading.remote_dossier(body)
    with contextlib.suppress(reading.Unreadable):
        reading.waiting(body)


def test_names_are_read_whatever_their_capitals():
    told = Fields({"MAHOSO": " H19-1 ", "ten_tthc": "Khai sinh", "Gia": "8.000", "co": "True"})
    assert (told.text("MaHoSo"), told.text("TenTTHC"), told.number("Gia")) == ("H19-1", "Khai sinh", 8000)
    assert told.flag("Co")


def test_the_writer_writes_every_field_of_the_first_generation():
    body = writing.dossier_v1(dossier("H19.75.26248-261125-0001"))
    assert body["KenhThucHien"] == "1"
    assert body["NgayTiepNhan"] == "20261125083500"
    assert body["NgayKetThucXuLy"] == body["NgayTra"] == ""
    assert body["DanhSachGiayToKetQua"] == []
    assert body["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": "075190012345"}]
    ended = writing.dossier_v1(dossier("H19.75.26248-261125-0001", "10"))
    assert ended["NgayTra"] == "20261125153000"
    assert ended["DanhSachGiayToKetQua"][0]["MaGiayToKetQua"] == "KQ.G15.000031"
    json.dumps(ended)


@pytest.mark.parametrize("status", NAMES)
def test_the_second_generation_takes_lists_only_with_some_states(status):
    body = writing.status_v2(dossier("H19.75.26248-261125-0001", status), {})
    assert ("DanhSachLePhi" in body) == (status in {"5", "6", "9"})
    assert ("DanhSachGiayToKetQua" in body) == (status == "9")
    assert ("DanhSachHoSoBoSung" in body) == (status == "5")


def test_what_would_come_back_is_not_sent():
    with pytest.raises(writing.Incomplete, match="mã hồ sơ, tên chủ hồ sơ"):
        writing.dossier_v1(dossier("", owner=""))
    with pytest.raises(writing.Incomplete, match="ngày tiếp nhận"):
        writing.create_v2(dossier("H1-1", "4", received_at=None), {})
    with pytest.raises(writing.Incomplete, match="trạng thái"):
        writing.dossier_v1(dossier("H1-1", "11"))


def test_a_look_up_reads_what_the_writer_wrote():
    sent = dossier("H19.75.26248-261125-0001", "9")
    told = reading.remote_dossier({**writing.dossier_v1(sent), "MaDonVi": "H19.75.26248"})
    assert (told.code, told.status, told.procedure) == (sent.code, "9", "1.001193")
    assert (told.received_at, told.due_at) == (sent.received_at, sent.due_at)
    assert told.finished_at == sent.finished_at


def test_an_online_dossier_of_both_generations():
    first = reading.online_dossier(
        {"MaHoSo": "h19-261125-00001", "MaTTHC": "1.001193", "ChuHoSo": "Trần Thị Bưởi", "LoaiDoiTuong": 1,
         "SoGiayToChuHoSo": "075190012345", "NgayNopHoSo": "20261125083000", "SoDienThoai": "0912345678",
         "TaiLieuNop": {"TepDinhKemId": 5, "TenTepDinhKem": "gcs.pdf", "MaThanhPhanHoSo": "TP1",
                        "DuongDanTaiTepTin": "http://x/5"},
         "DanhSachLePhi": [{"TenPhiLePhi": "Lệ phí", "Gia": "8000"}], "DuocThanhToanTrucTuyen": "1"}
    )  # fmt: skip
    assert first.code == "H19-261125-00001"
    assert first.owner
    assert (first.owner.id_kind, first.owner.name) == ("cccd", "Trần Thị Bưởi")
    assert first.papers[0].files[0].url == "http://x/5"
    assert first.paid
    assert first.fees[0].amount == 8000
    second = reading.online_dossier(
        {"MaHoSo": "H19-2", "MaTTHC": "1.001193", "ChuHoSo": "Công ty An Phú", "LoaiDoiTuong": "2",
         "DinhDanhCHS": [{"LoaiDinhDanh": "4", "SoDinhDanh": "0100109106"}],
         "EformThongTinChiTiet": {"area": 120},
         "ThanhPhanHoSo": [{"MaThanhPhanHoSo": "TP1", "Ten": "Đơn", "SoLuong": 2, "GiayToDinhKem": [
             {"IdGiayTo": "T1", "HashTepTin": "AB", "TenGiayTo": "don.pdf"}]}],
         "ThongTinNguoiNop": {"HoTen": "Lê Văn Tám", "SoDinhDanh": "075190054321", "LoaiDinhDanh": "1"}}
    )  # fmt: skip
    assert second.owner
    assert (second.owner.id_kind, second.owner.kind) == ("tax", "business")
    assert second.submitter
    assert second.submitter.name == "Lê Văn Tám"
    assert second.papers[0].files[0].sha256 == "ab"
    assert second.data == {"area": 120}


def test_progress_is_the_same_for_both():
    body = writing.progress(step("H19-1"), ISO)
    assert body["ThoiDiemXuLy"] == "2026-11-25T08:40:00+0700"
    assert moment_of(body["ThoiDiemXuLy"]) == step("H19-1").at
    assert set(body) == {
        "MaHoSo", "NguoiXuLy", "ChucDanh", "ThoiDiemXuLy", "PhongBanXuLy", "NoiDungXuLy", "TrangThai",
        "NgayBatDau", "NgayKetThucTheoQuyDinh",
    }  # fmt: skip
