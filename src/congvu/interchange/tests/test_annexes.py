"""An issued document's annexes go with it, over the folder channel from one agency to another."""

import io
import os

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook

from congvu.common.errors import ActionRefused, StateRefused
from congvu.documents.messages import Receiver
from congvu.documents.models import IncomingDocument
from congvu.documents.services import add_annex, agree, issue_document, remove_annex, sign_document, submit
from congvu.documents.tests.paper import KEY
from congvu.files.queries import open_blob
from congvu.files.services import store
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import Connection, OutboundMessage
from congvu.interchange.queries.traffic import whereabouts
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.tests.world import COMMUNE, DEPARTMENT

pytestmark = pytest.mark.django_db


def table(words="Danh sách hộ"):
    book, out = Workbook(), io.BytesIO()
    book.active.append([words])
    book.save(out)
    return out.getvalue()


def kept(actor, data, name):
    return store(ContentFile(data, name=name), actor=actor)


@pytest.fixture
def folders(joined, tmp_path, settings):
    """Join both agencies by folders, instead of the axis."""
    settings.INTERCHANGE_FOLDERS = [str(tmp_path)]
    for one, far in ((joined.commune, DEPARTMENT), (joined.department, COMMUNE)):
        options = {"partner_code": far, "partner_name": f"Cơ quan {far}", "quiet_seconds": "0.001"}
        Connection.objects.filter(pk=one.pk).update(kind="folder", address=f"k{one.pk}", options=options)
        one.refresh_from_db()
    forget_channels()
    return tmp_path


def carry(tmp_path, out, into):
    """Be the person (or the old software) who takes packages from one folder to another."""
    target = tmp_path / f"k{into.pk}" / "nhan"
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted((tmp_path / f"k{out.pk}" / "gui").glob("*.edxml")):
        path.with_suffix(".ok").write_text("đã lấy")
        moved = target / path.name
        moved.write_bytes(path.read_bytes())
        os.utime(moved, (1_700_000_000, 1_700_000_000))


def with_annexes(joined):
    desk = joined.desk
    receiver = Receiver("Sở Xây dựng", agency_code=DEPARTMENT, role="act")
    document = desk.drafted(medium="paper", receivers=(receiver,))
    first = kept(desk.author, table(), "danh-sach.xlsx")
    second = kept(desk.author, table("Bản khác"), "danh-sach.xlsx")
    third = kept(desk.author, "Sơ đồ tuyến".encode(), "so-do.txt")
    add_annex(document.pk, first.pk, actor=desk.author, title="Phụ lục I. Danh sách hộ")
    add_annex(document.pk, second.pk, actor=desk.author, title="Phụ lục II")
    add_annex(document.pk, third.pk, actor=desk.author)
    submit(document.pk, desk.turns(), actor=desk.author)
    agree(document.pk, actor=desk.head)
    agree(document.pk, actor=desk.registry)
    sign_document(document.pk, actor=desk.leader, sign_off=KEY)
    return issue_document(document.pk, actor=desk.registry, sign_off=KEY)


def test_annexes_travel_through_a_folder_and_arrive_in_order(joined, folders):
    document = with_annexes(joined)
    joined.work()
    [package] = OutboundMessage.objects.filter(document=document)
    with open_blob(package.file) as stream:
        sent = edxml.read_package(stream, folders).message
    assert sent.type.name == "Công văn"
    assert sent.other.appendixes == ("Phụ lục I. Danh sách hộ", "Phụ lục II", "so-do.txt")
    names = [one.name for one in sent.attachments]
    assert names[1:] == ["danh-sach.xlsx", "danh-sach (2).xlsx", "so-do.txt"]
    assert [one.description for one in sent.attachments][1] == "Phụ lục I. Danh sách hộ"
    assert sent.attachments[0].content_type == "application/pdf"

    carry(folders, joined.commune, joined.department)
    joined.poll()
    arrived = IncomingDocument.objects.get(origin="interchange")
    files = list(arrived.files.select_related("file__blob"))
    assert [one.role for one in files] == ["main", "annex", "annex", "annex"]
    assert [one.file.name for one in files][1:] == names[1:]
    ours = [document.annexes.get(position=n).file.blob.sha256 for n in (1, 2, 3)]
    assert [one.file.blob.sha256 for one in files][1:] == ours

    joined.work()
    carry(folders, joined.department, joined.commune)
    joined.poll(joined.commune)
    assert [one.code for one in whereabouts(document.pk)[0].history][-1] == "01"


def test_annexes_reach_an_agency_of_this_installation_too(joined):
    desk = joined.desk
    document = desk.drafted(medium="paper")
    file = kept(desk.author, table(), "danh-sach.xlsx")
    add_annex(document.pk, file.pk, actor=desk.author)
    submit(document.pk, desk.turns(), actor=desk.author)
    agree(document.pk, actor=desk.head)
    agree(document.pk, actor=desk.registry)
    sign_document(document.pk, actor=desk.leader, sign_off=KEY)
    issue_document(document.pk, actor=desk.registry, sign_off=KEY)
    inside = IncomingDocument.objects.get(origin="inside")
    assert [one.role for one in inside.files.all()] == ["main", "annex"]


def test_annexes_change_only_while_it_is_a_draft(joined, monkeypatch):
    desk = joined.desk
    document = desk.drafted()
    file = kept(desk.author, table(), "a.xlsx")
    annex = add_annex(document.pk, file.pk, actor=desk.author)
    assert add_annex(document.pk, file.pk, actor=desk.author) == annex
    somebody = kept(desk.head, table("khác"), "b.xlsx")
    with pytest.raises(ActionRefused):
        add_annex(document.pk, somebody.pk, actor=desk.author)
    monkeypatch.setattr("congvu.documents.services.annexes.MOST", 1)
    more = kept(desk.author, table("nữa"), "c.xlsx")
    with pytest.raises(ActionRefused):
        add_annex(document.pk, more.pk, actor=desk.author)
    remove_annex(document.pk, annex.pk, actor=desk.author)
    assert not document.annexes.exists()
    add_annex(document.pk, more.pk, actor=desk.author)
    submit(document.pk, desk.turns(), actor=desk.author)
    with pytest.raises(StateRefused):
        remove_annex(document.pk, document.annexes.get().pk, actor=desk.author)
    with pytest.raises(StateRefused):
        add_annex(document.pk, file.pk, actor=desk.author)
