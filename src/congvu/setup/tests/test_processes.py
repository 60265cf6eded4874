"""The screens of processes: list, page, editor, publishing; without JavaScript and as fragments."""

import pytest
from lxml import etree

from congvu.directory.models import Level
from congvu.directory.tests.factories import AgencyFactory, PostFactory, UnitFactory
from congvu.workflow import queries, services
from congvu.workflow.models import ProcessVersion
from congvu.workflow.tests.factories import DraftFactory

BASE = "/quan-tri/quy-trinh/"


@pytest.fixture
def manager(client_for):
    return client_for("procedure-keeper", unit=UnitFactory(agency=AgencyFactory(level=Level.PROVINCE)))


@pytest.fixture
def commune(db):
    unit = UnitFactory(one_stop=True)
    for role in ("clerk", "specialist", "leader", "registry"):
        PostFactory(unit=unit, roles=[role])
    return unit.agency


def draft_of(code):
    return ProcessVersion.objects.get(process__code=code, status="draft")


def do(page, client, code, verb, status=302):
    return page.post(
        f"{BASE}{code}/ban-nhap/", {"do": verb, "revision": draft_of(code).revision}, client, status=status
    )


def test_a_process_is_made_edited_and_published(page, manager, commune):
    made = page.post(f"{BASE}moi/", {"code": "9.1", "name": "Thử nghiệm", "level": "commune"}, manager)
    assert made.location == f"{BASE}9.1/ban-nhap/"
    seen = page(made.location, manager)
    assert seen.h1 == "Soạn: Thử nghiệm"
    assert "đạt mọi điều kiện" in seen.text
    do(page, manager, "9.1", "parallel:s1:0")
    do(page, manager, "9.1", "choice:s2:0")
    seen = page(made.location, manager)
    assert "Điều kiện còn trống" in seen.text
    choice = page(f"{BASE}9.1/ban-nhap/nut/c1/", manager)
    sent = choice.form() | {"when_0": "has(data.area) && data.area > 500.0", "label_0": "Trên 500 m²"}
    page.post(f"{BASE}9.1/ban-nhap/nut/c1/", sent, manager)
    facts = page(f"{BASE}9.1/ban-nhap/thong-tin/", manager).form()
    sent = facts | {"limit_hours": "16", "decision": "QĐ 5/QĐ-UBND"}
    page.post(f"{BASE}9.1/ban-nhap/thong-tin/", sent, manager)
    done = page.post(f"{BASE}9.1/ban-nhap/ban-hanh/", {"revision": draft_of("9.1").revision}, manager)
    assert done.location == f"{BASE}9.1/"
    seen = page(done.location, manager)
    assert "Trên 500 m² → bước" in seen.text
    assert "Cùng lúc: bước 2, bước 3" in seen.text
    assert queries.published_version_id("9.1")


def test_the_picture_and_the_table_say_the_same(page, manager):
    services.load_samples(actor=manager.actor)
    seen = page(f"{BASE}1.013225/", manager)
    rows = seen.xpath("//table[contains(@class,'process-table')]/tbody/tr")
    steps = sum("gateway" not in row.get("class") for row in rows)
    assert steps == 11
    assert len(seen.xpath("//*[local-name()='rect'][contains(@class,'process-box')]")) == steps
    assert "im lặng là đồng ý" in seen.text
    assert seen.queries <= 20


def test_the_list_costs_the_same_for_one_and_many(page, manager):
    DraftFactory()
    one = page(BASE, manager)
    services.load_samples(actor=manager.actor)
    many = page(BASE, manager)
    assert many.queries == one.queries
    assert len(many.xpath("//table[@data-rows]/tbody/tr")) == 19
    found = page(f"{BASE}?q=khai sinh", manager)
    assert found.texts("//a[@class='row-title']")[:1] == ["Đăng ký khai sinh"]
    assert "Không có quy trình nào" in page(f"{BASE}?q=zzz", manager).text


def test_the_bpmn_file_is_sent(page, manager):
    draft = DraftFactory()
    sent = page(f"{BASE}{draft.process.code}/1/bpmn/", manager).response
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{draft.process.code}-v1.bpmn"'
    assert etree.fromstring(sent.content).tag.endswith("definitions")


