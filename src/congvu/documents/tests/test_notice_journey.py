"""The notice 189/TB-UBND: read, shown, confirmed, registered, directed, and its assignments proposed."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from congvu.documents.messages import Addressee, Arrival, ArrivedFile, Registration
from congvu.documents.rules.proposals import mark, proposed
from congvu.documents.services import arrive, assignment_drafts, direct, read_for_clerk, register_incoming
from congvu.documents.tests.test_notice import NOTICE
from congvu.documents.tests.world import World, at, build

pytestmark = pytest.mark.django_db


@time_machine.travel(at("2026-11-25 09:00"), tick=False)
@pytest.mark.skipif(not NOTICE.exists(), reason=f"Không có tệp mẫu {NOTICE}.")
def test_the_notice_is_read_confirmed_registered_and_directed() -> None:
    world: World = build()
    file = world.file(data=NOTICE.read_bytes(), name="189-tb-ubnd.txt")
    arrival = Arrival("file", files=(ArrivedFile(file.pk),), request_key=uuid4())
    document = arrive(arrival, actor=world.registry)
    document = read_for_clerk(document.pk, actor=world.registry)
    assert (document.number, document.subject) == ("", "")  # nothing is a fact before it is confirmed
    assert document.reading["values"]["number"]["spans"][0]["text"] == "189"
    assert mark(document.reading["values"]["number"]["confidence"]) == "sure"
    facts = proposed(document.reading)
    assert (facts.number, facts.notation, facts.kind_name) == ("189", "TB-UBND", "Thông báo")
    assert (facts.issued_on, facts.place) == (date(2015, 1, 9), "Đồng Nai")
    assert facts.signer_name == "Nguyễn Minh Đức"
    assert facts.signer_authority == "TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ VĂN PHÒNG"
    assert facts.recipients[0] == "Như thành phần dự họp"
    done = register_incoming(document.pk, Registration(world.book.pk, facts=facts), actor=world.registry)
    assert (done.code, done.arrival_number) == ("189/TB-UBND", 1)
    made = direct(
        document.pk, text="Phòng Văn hóa chủ trì", to=[Addressee(world.culture.pk)], actor=world.leader
    )
    assert made.lines.count() == 1
    drafts = assignment_drafts(done)
    assert [draft.item for draft in drafts if draft.item in {"1", "2", "3"}] == ["1", "2", "3"]
    assert "Sở Thông tin và Truyền thông".casefold() in {lead.casefold() for lead in drafts[0].leads}
    assert all(draft.source is not None and draft.source.pk == done.pk for draft in drafts)
