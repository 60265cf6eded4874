"""Taking and voiding numbers: no gap and no double, because the counter moves in the same transaction."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit import services as audit
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.registers.events import VOIDED
from congvu.registers.models import Counter, VoidNumber
from congvu.statements.queries import rows

_TAKE = """
INSERT INTO registers_counter (agency_id, register, period, kind, value) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (agency_id, register, period, kind) DO UPDATE SET value = registers_counter.value + EXCLUDED.value
RETURNING value
"""


def take_number(*, agency_id: int, register: str, period: str, kind: str = "") -> int:
    """Take the next number of a register (one statement; the counter is locked until the end).

    Args:
        agency_id: whose register.
        register: the register's name, such as "dossier".
        period: the time in which numbers run on, such as "2026".
        kind: a type with numbers of its own, or "".

    Raises RuntimeError outside a transaction: a number whose use is rolled back must be rolled back too.
    """
    return take_numbers(agency_id=agency_id, register=register, period=period, kind=kind, count=1)[0]


def take_numbers(*, agency_id: int, register: str, period: str, kind: str = "", count: int) -> range:
    """Take `count` consecutive numbers of a register at once (one statement)."""
    if not connection.in_atomic_block:
        raise RuntimeError("take_number works only inside the transaction that uses the number")
    if count < 1:
        raise ValueError("count must be at least 1")
    [(last,)] = rows(_TAKE, [agency_id, register, period, kind, count])
    return range(last - count + 1, last + 1)


_RAISE = """
INSERT INTO registers_counter (agency_id, register, period, kind, value) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (agency_id, register, period, kind) DO UPDATE
SET value = CASE WHEN EXCLUDED.value > registers_counter.value
    THEN EXCLUDED.value ELSE registers_counter.value END
RETURNING value
"""


def raise_to(*, agency_id: int, register: str, period: str, kind: str = "", number: int) -> int:
    """Let a register go on after `number`, which another system gave; never back (one statement).

    Returns the last number of the register.

    Raises RuntimeError outside a transaction: the numbers that it counts must be written with it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("raise_to works only inside the transaction that writes the numbers")
    if number < 1:
        raise ValueError("number must be at least 1")
    [(last,)] = rows(_RAISE, [agency_id, register, period, kind, number])
    return int(last)


@transaction.atomic
def void_number(
    *, agency_id: int, register: str, period: str, kind: str = "", number: int, reason: str, actor: Actor
) -> VoidNumber:
    """Declare that a taken number will not be used; it stays visible in the register with its reason.

    Raises ActionRefused for a missing reason, StateRefused for a number never taken or already void.
    """
    if not reason.strip():
        raise ActionRefused(_("Hãy ghi lý do hủy số."), code="reason", field="reason")
    counter = (
        Counter.objects.select_for_update()
        .filter(agency_id=agency_id, register=register, period=period, kind=kind)
        .first()
    )
    if counter is None or not 1 <= number <= counter.value:
        raise StateRefused(
            _("Số %(number)s chưa được cấp trong sổ này.") % {"number": number}, code="not-taken"
        )
    void, created = VoidNumber.objects.get_or_create(
        counter=counter,
        number=number,
        defaults={"reason": reason, "voided_at": timezone.now(), "officer_id": actor.officer_id},
    )
    if not created:
        raise StateRefused(_("Số %(number)s đã được hủy trước đó.") % {"number": number}, code="void")
    audit.record(
        VOIDED.name,
        Subject("registers.counter", counter.pk),
        actor=actor,
        agency_id=agency_id,
        reason=reason,
        register=register,
        period=period,
        number_kind=kind,
        number=number,
    )
    return void