def test_a_step_is_edited_whole(page, manager):
    draft = DraftFactory(process__code="9.2")
    AgencyFactory(key="so-xay-dung", name="Sở Xây dựng", kind="department", level=Level.PROVINCE)
    url = f"{BASE}9.2/ban-nhap/nut/s2/"
    sent = page(url, manager).form()
    sent |= {
        "name": "Lấy ý kiến",
        "type": "opinion",
        "place": "agency:so-xay-dung",
        "hours": "64",
        "wait_amount": "12",
        "wait_unit": "day",
        "silence_is_consent": "on",
        "actions": ["opinion", "complete"],
        "returns_to": ["s1"],
        "outcomes": "agree, disagree",
    }
    page.post(url, sent, manager)
    draft.refresh_from_db()
    step = queries.definition(draft.pk).step("s2")
    assert (step.name, step.place, step.hours, step.next) == ("Lấy ý kiến", "agency:so-xay-dung", 64, "s3")
    assert (step.wait.amount, step.outcomes) == (12, ("agree", "disagree"))
    assert step.silence_is_consent
    assert draft.changed_by == manager.officer
    assert "Sở Xây dựng" in page(f"{BASE}9.2/ban-nhap/", manager).text


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("hours", "-1"), ("role", "boss"), ("next", "nowhere"), ("wait_amount", "0")],
)
def test_a_bad_field_is_refused_where_it_stands(page, manager, field, value):
    draft = DraftFactory(process__code="9.2")
    url = f"{BASE}9.2/ban-nhap/nut/s2/"
    seen = page.post(url, page(url, manager).form() | {field: value}, manager, status=422)
    assert seen.errors
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_bad_condition_is_told_at_its_field(page, manager):
    DraftFactory(process__code="9.2")
    do(page, manager, "9.2", "choice:s2:0")
    url = f"{BASE}9.2/ban-nhap/nut/c1/"
    sent = page(url, manager).form() | {"when_0": "data.area >"}
    assert "sai cú pháp" in " ".join(page.post(url, sent, manager, status=422).errors)


def test_buttons_answer_with_a_fragment_for_htmx(page, manager):
    DraftFactory(process__code="9.2")
    url = f"{BASE}9.2/ban-nhap/"
    seen = page.htmx(url, manager, data={"do": "step:s1:0", "revision": 1})
    assert "<html" not in seen.html
    assert len(seen.xpath("//tbody/tr")) == 7
    stale = page.htmx(url, manager, data={"do": "step:s1:0", "revision": 1}, status=409)
    assert "vừa được người khác sửa" in stale.html
    edge = page.htmx(url, manager, data={"do": "up:s1", "revision": 2}, status=422)
    assert "không chuyển tiếp" in edge.html
    assert draft_of("9.2").revision == 2


def test_publishing_with_problems_shows_them(page, manager):
    draft = DraftFactory(process__code="9.2")
    do(page, manager, "9.2", "choice:s2:0")
    seen = page.post(f"{BASE}9.2/ban-nhap/ban-hanh/", {"revision": 2}, manager, status=422)
    assert "Quy trình còn 2 lỗi" in seen.text  # a condition is missing, an hour too many
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_new_version_is_drafted_and_thrown_away(page, manager):
    draft = DraftFactory(process__code="9.2")
    services.publish(draft.pk, actor=manager.actor, check_roles=False)
    page.post(f"{BASE}9.2/1/soan/", {}, manager)
    assert draft_of("9.2").number == 2
    page.post(f"{BASE}9.2/ban-nhap/bo/", {"revision": 1}, manager)
    assert not ProcessVersion.objects.filter(status="draft").exists()
    page(f"{BASE}9.2/ban-nhap/", manager, status=404)
    assert page(f"{BASE}9.2/?phien-ban=1", manager).h1 == draft.process.name
    page(f"{BASE}9.2/?phien-ban=7", manager, status=404)


def test_who_may_not_manage_reads_only(page, client_for):
    DraftFactory(process__code="9.2")
    clerk = client_for("clerk")
    for url in ("ban-nhap/", "ban-nhap/thong-tin/", "ban-nhap/nut/s1/"):
        page(f"{BASE}9.2/{url}", clerk, status=403)
    for url in ("ban-nhap/", "ban-nhap/ban-hanh/", "ban-nhap/bo/", "1/soan/"):
        page.post(f"{BASE}9.2/{url}", {"do": "remove:s1", "revision": 1}, clerk, status=403)
    assert draft_of("9.2").revision == 1
