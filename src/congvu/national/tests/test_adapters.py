"""Both generations against the double in its own process."""

import io
from uuid import uuid4

import pytest

from congvu.interchange.channels.base import Ambiguous, ChannelError, ConnectionFacts, Refused, Unreachable
from congvu.national.messages import FileRef
from congvu.national.rules import reading
from congvu.national.services.adapters.base import TooLarge
from congvu.national.services.adapters.coordination import open_coordination
from congvu.national.services.adapters.ngsp import open_ngsp
from congvu.national.tests.messages import FILED, dossier, step

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def side_of(double, generation, **changes):
    opener = {"1": open_ngsp, "2": open_coordination}[generation]
    facts = {"address": f"{double.base}/v{generation}", "system_id": "congvu", "secret": "quoc-gia",
             "agency_code": "H19.75.26248", **changes}  # fmt: skip
    return opener(ConnectionFacts(kind=generation, **facts))


@pytest.fixture(params=["1", "2"])
def side(request, double):
    found = side_of(double, request.param)
    yield found
    found.close()


def code():
    return f"H19.75.26248-261125-{uuid4().int % 10**8:08d}"


def tell(side, sent, progress=None, known=False, remote_id=""):
    return side.synchronise(sent, progress, remote_id=remote_id, known=known, uploads={})


def test_a_dossier_goes_its_way(side, double):
    key = code()
    told = tell(side, dossier(key, "2"))
    assert side.look_up(key).status == "2"
    tell(side, dossier(key, "4"), step(key), known=True, remote_id=told.remote_id)
    tell(side, dossier(key, "4"), step(key), known=True, remote_id=told.remote_id)
    tell(side, dossier(key, "9"), known=True, remote_id=told.remote_id)
    tell(side, dossier(key, "10"), known=True, remote_id=told.remote_id)
    seen = double.dossier(key)
    statuses = [one["TrangThai"] for one in seen["LichSu"]]
    assert statuses == (["1"] if side.generation == "2" else []) + ["2", "4", "9", "10"]
    assert [one["NoiDungXuLy"] for one in seen["TienTrinh"]] == ["Thẩm định"]
    assert seen["KetQua"][0]["MaGiayToKetQua"] == "KQ.G15.000031"
    found = side.look_up(key)
    assert (found.status, found.due_at, found.agency_code) == ("10", dossier(key).due_at, "H19.75.26248")


def test_what_the_rules_of_the_codes_forbid_is_refused(side):
    key = code()
    told = tell(side, dossier(key, "9"))
    with pytest.raises(Refused, match="đang ở trạng thái 9"):
        tell(side, dossier(key, "4"), known=True, remote_id=told.remote_id)


def test_a_session_that_ends_is_asked_for_again(side, double):
    key = code()
    tell(side, dossier(key))
    double.http.post("/cong/loi", json={"loi": []})
    double.faults("expire@TraCuuHoSo")
    with pytest.raises(ChannelError):
        side.look_up(key)  # ends on each call, so that asking anew once does not help
    double.faults()
    assert side.look_up(key).code == key


def test_wrong_account(double):
    for generation in "12":
        side = side_of(double, generation, secret="sai")
        with pytest.raises(ChannelError, match="Sai tài khoản hoặc mật khẩu"):
            side.look_up("H19-1")
        assert [line.ok for line in side.check()] == [False]


def test_the_check_says_what_is_wrong(side, double):
    lines = side.check()
    assert [line.ok for line in lines] == [True] * 4, [line.told for line in lines]
    assert "phường Trảng Bom" in lines[1].told
    wrong = side_of(double, side.generation, agency_code="H99.1")
    lines = wrong.check()
    assert lines[0].ok
    assert not lines[1].ok
    assert "H99.1" in lines[1].told


