"""Taking a source in: its file, what lies beside it, and what its columns mean."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import fold, one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.files.services import store
from congvu.moving.messages import Mapping
from congvu.moving.models import Move, MoveProfile
from congvu.moving.queries import fitting_profile
from congvu.moving.rules import proposing
from congvu.moving.rules.fields import FIELDS, Kind, field_of
from congvu.moving.rules.values import ORDERS, order_of
from congvu.moving.services import bundles
from congvu.moving.services.access import CAPABILITY, journal, open_move
from congvu.moving.services.reading import as_utf8, head_of
from congvu.moving.states import Action, State

SOURCES = {"xlsx", "txt"}


@dataclass(frozen=True, slots=True)
class Arriving:
    """What an officer hands in.

    Args:
        kind: what it holds.
        source: the table, .xlsx or .csv.
        archive: a ZIP of the files that rows name, if any.
        folder: a folder on the server instead, below MOVING_FOLDER or, from the command line, any.
        encoding: of a CSV file, where the officer says it.
        corrects: the run whose wrong rows this is a correction of.
    """

    kind: str
    source: "File[Any]"
    archive: "File[Any] | None" = None
    folder: str = ""
    encoding: str = ""
    corrects: int | None = None


def receive(arriving: Arriving, *, actor: Actor, anywhere: bool = False) -> Move:
    """Keep a source and propose what its columns mean; nothing of it is brought in yet.

    Args:
        arriving: what was handed in.
        actor: needs moving.manage.
        anywhere: whether the folder may lie anywhere on the server (the command line).

    Raises:
        ActionRefused: a file that is refused, a table without headings, a character set that is not certain.
    """
    demand(actor, CAPABILITY)
    if arriving.kind not in set(Kind):
        raise ActionRefused(_("Hãy chọn loại dữ liệu."), code="kind", field="kind")
    folder = bundles.folder_of(arriving.folder, anywhere=anywhere) if arriving.folder else None
    return _receive(arriving, folder, actor)


@transaction.atomic
def _receive(arriving: Arriving, folder: Path | None, actor: Actor) -> Move:
    corrected = open_corrected(arriving, actor)
    upload, encoding = as_utf8(arriving.source, arriving.encoding)
    source = store(upload, actor=actor, allowed=SOURCES)
    archive = store(arriving.archive, actor=actor, allowed={"zip"}) if arriving.archive else None
    sheet = replace(head_of(source), encoding=encoding)
    profile = corrected.profile if corrected else fitting_profile(actor, arriving.kind, sheet.headings)
    if corrected:
        mapping = Mapping.from_json(corrected.mapping)
    elif profile:
        mapping = Mapping.from_json(profile.mapping)
    else:
        mapping = proposing.propose(Kind(arriving.kind), sheet.headings)
        mapping = Mapping(columns=mapping.columns, order=_order(Kind(arriving.kind), mapping, sheet))
    if corrected and archive is None and folder is None:
        archive, folder = corrected.archive, Path(corrected.folder) if corrected.folder else None
    move = Move.objects.create(
        agency_id=actor.agency_id,
        kind=arriving.kind,
        profile=profile,
        corrects=corrected,
        source=source,
        archive=archive,
        folder=str(folder or ""),
        sheet=asdict(sheet),
        mapping=mapping.as_json(),
        officer_id=actor.officer_id,
        created_at=timezone.now(),
    )
    journal(move, "moving.received", actor=actor, file=source.name)
    return move


def open_corrected(arriving: Arriving, actor: Actor) -> Move | None:
    """Return the run that a sheet of corrected rows belongs to."""
    if arriving.corrects is None:
        return None
    found = Move.objects.filter(pk=arriving.corrects, agency_id=actor.agency_id, kind=arriving.kind).first()
    if found is None or found.profile_id is None:
        raise ActionRefused(_("Không thấy lượt chuyển cần sửa."), code="corrects", field="corrects")
    return found


def _order(kind: Kind, mapping: Mapping, sheet: Any) -> str:
    """Return how the samples write dates, where they prove it."""
    places = {heading: place for place, heading in enumerate(sheet.headings)}
    days = [
        places[heading]
        for key, heading in mapping.columns.items()
        if (field := field_of(kind, key)) is not None and field.day and heading in places
    ]
    texts = [str(row[place]) for row in sheet.samples for place in days if place < len(row) and row[place]]
    return order_of([text for text in texts if not text[:4].isdigit()])


@transaction.atomic
def set_mapping(move_id: int, mapping: Mapping, name: str, *, actor: Actor) -> Move:
    """Keep what the columns of a source mean, under the name of the old system, for this run and the next.

    Raises:
        ActionRefused: a needed field has no column, one column serves two fields, no name.
    """
    move = open_move(move_id, Action.MAP, actor=actor)
    kind = Kind(move.kind)
    check_mapping(kind, mapping, move.sheet["headings"])
    name = one_line(name)[:120]
    if not name:
        raise ActionRefused(_("Hãy đặt tên hệ thống cũ."), code="name", field="name")
    profile, _new = MoveProfile.objects.update_or_create(
        agency_id=move.agency_id,
        kind=move.kind,
        name=name,
        defaults={
            "mapping": mapping.as_json(),
            "updated_at": timezone.now(),
            "updated_by_id": actor.officer_id,
        },
    )
    move.profile, move.mapping, move.state = profile, mapping.as_json(), State.NEW
    move.dry, move.counts, move.place, move.offset, move.told = {}, {}, 0, 0, ""
    move.save(update_fields=["profile", "mapping", "state", "dry", "counts", "place", "offset", "told"])
    journal(move, "moving.mapped", actor=actor, file=move.source.name)
    return move


def check_mapping(kind: Kind, mapping: Mapping, headings: list[str]) -> None:
    """Refuse a mapping that cannot be tried."""
    known = {field.key for field in FIELDS[kind]}
    if set(mapping.columns) - known or set(mapping.constants) - known or mapping.order not in ORDERS:
        raise ActionRefused(_("Khai báo có trường không hợp lệ."), code="mapping")
    used = [heading for heading in mapping.columns.values() if heading]
    strange = [heading for heading in used if heading not in headings]
    if strange:
        raise ActionRefused(
            _("Tệp không có cột “%(heading)s”.") % {"heading": strange[0]}, code="column", field="columns"
        )
    lacking = proposing.missing(kind, mapping)
    if lacking:
        labels = ", ".join(str(field.label) for field in FIELDS[kind] if field.key in lacking)
        raise ActionRefused(
            _("Chưa chọn cột cho: %(labels)s.") % {"labels": labels}, code="missing", field=lacking[0]
        )


@transaction.atomic
def set_values(move_id: int, meant: dict[str, dict[str, str]], *, actor: Actor) -> Move:
    """Add what words of the old system mean to the mapping of a run and to its profile.

    Args:
        meant: by field, our value of each word.

    Raises:
        ActionRefused: a value is none of the field's.
    """
    move = open_move(move_id, Action.MAP, actor=actor)
    mapping = Mapping.from_json(move.mapping)
    for key, words in meant.items():
        field = field_of(Kind(move.kind), key)
        allowed = {code for code, _word in field.choices} if field else set()
        for word, value in words.items():
            if field is None or (allowed and value not in allowed):
                raise ActionRefused(
                    _("“%(value)s” không phải giá trị được dùng.") % {"value": value}, code="value"
                )
            mapping.values.setdefault(key, {})[fold(word)] = value
    if move.profile is None:
        raise ActionRefused(_("Hãy khai báo cột trước khi kiểm thử."), code="mapping")
    return set_mapping(move.pk, mapping, move.profile.name, actor=actor)
