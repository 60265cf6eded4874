"""Acts on a dossier: each from its screen to what it changes; refusals keep what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.desk.tests.test_dossier import PDF, buttons
from congvu.desk.views.acts import TABLE
from congvu.directory.models import Unit
from congvu.dossiers import services
from congvu.dossiers.messages import Charge
from congvu.dossiers.models import Dossier, FeeLine, Opinion
from congvu.dossiers.states import MOVES, State
from congvu.dossiers.tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    return services.receive_dossier(world.intake(), actor=world.clerk)


@pytest.fixture
def appraising(world, dossier):
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    return dossier


@pytest.fixture
def proposed(world, appraising):
    services.propose_result(appraising.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
    return appraising


def state_of(dossier):
    return Dossier.objects.get(pk=dossier.pk).state


@pytest.fixture
def act(page):
    """Return a doer: opens the act's screen, fills the form that stands there, sends it."""

    def do(client, dossier, slug, *, status=302, **typed):
        address = f"/ho-so/{dossier.pk}/{slug}/"
        form = page(address, client).form()
        return page.post(address, {**form, **typed}, client, status=status)

    return do


def test_every_move_that_officers_make_has_an_act():
    acts = {act.action for act in TABLE}
    assert acts == {move.action for move in MOVES.values() if not move.automatic} - {"route"}
    assert len({act.slug for act in TABLE}) == len({act.key for act in TABLE}) == len(TABLE)


def test_the_whole_way_from_screen_to_screen(world, dossier, login, page, act):
    seen = act(login("clerk"), dossier, "hoan-thanh", note="Đủ giấy tờ")
    assert seen.location == f"/ho-so/{dossier.pk}/"
    draft = SimpleUploadedFile("khai-sinh.pdf", PDF, "application/pdf")
    specialist = login("specialist")
    assert buttons(page(f"/ho-so/{dossier.pk}/", specialist))[0] == "Trình kết quả"
    act(specialist, dossier, "trinh", name="Giấy khai sinh", file=draft, note="Hợp lệ")
    leader = login("leader")
    shown = page(f"/ho-so/{dossier.pk}/ky/", leader)
    assert "khai-sinh.pdf" in shown.text
    act(leader, dossier, "ky")
    act(login("registry"), dossier, "cap-so")
    assert state_of(dossier) == State.DONE
    act(login("clerk"), dossier, "tra-ket-qua", way="counter", receiver="Trần Thị Bưởi")
    assert state_of(dossier) == State.RETURNED
    result = Dossier.objects.get(pk=dossier.pk).results.get()
    assert (result.notation, result.delivered_to, result.file.name) == (
        "01/UBND", "Trần Thị Bưởi", "khai-sinh.pdf",
    )  # fmt: skip


def test_the_way_back_to_the_list_is_kept(world, dossier, login, page):
    client = login("clerk")
    link = page("/", client).xpath("//a[@data-open]/@href")[0]
    seen = page(link, client)
    address = seen.xpath("//section[contains(@class, 'next-panel')]//a[contains(., 'Chuyển xử lý')]/@href")[0]
    form = page(address, client).form()
    done = page.post(address, form, client)
    assert done.location.split("?")[1].startswith("vi-tri=")
    said = page(done.location, client)
    assert "Hồ sơ tiếp theo" in said.texts("//*[@id='toasts']")[0]


def test_supplement_and_what_follows(world, appraising, login, page, act, monday):
    client = login("specialist")
    seen = act(
        client, appraising, "yeu-cau-bo-sung",
        items="- Bản sao CCCD\n\n• Giấy ủy quyền", reason="Thiếu giấy tờ", legal_basis="Điều 9 Luật Hộ tịch",
    )  # fmt: skip
    assert state_of(appraising) == State.SUPPLEMENT
    shown = page(seen.location, client)
    assert "Bản sao CCCD" in shown.text
    assert "tạm dừng tính thời hạn" in shown.text
    request = appraising.supplements.get()
    assert request.items == ["Bản sao CCCD", "Giấy ủy quyền"]
    act(client, appraising, "thu-hoi-bo-sung", reason="Đã có trong hồ sơ")
    assert state_of(appraising) == State.PROCESSING
    act(client, appraising, "yeu-cau-bo-sung", items="Bản sao", reason="Thiếu")
    monday.move_to(at("2026-11-17 09:00"))
    act(login("specialist"), appraising, "da-bo-sung", note="Đã nộp đủ")
    assert state_of(appraising) == State.PROCESSING


