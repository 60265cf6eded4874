"""Verdicts in words: one sentence for a signature, one for the file, for people who are no engineers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from congvu.signing.messages import Changes, Revocation, SignatureVerdict, Standing, Verdict
from congvu.signing.rules import HANOI

_ORDER = {Standing.GOOD: 0, Standing.DOUBT: 1, Standing.BAD: 2, Standing.NONE: 3}


def unreadable(code: str) -> Verdict:
    """Return the verdict on bytes that are no readable PDF."""
    words = {
        "empty": _("Tệp rỗng, không có gì để kiểm tra."),
        "large": _("Tệp quá lớn, không kiểm tra được."),
        "not-pdf": _("Đây không phải tệp PDF, không kiểm tra được chữ ký."),
        "encrypted": _("Tệp PDF đặt mật khẩu hoặc hạn chế quyền; hãy gỡ mật khẩu rồi kiểm tra lại."),
        "broken": _("Tệp PDF bị hỏng, không đọc được nên không kiểm tra được chữ ký."),
    }[code]
    return Verdict(Standing.NONE, words, code=code)


def _notes(codes: Sequence[str]) -> tuple[str, ...]:
    known = {
        "xfa": _("Tệp là biểu mẫu động (XFA): chương trình khác có thể hiện nội dung khác với phần đã ký."),
    }
    return tuple(known[code] for code in codes)


def unsigned(notes: Sequence[str]) -> Verdict:
    """Return the verdict on a PDF without signatures."""
    words = _("Tệp PDF này không có chữ ký số.")
    return Verdict(Standing.NONE, words, code="unsigned", notes=_notes(notes))


def of_file(verdicts: Sequence[SignatureVerdict], notes: Sequence[str]) -> Verdict:
    """Return the verdict on the file: as good as the worst of its signatures."""
    worst = max((one.standing for one in verdicts), key=lambda standing: _ORDER[standing])
    count = sum(one.kind == "signature" for one in verdicts)
    bad = [one.signer or one.field_name for one in verdicts if one.standing == worst]
    values = {"count": count, "who": ", ".join(dict.fromkeys(bad))}
    words = {
        Standing.GOOD: _("Cả %(count)s chữ ký đều hợp lệ; nội dung nguyên vẹn từ khi ký."),
        Standing.DOUBT: _("Nội dung nguyên vẹn, nhưng chưa tin cậy được chữ ký của %(who)s."),
        Standing.BAD: _("KHÔNG HỢP LỆ: chữ ký của %(who)s không đúng hoặc văn bản đã bị sửa sau khi ký."),
    }
    if worst == Standing.GOOD and count == 1:
        sentence = _("Chữ ký hợp lệ; nội dung nguyên vẹn từ khi ký.")
    elif worst == Standing.GOOD and not count:
        sentence = _("Tệp chỉ có dấu thời gian, hợp lệ; không có chữ ký của người hay cơ quan.")
    else:
        sentence = words[worst] % values
    last = verdicts[-1]
    more = list(_notes(notes))
    if last.changes == Changes.ALLOWED:
        more.append(_("Sau chữ ký cuối cùng, tệp có phần được ghi thêm trong phạm vi cho phép."))
    return Verdict(worst, sentence, tuple(verdicts), notes=tuple(more))


def spoken(verdict: SignatureVerdict, *, now: datetime | None = None) -> SignatureVerdict:
    """Return the verdict with its standing and its sentence."""
    standing = _standing(verdict)
    return replace(verdict, standing=standing, sentence=_sentence(verdict, standing, now))


def _standing(one: SignatureVerdict) -> Standing:
    if not one.intact or one.changes == Changes.FORBIDDEN or one.revocation == Revocation.REVOKED:
        return Standing.BAD
    if one.trust_problem == "expired":
        return Standing.BAD
    return Standing.GOOD if one.trusted and one.changes != Changes.UNKNOWN else Standing.DOUBT


def _sentence(one: SignatureVerdict, standing: Standing, now: datetime | None) -> str:
    parts = [_who(one), _integrity(one), _trust(one)]
    if one.intact and standing != Standing.BAD:
        parts.append(_outlived(one, now))
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _who(one: SignatureVerdict) -> str:
    if not one.signer:
        return _("chữ ký ở ô “%(field)s” không đọc được") % {"field": one.field_name or "?"}
    name = (
        f"{one.signer} ({one.organisation})"
        if one.organisation and one.organisation != one.signer
        else one.signer
    )
    if one.kind == "timestamp":
        return _("dấu thời gian của %(name)s lúc %(at)s") % {"name": name, "at": _time(one.at)}
    if one.at is None:
        return _("%(name)s ký, không ghi thời gian") % {"name": name}
    words = (
        _("%(name)s ký lúc %(at)s, có dấu thời gian xác nhận")
        if one.stamped
        else _("%(name)s ký lúc %(at)s theo giờ máy của người ký")
    )
    return words % {"name": name, "at": _time(one.at)}


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(HANOI):%H:%M:%S %d/%m/%Y}" if at else "?"


def _integrity(one: SignatureVerdict) -> str:
    if not one.intact:
        return _("NỘI DUNG ĐÃ BỊ THAY ĐỔI hoặc chữ ký bị hỏng") if one.signer else ""
    later = ", ".join(one.later)
    words = {
        Changes.NONE: _("nội dung nguyên vẹn, chữ ký bao trùm toàn bộ tệp"),
        Changes.ALLOWED: _("phần đã ký nguyên vẹn; sau đó có thêm: %(later)s (được phép)"),
        Changes.FORBIDDEN: _("phần đã ký nguyên vẹn nhưng VĂN BẢN BỊ SỬA SAU KHI KÝ: %(later)s"),
        Changes.UNKNOWN: _("phần đã ký nguyên vẹn; không xác định được phần ghi thêm sau đó"),
    }[one.changes]
    return words % {"later": later or _("nội dung khác")}


def _trust(one: SignatureVerdict) -> str:
    if not one.signer or not one.intact:
        return ""
    if one.trusted:
        words = _("chứng thư số do %(issuer)s cấp, thuộc gốc tin cậy")
        known = {
            Revocation.GOOD: _("chưa bị thu hồi"),
            Revocation.UNKNOWN: _("chưa kiểm tra việc thu hồi"),
            Revocation.REVOKED: _("đã bị thu hồi"),
        }[one.revocation]
        return f"{words % {'issuer': one.issuer}}, {known}"
    words = {
        "revoked": _("chứng thư số ĐÃ BỊ THU HỒI"),
        "expired": _("chứng thư số KHÔNG CÒN HOẶC CHƯA CÓ HIỆU LỰC khi ký"),
        "no-anchors": _("chưa kiểm tra chứng thư số do %(issuer)s cấp vì chưa có gốc tin cậy"),
        "weak": _("thuật toán ký quá yếu, không tin cậy"),
        "constraints": _("chứng thư số do %(issuer)s cấp không được dùng để ký văn bản"),
        "no-chain": _("chứng thư số do %(issuer)s cấp không thuộc gốc tin cậy của hệ thống"),
    }[one.trust_problem or "no-chain"]
    return words % {"issuer": one.issuer}


def _outlived(one: SignatureVerdict, now: datetime | None) -> str:
    """Say that the certificate has ended since, when only the signer's machine says when it signed."""
    if now is None or one.stamped or one.valid_to is None or one.valid_to > now:
        return ""
    words = _("chứng thư số đã hết hạn ngày %(day)s và không có dấu thời gian")
    return words % {"day": f"{one.valid_to.astimezone(HANOI):%d/%m/%Y}"}


def later_signature(who: str, kind: str) -> str:
    """Name a signature that came later."""
    words = _("dấu thời gian của %(who)s") if kind == "/DocTimeStamp" else _("chữ ký của %(who)s")
    return words % {"who": who}


def later_field(name: str) -> str:
    """Name a field that was filled in later."""
    return _("điền ô “%(name)s”") % {"name": name}


def later_data() -> str:
    """Name data for later checks."""
    return _("dữ liệu kiểm tra lâu dài")


def later_foreign() -> str:
    """Name what belongs to no signature and no form."""
    return _("nội dung không thuộc chữ ký hay biểu mẫu")
