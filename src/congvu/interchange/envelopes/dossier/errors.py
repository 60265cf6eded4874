"""Why ho-so.json cannot be taken: the only errors that its reader and writer raise."""


class DossierError(Exception):
    """A message of this format that lacks or breaks what nobody can do without.

    Args:
        message: the sentence shown, in Vietnamese.
        code: a stable name for tests and reports, such as "stage".
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message, self.code = message, code


class NotOurs(DossierError):  # noqa: N818 — a fact about the bytes
    """No message of this format, or of a version to come: the package is an ordinary document."""