@pytest.mark.parametrize(
    ("fault", "expected"),
    [("http-500", Unreachable), ("http-500-after", Unreachable), ("cut-before", Ambiguous),
     ("cut-after", Ambiguous), ("empty", ChannelError), ("html", ChannelError), ("truncated", ChannelError),
     ("busy", Unreachable), ("refuse", Refused)],
)  # fmt: skip
def test_failures_are_told_apart(side, double, fault, expected):
    key = code()
    where = "DongBoHoSoMC" if side.generation == "1" else "CapNhatTrangThai"
    double.faults(f"{fault}@{where}")
    with pytest.raises(expected):
        tell(side, dossier(key))
    double.faults()
    tell(side, dossier(key))  # the same again does no harm, whatever was taken before
    assert [one["TrangThai"] for one in double.dossier(key)["LichSu"]][-1] == "2"


def test_a_period_is_listed_page_by_page(side):
    key = code()
    tell(side, dossier(key))
    day = FILED.date()
    assert key in [one.code for one in side.listed("H19.75.26248", day, day)]
    before = day.replace(year=2020)
    assert key not in [one.code for one in side.listed("H19.75.26248", before, before)]


def test_a_citizen_files_and_the_files_come_whole(side, double):
    filed = double.act("nop", MaTTHC="1.001193", MaDonVi="H19.75.26248", ChuHoSo="Trần Thị Bưởi",
                       TepDinhKem=[{"TenTep": "a.pdf", "NoiDung": _base64(PDF)}])  # fmt: skip
    found = [one for one in map(reading.waiting, side.waiting(0)) if one.code == filed["MaHoSo"]]
    assert [one.kind for one in found] == ["create"]
    online = reading.online_dossier(found[0].body)
    [file] = online.papers[0].files
    into = io.BytesIO()
    side.fetch(file, into, 1000)
    assert into.getvalue() == PDF
    with pytest.raises(TooLarge):
        side.fetch(file, io.BytesIO(), 10)
    double.faults("bad-file")
    with pytest.raises(Refused, match="không khớp mã băm"):
        side.fetch(file, io.BytesIO(), 1000)
    double.faults()
    side.confirm(found[0].sequence, filed["MaHoSo"], stored=True)
    assert filed["MaHoSo"] not in [one["MaHoSo"] for one in side.waiting(0)]


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/latest", "http://example.com/a", "file:///etc/passwd", "http://127.0.0.1:1/a"],
)
def test_files_are_fetched_from_the_far_side_only(side, url):
    with pytest.raises(Refused, match="Đường dẫn tệp"):
        side.fetch(FileRef("1", "a.pdf", url=url), io.BytesIO(), 1000)


def test_codes_and_the_catalogue(side):
    first, second = side.next_code("1.001193"), side.next_code("1.001193")
    assert first != second
    assert first.startswith("H19.75.26248-")
    assert ("1.000894", "Thủ tục đăng ký kết hôn") in side.procedures()
    assert side.procedure("1.001193")["TENTTHC"] == "Thủ tục đăng ký khai sinh"
    with pytest.raises(Refused):
        side.procedure("9.999999")


def test_the_second_generation_uploads_first(double):
    side = side_of(double, "2")
    import hashlib

    mark = hashlib.sha256(PDF).hexdigest()
    there = side.upload("khai.pdf", io.BytesIO(PDF), mark)
    assert there
    assert there.sha256 == mark
    key = code()
    paper = dossier(key).papers[0]
    from dataclasses import replace

    sent = dossier(key, papers=(replace(paper, sha256=mark),))
    side.synchronise(sent, None, remote_id="", known=False, uploads={mark: there})
    attached = double.dossier(key)["HoSo"]["ThanhPhanHoSo"][0]["GiayToDinhKem"]
    assert attached[0]["IdGiayTo"] == there.id


def test_nobody_answers(settings):
    settings.INTERCHANGE_LOOPBACK = True
    facts = ConnectionFacts("1", "http://127.0.0.1:9", "a", "b", "H19.75.26248")
    with pytest.raises(Unreachable, match="Không nối được"):
        open_ngsp(facts).look_up("H19-1")
    settings.INTERCHANGE_LOOPBACK = False
    with pytest.raises(Unreachable, match="không được phép"):
        open_ngsp(facts).look_up("H19-1")


def _base64(data):
    import base64

    return base64.b64encode(data).decode()
