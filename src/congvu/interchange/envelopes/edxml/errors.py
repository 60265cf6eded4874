"""Why a package cannot be read: the only errors that the reader and the writer raise."""


class EdxmlError(Exception):
    """A package that cannot be taken, with a sentence for the quarantine.

    Args:
        message: the sentence shown, in Vietnamese.
        code: a stable name for tests and reports, such as "no-sender".
        path: the element at fault, such as "MessageHeader/From", or "".
    """

    def __init__(self, message: str, *, code: str, path: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.path = path


class NotXml(EdxmlError):  # noqa: N818 — a fact about the package
    """The bytes are no well-formed XML."""


class ForbiddenXml(EdxmlError):  # noqa: N818 — a fact about the package
    """XML that is dangerous or beyond the limits: a DTD, an entity, a bomb."""


class NotEdxml(EdxmlError):  # noqa: N818 — a fact about the package
    """Well-formed, but no message of QCVN 102, or one that lacks what nobody can do without."""
