"""Case files of the year with their catalogue, and the weekly schedule."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from congvu.assignments.messages import ScheduleDraft
from congvu.assignments.queries.schedule import monday_of
from congvu.assignments.services import publish_week, save_item
from congvu.casefiles import services
from congvu.casefiles.messages import CaseFileDraft, EntryDraft, ItemDraft
from congvu.casefiles.models import CaseFile
from congvu.common.subject import Subject
from congvu.documents.models import IncomingDocument, OutgoingDocument
from congvu.dossiers.services.demo.office.house import House
from congvu.dossiers.services.demo.office.stage import Stage

TOLD = (
    "summary", "kind", "type_name", "number", "notation", "dated_on", "author", "signer", "signer_position",
    "note", "language",
)  # fmt: skip
HEADINGS = (
    ("Tổng hợp", "TH", ("Chương trình, kế hoạch công tác", "Báo cáo định kỳ của cơ quan")),
    ("Tổ chức, cán bộ", "TCCB", ("Đánh giá, xếp loại công chức", "Thi đua, khen thưởng")),
    ("Cải cách hành chính", "CCHC", ("Kiểm soát thủ tục hành chính", "Chuyển đổi số, Đề án 06")),
)


def lay_catalogue(stage: Stage, house: House) -> list[int]:
    """Issue the catalogue of the year and open its case files; return their keys."""
    today, head = timezone.localdate(), house.office.heads[0]
    catalogue = services.draft_catalogue(today.year, actor=house.registry, copy=False)
    entries = []
    for title, sign, files in HEADINGS:
        heading = services.write_entry(
            catalogue.pk, EntryDraft(title, is_heading=True, sign=sign), actor=house.registry
        )
        entries += [
            services.write_entry(
                catalogue.pk,
                EntryDraft(f"{name} năm {today.year}", parent_id=heading.pk, retention="05"),
                actor=house.registry,
            )
            for name in files
        ]
    number = f"{stage.dice.randint(3, 40)}/QĐ"
    services.approve_catalogue(catalogue.pk, actor=house.leaders[0], decision_no=number)
    return [services.open_case_file(CaseFileDraft(entry_id=one.pk), actor=head).pk for one in entries]


def fill_case_files(stage: Stage, house: House, case_files: list[int]) -> None:
    """File what the office has seen, and close the first case file."""
    head = house.office.heads[0]
    incoming = IncomingDocument.objects.visible_to(head).filter(state="done", pages__gt=0).order_by("pk")[:6]
    issued = OutgoingDocument.objects.visible_to(head).filter(state="issued").order_by("pk")[:8]
    for place, document in enumerate(incoming):
        subject = Subject("documents.incomingdocument", document.pk)
        services.file_subject(case_files[place % 2], subject, actor=head)
    for place, issue in enumerate(issued):
        subject = Subject("documents.outgoingdocument", issue.pk)
        services.file_subject(case_files[1 + place % (len(case_files) - 1)], subject, actor=head)
    first = CaseFile.objects.get(pk=case_files[0])
    for item in first.items.filter(pages=0):
        told = {name: getattr(item, name) for name in TOLD}
        services.describe_item(item.pk, ItemDraft(pages=1, **told), actor=head)
    if first.items.exists():
        services.close_case_file(first.pk, actor=head)


def lay_week(stage: Stage, house: House, monday: date, *, publish: bool) -> None:
    """Write the meetings of a week, and publish them."""
    zone = timezone.get_default_timezone()
    for row in stage.texts.data["meetings"]:
        at, content, place, day = row.split("|")
        hour, minute = (int(part) for part in at.split(":"))
        on = monday + timedelta(days=int(day))
        if not stage.almanac.schedule.is_working_day(on):
            continue
        starts = datetime(on.year, on.month, on.day, hour, minute, tzinfo=zone)
        desk = stage.dice.choice(house.full)
        draft = ScheduleDraft(
            content,
            starts,
            starts + timedelta(minutes=stage.dice.choice([90, 120, 150])),
            place=place,
            chair_id=stage.dice.choice(house.leaders).officer_id,
            officer_ids=tuple({one.officer_id for one in desk.people if one.officer_id}),
            attendees=f"Lãnh đạo cơ quan; {desk.unit.name}",
        )
        save_item(draft, actor=house.registry)
    if publish:
        publish_week(monday, actor=house.registry)


def lay_weeks(stage: Stage, house: House) -> None:
    """Write this week, published, and the next one, published as far as it is certain."""
    monday = monday_of(timezone.localdate())
    lay_week(stage, house, monday, publish=True)
    lay_week(stage, house, monday + timedelta(days=7), publish=house.is_commune)
