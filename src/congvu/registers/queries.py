"""Reading registers: the next number, and the proof that none is missing or double."""

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass

from congvu.registers.models import Counter, VoidNumber


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """What a register looks like beside the rows that use its numbers.

    Args:
        last: the last number taken.
        missing: numbers taken, neither used nor declared void.
        doubles: numbers used more than once.
        foreign: numbers used that were never taken.
        void_but_used: numbers declared void and used all the same.
        void: numbers declared void, with their reasons.
    """

    last: int
    missing: tuple[int, ...]
    doubles: tuple[int, ...]
    foreign: tuple[int, ...]
    void_but_used: tuple[int, ...]
    void: tuple[tuple[int, str], ...]

    @property
    def sound(self) -> bool:
        """Whether the register has neither gap nor double."""
        return not (self.missing or self.doubles or self.foreign or self.void_but_used)


def peek(*, agency_id: int, register: str, period: str, kind: str = "") -> int:
    """Return the number that would come next; nobody may rely on getting it."""
    value = (
        Counter.objects.filter(agency_id=agency_id, register=register, period=period, kind=kind)
        .values_list("value", flat=True)
        .first()
    )
    return (value or 0) + 1


def audit_register(
    *, agency_id: int, register: str, period: str, kind: str = "", used: Iterable[int]
) -> RegisterReport:
    """Compare the numbers in use with the counter and the void numbers of a register.

    Args:
        agency_id, register, period, kind: as for `take_number`.
        used: the numbers that stand on rows of the room that uses them.
    """
    last = peek(agency_id=agency_id, register=register, period=period, kind=kind) - 1
    void = tuple(
        VoidNumber.objects.filter(
            counter__agency_id=agency_id,
            counter__register=register,
            counter__period=period,
            counter__kind=kind,
        )
        .order_by("number")
        .values_list("number", "reason")
    )
    voided = {number for number, _ in void}
    tally = Tally(used)
    return RegisterReport(
        last=last,
        missing=tuple(
            number for number in range(1, last + 1) if number not in tally and number not in voided
        ),
        doubles=tuple(sorted(number for number, times in tally.items() if times > 1)),
        foreign=tuple(sorted(number for number in tally if not 1 <= number <= last)),
        void_but_used=tuple(sorted(voided & set(tally))),
        void=void,
    )