def test_assigning_and_taking_over(world, appraising, login, page, act):
    head = login("head")
    form = page(f"/ho-so/{appraising.pk}/phan-cong/", head, status=409)
    assert "Hiện không thể" in form.text
    step = appraising.steps.get(key="s2")
    page.post(
        f"/ho-so/{appraising.pk}/nhan-viec/",
        {"version": Dossier.objects.get(pk=appraising.pk).version, "step": "s2"},
        login("specialist"),
    )
    step.refresh_from_db()
    assert step.assignee_id == world.specialist.officer_id


def test_refusing_after_appraisal_needs_reason_and_basis(world, appraising, login, act):
    client = login("specialist")
    seen = act(client, appraising, "tu-choi-giai-quyet", reason="Không đủ điều kiện", status=422)
    assert seen.xpath("//textarea[@name='reason']")[0].text.strip() == "Không đủ điều kiện"
    assert any("Căn cứ pháp lý" in error for error in seen.texts("//*[@class='error-summary']//li"))
    assert state_of(appraising) == State.PROCESSING
    act(client, appraising, "tu-choi-giai-quyet", reason="Không đủ điều kiện", legal_basis="Điều 8")
    assert state_of(appraising) == State.REFUSED


@pytest.mark.parametrize(
    ("slug", "typed", "said"),
    [
        ("gia-han", {"new_due_at": "16/11/2026 10:00", "reason": "Quá tải"}, "Hạn mới phải sau hạn cũ"),
        ("gia-han", {"new_due_at": "32/13/2026", "reason": "Quá tải"}, "hợp lệ"),
        ("dung", {"reason": "   "}, "bắt buộc"),
        ("yeu-cau-bo-sung", {"items": " - \n • ", "reason": "Thiếu"}, "ít nhất một nội dung"),
        ("trinh", {"name": " "}, "bắt buộc"),
        ("lay-y-kien", {"unit_id": "không có đâu", "question": "Hỏi", "due_at": "20/11/2026 17:00"},
         "Không có tên nào"),
        ("lay-y-kien", {"unit_id": "phong quy hoach", "question": "Hỏi", "due_at": "01/11/2026 17:00"},
         "ở tương lai"),
        ("lay-y-kien", {"unit_id": "phong quy hoach", "question": "Hỏi", "due_at": "20/11/2026 17:00",
                        "silence_is_consent": "on"}, "khi ghi căn cứ pháp lý"),
        ("chuyen-co-quan", {"agency_id": "so xay dung", "reason": " "}, "bắt buộc"),
    ],
)  # fmt: skip
def test_refused_input_stays_on_the_form(world, appraising, login, act, slug, typed, said):
    before = Dossier.objects.get(pk=appraising.pk).version
    seen = act(login("specialist"), appraising, slug, status=422, **typed)
    assert said in seen.text, seen.errors
    for name, text in typed.items():
        if text.strip() and text != "on":
            kept = seen.xpath(f"//main//*[@name='{name}']")[0]
            assert text.strip() in (kept.get("value") or kept.text)
    assert Dossier.objects.get(pk=appraising.pk).version == before


def test_a_file_that_is_not_what_it_says_is_refused_at_its_field(world, appraising, login, act):
    wrong = SimpleUploadedFile("anh.pdf", b"MZ\x90\x00" + b"\0" * 100)
    seen = act(login("specialist"), appraising, "them-tep", uploads=wrong, status=422)
    assert "anh.pdf" in seen.texts("//ul[contains(@class, 'field-errors')]/li")[0]
    assert not appraising.files.exists()
    good = SimpleUploadedFile("ban-do.pdf", PDF)
    act(login("specialist"), appraising, "them-tep", uploads=[good, SimpleUploadedFile("a.txt", b"xin chao")])
    assert appraising.files.count() == 2


