from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.procedures import queries, services
from congvu.procedures.messages import FrozenTime, ReviewNote
from congvu.procedures.models import Procedure, ProcedureVersion
from congvu.procedures.services.drafts import draft_from
from congvu.procedures.services.writing import draft_of, replace_cases
from congvu.procedures.tests.factories import VersionFactory, manager, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-10-08T09:00:00+07:00", tick=False)


@pytest.fixture
def actor():
    return manager()


def kinds():
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_a_draft_becomes_the_procedure_in_force(actor):
    draft = services.new_draft(said(), actor=actor)
    version = services.publish_version(draft.pk, actor=actor, reason="QĐ 163/QĐ-BTP")
    assert version.status == "published"
    assert version.valid_from == date(2026, 10, 8)
    assert version.published_by_id == actor.officer_id
    assert queries.published("1.001193") == version
    assert queries.frozen(version.pk) == replace(said(), field_code="ho-tich", valid_from=date(2026, 10, 8))
    assert kinds() == ["procedure.drafted", "procedure.published"]
    assert Event.objects.last().data["number"] == 1


def test_the_former_version_ends_the_day_before(actor):
    first = services.publish_version(
        services.new_draft(said(), actor=actor).pk, actor=actor, valid_from=date(2026, 1, 1)
    )
    queries.frozen(first.pk)
    second = draft_from(first.pk, actor=actor)
    services.publish_version(second.pk, actor=actor)
    first.refresh_from_db()
    assert (first.status, first.valid_to) == ("retired", date(2026, 10, 7))
    assert queries.frozen(first.pk).valid_to == date(2026, 10, 7)
    assert queries.published("1.001193", date(2026, 10, 7)) == first
    assert queries.published("1.001193").number == 2
    assert kinds()[-2:] == ["procedure.retired", "procedure.published"]


def test_a_version_may_be_published_ahead_of_its_day(actor):
    now = services.publish_version(services.new_draft(said(), actor=actor).pk, actor=actor)
    later = services.publish_version(
        draft_from(now.pk, actor=actor).pk, actor=actor, valid_from=date(2027, 3, 1)
    )
    now.refresh_from_db()
    assert (now.status, now.valid_to) == ("published", date(2027, 2, 28))
    assert queries.published("1.001193") == now
    assert queries.published("1.001193", date(2027, 3, 1)) == later


def test_an_incomplete_draft_is_refused_with_every_lack_named(actor):
    unit_missing = replace(said().cases[0], time_rows=(FrozenTime("1", 5, ""),))
    note = ReviewNote("fees", "Cần nhập mức thu thực tế.", blocking=True)
    draft = services.new_draft(
        said(results=(), levels=(), cases=(unit_missing,), review_notes=(note,)), actor=actor
    )
    with pytest.raises(ActionRefused) as refused:
        services.publish_version(draft.pk, actor=actor)
    for lack in ("cấp thực hiện", "kết quả", "thiếu đơn vị", "Cần nhập mức thu"):
        assert lack in refused.value.message
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert kinds() == ["procedure.drafted"]


def test_a_note_that_was_dealt_with_does_not_block(actor):
    note = ReviewNote("fees", "Cần nhập mức thu thực tế.", blocking=True, done=True)
    draft = services.new_draft(said(review_notes=(note,)), actor=actor)
    assert services.publish_version(draft.pk, actor=actor).status == "published"


def _paths(version, actor):
    """Every service that changes content, called on `version`."""
    return {
        "update": lambda: services.update_draft(
            version.pk, said(version.procedure.code, name="Khác"), actor=actor
        ),
        "publish": lambda: services.publish_version(version.pk, actor=actor),
        "discard": lambda: services.discard_draft(version.pk, actor=actor, reason="thử"),
        "fetch": lambda: draft_of(version.pk),
        "cases": lambda: replace_cases(version, ()),
    }


