"""What can be wrong with a definition, each as a sentence at the node where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a definition from being published.

    Args:
        code: a stable name for tests and the API, such as "unreachable".
        node: key of the node it stands at, "" when it concerns the whole.
        message: the sentence shown, in Vietnamese.
    """

    code: str
    node: str
    message: str

    def __str__(self) -> str:
        return self.message


class DefinitionInvalid(ActionRefused):
    """A definition that may not be used; `problems` names every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0].message if self.problems else ""
        super().__init__(
            _("Quy trình còn %(count)d lỗi. Lỗi đầu tiên: %(first)s")
            % {"count": len(self.problems), "first": first},
            code="definition",
        )