def test_opinions_of_another_agency(world, appraising, login, page, act):
    act(
        login("specialist"), appraising, "lay-y-kien",
        unit_id="phong quy hoach", question="Vị trí có phù hợp quy hoạch?", due_at="20/11/2026 17:00",
    )  # fmt: skip
    opinion = Opinion.objects.get()
    assert opinion.unit == Unit.objects.get(name="Phòng Quy hoạch")
    asked = login("upper_specialist")
    assert buttons(page(f"/ho-so/{appraising.pk}/", asked))[0] == "Trả lời ý kiến"
    assert "phù hợp quy hoạch?" in page(f"/ho-so/{appraising.pk}/tra-loi-y-kien/", asked).text
    seen = act(asked, appraising, "tra-loi-y-kien", agree="no", content="", status=422)
    assert "không đồng ý" in seen.text
    act(asked, appraising, "tra-loi-y-kien", agree="yes", content="Phù hợp")
    opinion.refresh_from_db()
    assert (opinion.answer, opinion.content) == ("agree", "Phù hợp")


def test_a_leader_sends_back_with_the_result(world, proposed, login, page, act):
    leader = login("leader")
    act(leader, proposed, "tra-lai", to="s2", reason="Thiếu căn cứ")
    assert proposed.results.get().state == "rejected"
    step = proposed.steps.get(state="open")
    assert (step.key, step.assignee_id) == ("s2", world.specialist.officer_id)


def test_undo_takes_back_ones_own_step(world, appraising, login, page):
    client = login("clerk")
    address = f"/ho-so/{appraising.pk}/hoan-tac/"
    page.post(address, page(address, client).form(), client)
    assert appraising.steps.get(state="open").key == "s1"


def test_a_draft_is_completed_refused_or_accepted(world, login, page, act):
    client = login("clerk")
    first, second, third = (services.save_draft(world.intake(), actor=world.clerk) for _ in range(3))
    assert page(f"/ho-so/{first.pk}/", client).h1 == f"Hồ sơ chưa tiếp nhận {first.pk}"
    assert "Chưa tính thời hạn" in page(f"/ho-so/{first.pk}/han/", client).text
    assert "chưa vào quy trình" in page(f"/ho-so/{first.pk}/quy-trinh/", client).text
    act(client, first, "yeu-cau-hoan-thien", items="Tờ khai", reason="Chưa ký")
    assert state_of(first) == State.INCOMPLETE
    act(client, first, "tiep-nhan")
    assert state_of(first) == State.RECEIVED
    act(client, second, "tu-choi", reason="Không thuộc thẩm quyền")
    assert state_of(second) == State.REFUSED
    act(client, third, "rut-ho-so", reason="Người nộp đề nghị")
    assert state_of(third) == State.WITHDRAWN


def test_fees_are_collected_before_the_result(world, login, page, act):
    charges = (Charge("Lệ phí", 8000),)
    dossier = services.receive_dossier(world.intake(charges=charges), actor=world.clerk)
    client = login("clerk")
    assert "Chưa nộp phí, lệ phí" in page(f"/ho-so/{dossier.pk}/", client).text
    act(client, dossier, "thu-phi", receipt_no="BL-9")
    assert FeeLine.objects.get().receipt_no == "BL-9"
    page.post(f"/ho-so/{dossier.pk}/thu-phi/", {"version": 99, "receipt_no": "X"}, client, status=409)


def test_notes_and_following_do_not_mind_what_changed(world, dossier, login, page):
    client = login("clerk")
    page.post(f"/ho-so/{dossier.pk}/ghi-chu/", {"version": 1, "text": "Đã gọi điện"}, client)
    page.post(f"/ho-so/{dossier.pk}/theo-doi/", {"version": 1}, client)
    seen = page(f"/ho-so/{dossier.pk}/", client)
    assert "Đã gọi điện" in seen.text
    assert "Thôi theo dõi" in buttons(seen)
    page.post(f"/ho-so/{dossier.pk}/thoi-theo-doi/", {"version": 1}, client)
    assert "Theo dõi hồ sơ" in buttons(page(f"/ho-so/{dossier.pk}/", client))