@pytest.mark.parametrize("path", ["update", "publish", "discard", "fetch", "cases"])
@pytest.mark.parametrize("status", ["published", "retired"])
def test_no_service_changes_a_version_that_was_published(actor, path, status):
    version = VersionFactory(status=status, valid_to=date(2026, 2, 1) if status == "retired" else None)
    before = queries.content(version.pk)
    with pytest.raises(StateRefused), transaction.atomic():
        _paths(version, actor)[path]()
    assert queries.content(version.pk) == before
    assert ProcedureVersion.objects.filter(pk=version.pk).exists()
    assert kinds() == []


def test_two_current_versions_cannot_exist_in_the_database(actor):
    version = VersionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionFactory(procedure=version.procedure, number=2)


def test_retiring_needs_a_reason_and_a_day_after_the_start(actor):
    version = VersionFactory(valid_from=date(2026, 1, 1))
    with pytest.raises(ActionRefused):
        services.retire_version(version.pk, actor=actor, last_day=date(2026, 10, 1), reason=" ")
    with pytest.raises(ActionRefused):
        services.retire_version(version.pk, actor=actor, last_day=date(2025, 12, 31), reason="QĐ 1")
    services.retire_version(version.pk, actor=actor, last_day=date(2026, 10, 1), reason="QĐ 1")
    with pytest.raises(ProcedureVersion.DoesNotExist):
        queries.published(version.procedure.code)
    with pytest.raises(StateRefused):
        services.retire_version(version.pk, actor=actor, last_day=date(2026, 10, 1), reason="QĐ 1")


def test_a_change_to_a_draft_is_compared_with_what_the_officer_saw(actor):
    draft = services.new_draft(said(), actor=actor)
    changed = services.update_draft(draft.pk, said(name="Đăng ký lại khai sinh"), actor=actor, revision=0)
    assert changed.revision == 1
    assert Procedure.objects.get().search_text == "1.001193 dang ky lai khai sinh ho tich"
    with pytest.raises(StaleVersion):
        services.update_draft(draft.pk, said(name="Khác"), actor=actor, revision=0)
    assert Event.objects.last().data["changes"] == ["name"]


def test_a_change_without_a_difference_records_nothing(actor):
    draft = services.new_draft(said(), actor=actor)
    services.update_draft(draft.pk, said(), actor=actor, revision=0)
    assert kinds() == ["procedure.drafted"]


def test_one_draft_at_a_time(actor):
    services.new_draft(said(), actor=actor)
    with pytest.raises(StateRefused):
        services.new_draft(said(), actor=actor)


def test_the_code_cannot_be_changed(actor):
    draft = services.new_draft(said(), actor=actor)
    with pytest.raises(ActionRefused):
        services.update_draft(draft.pk, said("2.000635"), actor=actor)


def test_discarding_the_only_draft_removes_the_procedure(actor):
    draft = services.new_draft(said(), actor=actor)
    services.discard_draft(draft.pk, actor=actor, reason="nhập nhầm")
    assert not Procedure.objects.exists()
    assert kinds() == ["procedure.drafted", "procedure.discarded"]


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, pk: services.new_draft(said("9.9"), actor=actor),
        lambda actor, pk: services.update_draft(pk, said(name="Khác"), actor=actor),
        lambda actor, pk: services.publish_version(pk, actor=actor),
        lambda actor, pk: services.discard_draft(pk, actor=actor, reason="x"),
        lambda actor, pk: services.retire_version(pk, actor=actor, last_day=date(2026, 1, 1), reason="x"),
        lambda actor, pk: services.set_route(1, actor=actor, kind="local", valid_from=date(2026, 1, 1)),
    ],
)
def test_every_write_needs_the_capability(actor, act):
    draft = services.new_draft(said(), actor=actor)
    with pytest.raises(PermissionDenied):
        act(manager(None, "catalogue.view"), draft.pk)
    assert kinds() == ["procedure.drafted"]
