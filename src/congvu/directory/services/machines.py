"""Accounts of programs: no password, no roles; what one may do its scopes tell at each call."""

from django.db import transaction
from django.utils import timezone

from congvu.audit.services import record
from congvu.directory.messages import Actor
from congvu.directory.models import Officer, Position, Post, Unit
from congvu.directory.permissions import demand
from congvu.directory.services.officers import search_text_of, subject_of

POSITION = "phan-mem"


@transaction.atomic
def create_machine(*, actor: Actor, username: str, name: str, unit: Unit) -> Post:
    """Enter the account of a program with its one post; nobody can sign in with it.

    Args:
        actor: an administrator whose branch holds the unit, as the caller has checked; needs people.manage.
        username: unique and plain.
        name: whose program it is, as events will say.
        unit: the unit that answers for it.
    """
    demand(actor, "people.manage")
    position, _new = Position.objects.get_or_create(
        code=POSITION, defaults={"name": "Phần mềm kết nối", "rank": 999}
    )
    officer = Officer(username=username, full_name=name, search_text=search_text_of(name, username))
    officer.set_unusable_password()
    officer.save(force_insert=True)
    record("officer.created", subject_of(officer.pk), actor=actor, username=username, full_name=name)
    return Post.objects.create(
        officer=officer,
        unit=unit,
        agency_id=unit.agency_id,
        position=position,
        valid_from=timezone.localdate(),
    )