def test_stopping_extending_handing_over(world, login, page, act, monday):
    client = login("specialist")
    made = [services.receive_dossier(world.intake(), actor=world.clerk) for _ in range(3)]
    for one in made:
        services.complete_step(one.pk, "s1", actor=world.clerk)
    act(client, made[0], "dung", reason="Theo đơn ngày 16/11", papers_returned="Bản chính")
    assert state_of(made[0]) == State.STOPPED
    act(client, made[1], "gia-han", new_due_at="25/11/2026 17:00", reason="Phải xác minh")
    assert Dossier.objects.get(pk=made[1].pk).due_at == at("2026-11-25 17:00")
    assert "gia hạn một lần" in page(f"/ho-so/{made[1].pk}/", client).text
    act(client, made[2], "chuyen-co-quan", agency_id="Sở Xây dựng", reason="Thuộc thẩm quyền sở")
    assert Dossier.objects.get(pk=made[2].pk).competent_agency == world.department


# -- two officers ----------------------------------------------------------------------------------


def test_a_stale_version_names_who_changed_what_and_keeps_the_typing(world, appraising, login, page):
    client = login("specialist")
    address = f"/ho-so/{appraising.pk}/yeu-cau-bo-sung/"
    form = page(address, client).form()
    services.extend_dossier(
        appraising.pk, actor=world.head, new_due_at=at("2026-11-30 17:00"), reason="Quá tải"
    )
    seen = page.post(address, {**form, "items": "Bản sao", "reason": "Thiếu"}, client, status=409)
    assert "Phạm Thị Hoa" in seen.text
    assert "gia hạn" in seen.text
    kept = seen.form()
    assert (kept["items"], kept["reason"]) == ("Bản sao", "Thiếu")
    assert state_of(appraising) == State.PROCESSING
    page.post(address, kept, client)
    assert state_of(appraising) == State.SUPPLEMENT


def test_what_is_no_longer_possible_shows_the_typing_and_the_way_back(world, appraising, login, page):
    client = login("specialist")
    address = f"/ho-so/{appraising.pk}/trinh/"
    form = page(address, client).form()
    services.stop_dossier(appraising.pk, actor=world.head, reason="Theo đơn")
    seen = page.post(address, {**form, "name": "Kết quả A", "content": "Dài dòng"}, client, status=409)
    assert "Phạm Thị Hoa" in seen.text
    assert "Dài dòng" in seen.text
    assert seen.links()["Mở lại hồ sơ"] == f"/ho-so/{appraising.pk}/"
    assert state_of(appraising) == State.STOPPED


def test_a_double_submit_is_told_so(world, appraising, login, page):
    client = login("specialist")
    address = f"/ho-so/{appraising.pk}/trinh/"
    form = page(address, client).form()
    page.post(address, {**form, "name": "Kết quả"}, client)
    seen = page.post(address, {**form, "name": "Kết quả"}, client, status=409)
    assert "Lê Văn Hùng" in seen.text
    assert appraising.results.count() == 1


@pytest.mark.parametrize("sent", [{}, {"version": "x"}, {"version": ""}, {"version": "99999999999999999999"}])
def test_a_mangled_form_changes_nothing(world, appraising, login, page, sent):
    response = login("specialist").post(f"/ho-so/{appraising.pk}/trinh/", {"name": "A", **sent})
    assert response.status_code in {409, 422}
    assert not appraising.results.exists()


def test_others_are_kept_out(world, appraising, login, page):
    for slug in ("ky", "trinh", "hoan-thanh"):
        page(
            f"/ho-so/{appraising.pk}/{slug}/",
            login("upper_clerk"),
            status=403 if slug != "hoan-thanh" else 404,
        )
    page.post(f"/ho-so/{appraising.pk}/hoan-thanh/", {"version": 1}, login("stranger"), status=404)
    assert appraising.steps.get(state="open").key == "s2"
