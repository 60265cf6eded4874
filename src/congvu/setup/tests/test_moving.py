"""The screens of moving in: hand in, tell the columns, try, bring in, reconcile; all without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.common.text import fold
from congvu.documents.models import IncomingDocument
from congvu.moving.models import Move
from congvu.moving.services.working import do_slice
from congvu.moving.tests.world import IN_HEADINGS, build, incoming
from congvu.moving.tests.world import xlsx as content
from congvu.registers.models import VoidNumber

pytestmark = pytest.mark.django_db
HOME = "/quan-tri/chuyen-doi/"


@pytest.fixture
def office(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MOVING_FOLDER = tmp_path / "moving"
    return build()


@pytest.fixture
def admin(office, client_for):
    return client_for("administrator", unit=office.office)


def xlsx(headings, rows, name="so.xlsx"):
    return SimpleUploadedFile(name, content(headings, rows).read())


def rows():
    return [incoming(1), incoming(2, urgency="Rất gấp"), incoming(5, subject=""), incoming(7)]


def handed_in(page, admin):
    page.post(f"{HOME}moi/", {"kind": "incoming", "source": xlsx(IN_HEADINGS, rows())}, admin, status=302)
    move = Move.objects.get()
    form = page(f"{HOME}{move.pk}/cot/", admin).form(0)
    assert form["col_arrived_on"] == "Ngày đến"
    page.post(f"{HOME}{move.pk}/cot/", {**form, "name": "eOffice cũ"}, admin, status=302)
    return Move.objects.get()


def worked(move):
    return do_slice(Move.objects.get(pk=move.pk))


def test_from_hand_in_to_reconciliation(admin, page):
    assert "Chưa chuyển dữ liệu nào" in " ".join(page(HOME, admin).texts("//main"))
    move = handed_in(page, admin)
    base = f"{HOME}{move.pk}/"
    seen = page(base, admin)
    assert move.state == "checking"
    assert "Đang đọc tệp" in " ".join(seen.texts("//main"))
    assert page.htmx(f"{base}tien-do/", admin).xpath("//progress")
    worked(move)
    seen = page(base, admin)
    text = " ".join(seen.texts("//main"))
    assert "chưa ghi gì" in text
    assert "Rất gấp" in text
    values = next(form for form in range(6) if "value_0" in seen.form(form))
    page.post(f"{base}gia-tri/", {**seen.form(values), "value_0": "3"}, admin, status=302)
    worked(move)
    assert "Chuyển 3 dòng" in " ".join(page(base, admin).texts("//main | //header"))
    page.post(f"{base}viec/chuyen/", {}, admin, status=302)
    worked(move)
    seen = page(base, admin)
    text = " ".join(seen.texts("//main"))
    assert "Mọi chênh lệch đều có lý do" in text
    assert "thiếu trích yếu" in text
    assert IncomingDocument.objects.count() == 3
    assert IncomingDocument.objects.get(arrival_number=2).urgency == 3
    listed = " ".join(page(f"{base}dong-loi/?ly-do=missing-subject", admin).texts("//tbody"))
    assert "Thiếu Trích yếu" in listed
    group = move.__class__.objects.get().report["lines"][0]["group"]
    page.post(f"{base}so-trong/", {"group": group, "reason": "Sổ bỏ trống"}, admin, status=302)
    assert VoidNumber.objects.count() == 3
    assert "eOffice cũ" in " ".join(page(HOME, admin).texts("//tbody"))


def test_the_sheet_of_wrong_rows_is_sent_and_loaded_again(admin, page):
    move = handed_in(page, admin)
    worked(move)
    sent = admin.get(f"{HOME}{move.pk}/dong-loi/tai-ve/")
    assert sent.status_code == 200
    assert "attachment" in sent.headers["Content-Disposition"]
    seen = page(f"{HOME}moi/?sua={move.pk}&loai=incoming", admin)
    assert seen.form(0)["corrects"] == str(move.pk)
    fixed = xlsx(IN_HEADINGS, [incoming(5)], "sua.xlsx")
    page.post(f"{HOME}moi/", {"kind": "incoming", "source": fixed, "corrects": move.pk}, admin, status=302)
    assert Move.objects.order_by("pk").last().corrects_id == move.pk


def test_what_is_wrong_with_a_hand_in_is_said_at_its_field(admin, page):
    bad = xlsx(("A", "B"), [[1, 2]])
    seen = page.post(f"{HOME}moi/", {"kind": "incoming", "source": bad}, admin, status=422)
    assert seen.errors
    move = Move.objects.filter()
    assert not move.exists()
    page.post(f"{HOME}moi/", {"kind": "incoming", "source": xlsx(IN_HEADINGS, rows())}, admin, status=302)
    form = page(f"{HOME}{Move.objects.get().pk}/cot/", admin).form(0)
    seen = page.post(
        f"{HOME}{Move.objects.get().pk}/cot/", {**form, "name": "X", "col_subject": ""}, admin, status=422
    )
    assert "chua chon cot cho: trich yeu" in fold(" ".join(seen.texts("//main")))


def test_stop_go_on_and_drop(admin, page):
    move = handed_in(page, admin)
    base = f"{HOME}{move.pk}/viec/"
    page.post(f"{base}dung/", {}, admin, status=302)
    assert Move.objects.get().state == "stopped"
    assert "Đã dừng" in " ".join(page(f"{HOME}{move.pk}/", admin).texts("//main"))
    page.post(f"{base}tiep/", {}, admin, status=409)
    page.post(f"{base}kiem-thu/", {}, admin, status=302)
    page.post(f"{base}dung/", {}, admin, status=302)
    page.post(f"{base}bo/", {}, admin, status=302)
    assert Move.objects.get().state == "dropped"
    page.post(f"{base}la/", {}, admin, status=404)


def test_another_agency_sees_nothing(admin, page, client_for):
    move = handed_in(page, admin)
    stranger = client_for("administrator")
    for address in ("", "cot/", "tien-do/", "dong-loi/", "dong-loi/tai-ve/"):
        assert stranger.get(f"{HOME}{move.pk}/{address}").status_code == 404
    assert stranger.post(f"{HOME}{move.pk}/viec/bo/").status_code == 404
    clerk = client_for("clerk")
    assert clerk.get(HOME).status_code == 403
