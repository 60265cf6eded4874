"""The two error families of the house: refusals that a person can act on, and Django's PermissionDenied."""


class ActionRefused(Exception):  # noqa: N818 — the house names refusals as facts
    """A refusal with a sentence for the user.

    Args:
        message: the sentence shown, in Vietnamese (already translated by gettext).
        code: a stable name for tests and the API, such as "stale".
        field: the form field that the sentence belongs to, or "".
        status: 422 when the input is at fault, 409 when the state is.
    """

    def __init__(self, message: str, *, code: str = "refused", field: str = "", status: int = 422) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
        self.status = status


class StateRefused(ActionRefused):
    """The thing is no longer in a state that allows the action (409)."""

    def __init__(self, message: str, *, code: str = "state", field: str = "") -> None:
        super().__init__(message, code=code, field=field, status=409)


class StaleVersion(StateRefused):
    """Somebody changed the thing after the officer saw it (409); `who` and `what` name the change."""

    def __init__(self, message: str, *, who: str = "", what: str = "") -> None:
        super().__init__(message, code="stale")
        self.who = who
        self.what = what
