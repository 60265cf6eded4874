"""The sentences with which a file is refused."""

from collections.abc import Collection

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.files.rules import KINDS, FileKind


def refusal(
    code: str,
    name: str,
    *,
    ending: str = "",
    kind: FileKind | None = None,
    allowed: Collection[str] | None = None,
    virus: str = "",
    status: int = 422,
) -> ActionRefused:
    """Return the refusal `code` for the file `name`, as a sentence that says what to do."""
    values = {
        "name": name,
        "ending": ending,
        "kind": kind.label if kind else "",
        "fitting": ", ".join(f".{one}" for one in kind.extensions) if kind else "",
        "allowed": _endings(allowed),
        "limit": filesizeformat(settings.FILES_MAX_BYTES),
        "virus": virus,
    }
    return ActionRefused(_sentence(code) % values, code=f"file-{code}", field="file", status=status)


def _endings(allowed: Collection[str] | None) -> str:
    kinds = [kind for kind in KINDS.values() if allowed is None or kind.code in allowed]
    return ", ".join(f".{ending}" for kind in kinds for ending in kind.extensions[:2])


def _sentence(code: str) -> str:
    return {
        "empty": _("Tệp “%(name)s” rỗng, hãy chọn lại tệp."),
        "large": _("Tệp “%(name)s” lớn hơn %(limit)s; hãy giảm dung lượng hoặc tách tệp."),
        "extension": _("Không nhận tệp đuôi .%(ending)s (“%(name)s”). Các đuôi được nhận: %(allowed)s."),
        "mismatch": _(
            "Tệp “%(name)s” có đuôi .%(ending)s nhưng nội dung là %(kind)s (%(fitting)s); hãy chọn đúng tệp."
        ),
        "kind": _("Tệp “%(name)s” là %(kind)s, không thuộc loại được nhận ở đây: %(allowed)s."),
        "unknown": _("Không nhận ra nội dung của tệp “%(name)s”. Các đuôi được nhận: %(allowed)s."),
        "executable": _("Tệp “%(name)s” là hoặc có chứa chương trình chạy được nên không được nhận."),
        "html": _(
            "Tệp “%(name)s” là trang web (HTML) hoặc có mã lệnh nên không được nhận; hãy lưu thành PDF."
        ),
        "svg": _(
            "Tệp “%(name)s” là ảnh SVG, có thể chứa mã lệnh nên không được nhận; hãy lưu thành PNG hoặc PDF."
        ),
        "macro": _("Tệp “%(name)s” có macro nên không được nhận; hãy lưu lại thành tệp không có macro."),
        "bomb": _("Tệp nén “%(name)s” bung ra quá lớn hoặc có quá nhiều tệp con nên không được nhận."),
        "path": _("Tệp nén “%(name)s” có đường dẫn không an toàn nên không được nhận."),
        "dtd": _("Tệp XML “%(name)s” có khai báo DTD nên không được nhận."),
        "broken": _("Tệp “%(name)s” bị hỏng, không mở được; hãy tạo lại tệp."),
        "infected": _("Tệp “%(name)s” có mã độc (%(virus)s) nên không được nhận."),
        "scanner": _("Chưa quét được mã độc cho tệp “%(name)s”; tệp chưa được lưu, hãy thử lại sau ít phút."),
        "storage": _(
            "Máy chủ chưa lưu được tệp “%(name)s” (có thể đã hết chỗ); hãy báo quản trị rồi thử lại."
        ),
    }[code]
