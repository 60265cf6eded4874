"""Which accounts a demonstration shows: for each agency and role the one whose inbox holds most."""

from dataclasses import dataclass, field

from congvu.assignments.queries import lists as assignments
from congvu.directory.messages import Actor
from congvu.directory.models import Officer
from congvu.directory.queries import actor_for
from congvu.directory.services.demo import DemoAccount, accounts
from congvu.documents.queries import boxes, outgoing
from congvu.dossiers.queries.inbox import counts


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """An account and how much waits for it.

    Args:
        work: open steps of dossiers by urgency group.
        documents: documents, coming and going, that wait for an act.
        tasks: open assignments.
    """

    account: DemoAccount
    work: dict[str, int] = field(default_factory=dict)
    documents: int = 0
    tasks: int = 0

    @property
    def groups(self) -> int:
        """Return how many urgency groups have work."""
        return sum(1 for count in self.work.values() if count)

    @property
    def line(self) -> str:
        """Return name, title and work as printed."""
        row = self.account
        code = f"  mã hai bước lúc này: {row.code}" if row.code else ""
        work = (
            f"  [{' '.join(str(count) for count in self.work.values())}]" if any(self.work.values()) else ""
        )
        more = f"  văn bản {self.documents}" if self.documents else ""
        more += f"  nhiệm vụ {self.tasks}" if self.tasks else ""
        return f"{row.full_name}, {row.title}{work}{more}{code}"


def shown_accounts(realm: str = "dong-nai") -> list[ShownAccount]:
    """Return one account per agency and role, by agency; roles without any work are left out.

    Administrators have no inbox and are always shown.
    """
    best: dict[tuple[str, str], ShownAccount] = {}
    rows = accounts(realm)
    officers = Officer.objects.in_bulk([row.username for row in rows], field_name="username")
    for row in rows:
        found = _found(row, actor_for(officers[row.username]))
        known = best.get((row.agency, row.role))
        if known is None or _weight(found) > _weight(known):
            best[row.agency, row.role] = found
    return [row for row in best.values() if any(_weight(row)) or "administrator" in row.account.role]


def _found(row: DemoAccount, actor: Actor) -> ShownAccount:
    coming, going = boxes.counts(actor), outgoing.box_counts(actor)
    tasks = assignments.counts(actor, assignments.Box.MINE)
    return ShownAccount(row, counts(actor), sum(coming.values()) + sum(going.values()), sum(tasks.values()))


def _weight(row: ShownAccount) -> tuple[int, int, int]:
    return row.groups, sum(row.work.values()), row.documents + row.tasks
