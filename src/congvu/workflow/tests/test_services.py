"""Drafts, publishing, and that what was published never changes."""

import pytest
from django.core.exceptions import PermissionDenied

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.directory.models import Level
from congvu.directory.tests.factories import AgencyFactory, PostFactory, UnitFactory, make_actor
from congvu.workflow import queries, services
from congvu.workflow.models import Process, ProcessVersion
from congvu.workflow.rules import DefinitionInvalid, editing
from congvu.workflow.tests.factories import DraftFactory, ProcessFactory

pytestmark = pytest.mark.django_db
ROLES = ["clerk", "specialist", "leader", "registry"]


@pytest.fixture
def manager():
    agency = AgencyFactory(level=Level.PROVINCE, kind="office")
    return make_actor("procedure-keeper", unit=UnitFactory(agency=agency))


def staffed(*roles, name="Ủy ban nhân dân xã Đủ", **agency):
    """A commune whose one-stop unit holds officers in `roles`."""
    unit = UnitFactory(agency=AgencyFactory(name=name, **agency), one_stop=True)
    for role in roles:
        PostFactory(unit=unit, roles=[role])
    return unit.agency


def kinds():
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_a_process_begins_as_a_draft_of_the_usual_steps(manager):
    version = services.start_process("1.001193", " Đăng  ký khai sinh ", level="commune", actor=manager)
    assert version.process.name == "Đăng ký khai sinh"
    assert (version.status, version.number, version.revision) == ("draft", 1, 1)
    assert queries.definition(version.pk).steps[0].name == "Tiếp nhận hồ sơ"
    assert kinds() == ["process.drafted"]


@pytest.mark.parametrize(
    ("code", "name", "field"),
    [("", "x", "code"), ("A b", "x", "code"), ("1.1", "", "name"), ("co", "x", "code")],
)
def test_a_misnamed_process_is_refused(manager, code, name, field):
    ProcessFactory(code="co")
    with pytest.raises(ActionRefused) as refusal:
        services.start_process(code, name, level="commune", actor=manager)
    assert refusal.value.field == field
    assert Process.objects.count() == 1
    assert kinds() == []


def test_only_managers_write(manager):
    draft = DraftFactory()
    clerk = make_actor("clerk")
    for call in (
        lambda: services.start_process("1.1", "x", level="commune", actor=clerk),
        lambda: services.save_draft(draft.pk, {}, actor=clerk, seen_revision=1),
        lambda: services.publish(draft.pk, actor=clerk),
        lambda: services.new_draft_from(draft.pk, actor=clerk),
        lambda: services.discard_draft(draft.pk, actor=clerk, seen_revision=1),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert kinds() == []


def test_saving_counts_revisions_and_refuses_what_is_stale(manager):
    draft = DraftFactory()
    spec, _ = editing.insert(draft.spec, "s1", 0, "step")
    saved = services.save_draft(draft.pk, spec, actor=manager, seen_revision=1, decision="QĐ 12/QĐ-UBND")
    assert (saved.revision, saved.decision, saved.changed_by_id) == (2, "QĐ 12/QĐ-UBND", manager.officer_id)
    with pytest.raises(StaleVersion) as refusal:
        services.save_draft(draft.pk, draft.spec, actor=manager, seen_revision=1)
    assert refusal.value.who == manager.officer_name
    assert len(queries.definition(draft.pk).steps) == 6
    assert kinds() == ["process.saved"]


def test_publishing_retires_the_former_version_and_freezes(manager):
    staffed(*ROLES)
    first = DraftFactory()
    services.publish(first.pk, actor=manager, seen_revision=1)
    second = services.new_draft_from(first.pk, actor=manager)
    assert second.number == 2
    with pytest.raises(StateRefused):
        services.new_draft_from(first.pk, actor=manager)
    services.publish(second.pk, actor=manager)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("retired", "published")
    assert second.published_by_id == manager.officer_id
    assert queries.published_version_id(first.process.code) == second.pk
    for version in (first, second):
        with pytest.raises(StateRefused):
            services.save_draft(version.pk, {}, actor=manager, seen_revision=version.revision)
        with pytest.raises(StateRefused):
            services.discard_draft(version.pk, actor=manager, seen_revision=version.revision)
    assert kinds() == ["process.published", "process.drafted", "process.published"]


def test_a_definition_in_force_is_read_once(manager, django_assert_num_queries):
    draft = DraftFactory()
    queries.definition(draft.pk)
    services.publish(draft.pk, actor=manager, check_roles=False)
    first = queries.definition(draft.pk)
    with django_assert_num_queries(0):
        assert queries.definition(draft.pk) is first


def test_publishing_is_refused_with_every_problem(manager):
    staffed("clerk", "specialist", name="Ủy ban nhân dân xã Thiếu")
    AgencyFactory(name="Ủy ban nhân dân xã Chưa dùng")
    spec = editing.blank("commune")
    spec["nodes"][1]["hours"] = 30
    draft = DraftFactory(spec=spec)
    with pytest.raises(DefinitionInvalid) as refusal:
        services.publish(draft.pk, actor=manager)
    assert [(problem.code, problem.node) for problem in refusal.value.problems] == [
        ("over-limit", ""),
        ("role-vacant", "s3"),
        ("role-vacant", "s4"),
    ]
    assert "tại Ủy ban nhân dân xã Thiếu." in refusal.value.problems[1].message
    draft.refresh_from_db()
    assert draft.status == ProcessVersion.Status.DRAFT
    assert kinds() == []


def test_counters_of_vertical_branches_do_not_count(manager):
    staffed(*ROLES)
    staffed("clerk", name="Công an xã", kind="vertical")
    services.publish(DraftFactory().pk, actor=manager)


def test_a_named_agency_must_exist_and_hold_the_role(manager):
    spec = editing.blank("commune")
    spec["nodes"][1]["place"] = "agency:so-xay-dung"
    draft = DraftFactory(spec=spec)
    staffed(*ROLES)
    with pytest.raises(DefinitionInvalid) as refusal:
        services.publish(draft.pk, actor=manager)
    assert [problem.node for problem in refusal.value.problems] == ["s2"]
    staffed("specialist", key="dong-nai-so-xay-dung", level=Level.PROVINCE, kind="department")
    services.publish(draft.pk, actor=manager)


def test_a_discarded_draft_is_gone_and_told(manager):
    draft = DraftFactory()
    with pytest.raises(StaleVersion):
        services.discard_draft(draft.pk, actor=manager, seen_revision=7)
    services.discard_draft(draft.pk, actor=manager, seen_revision=1)
    assert not ProcessVersion.objects.exists()
    assert kinds() == ["process.discarded"]
