"""The intake sheet: everything that a clerk enters for a new dossier, kept whole over every answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import uuid4
from zlib import crc32

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.common.errors import ActionRefused
from congvu.common.text import fold
from congvu.desk.forms.intake_rows import ChargeForm, DataForm, PaperForm, PartForm, PersonForm
from congvu.desk.forms.lists import CHANNELS
from congvu.desk.forms.parts import LookupField
from congvu.directory.messages import Actor
from congvu.dossiers.messages import Intake
from congvu.dossiers.states import CONFIDENTIALITY
from congvu.files.models import StoredFile
from congvu.files.services import store
from congvu.procedures.messages import FrozenCase, FrozenComponent, FrozenProcedure
from congvu.procedures.rules.limits import limit_text
from congvu.ui.forms import MomentInput
from congvu.workflow.rules.asked import Datum

RETURN_BY = [
    ("counter", gettext_lazy("Tại Bộ phận Một cửa")),
    ("post", gettext_lazy("Qua bưu chính")),
    ("online", gettext_lazy("Bản điện tử")),
]
_ROW = re.compile(r"paper-([a-z0-9]+)-name")


class MainForm(PartForm):
    """The facts of the dossier itself."""

    request_key = forms.UUIDField(label=gettext_lazy("Biểu mẫu"), widget=forms.HiddenInput())
    process = forms.IntegerField(label=gettext_lazy("Quy trình"), widget=forms.HiddenInput(), required=False)
    case = forms.TypedChoiceField(label=gettext_lazy("Trường hợp"), coerce=int)
    channel = forms.ChoiceField(label=gettext_lazy("Hình thức nộp"), widget=forms.RadioSelect)
    submitted_at = forms.DateTimeField(
        label=gettext_lazy("Nộp lúc"),
        required=False,
        widget=MomentInput,
        help_text=gettext_lazy("Thời điểm người dân gửi hồ sơ trực tuyến hoặc qua bưu chính."),
    )
    competent = forms.TypedChoiceField(label=gettext_lazy("Cơ quan giải quyết"), coerce=int)
    helping = LookupField(
        label=gettext_lazy("Nơi đã hướng dẫn, hỗ trợ người nộp"),
        required=False,
        help_text=gettext_lazy("Bỏ trống khi hướng dẫn tại đây; gõ vài chữ của tên cơ quan."),
    )
    confidentiality = forms.TypedChoiceField(label=gettext_lazy("Độ mật"), coerce=int, required=False)
    other = forms.BooleanField(label=gettext_lazy("Người khác nộp thay chủ hồ sơ"), required=False)
    authorisation = forms.CharField(
        label=gettext_lazy("Căn cứ nộp thay"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Giấy ủy quyền (số, ngày) hoặc quan hệ với chủ hồ sơ."),
    )
    summary = forms.CharField(label=gettext_lazy("Trích yếu"), required=False, max_length=500)
    return_by = forms.ChoiceField(
        label=gettext_lazy("Nhận kết quả"), choices=RETURN_BY, widget=forms.RadioSelect
    )
    missing_ok = forms.BooleanField(
        label=gettext_lazy("Vẫn tiếp nhận dù thiếu giấy tờ bắt buộc"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the moment of handing in where it is not now, and for the ground of acting for another."""
        found = super().clean() or {}
        if (
            found.get("channel") in {"2", "3"}
            and not found.get("submitted_at")
            and not self.errors.get("submitted_at")
        ):
            self.add_error("submitted_at", _("Hãy ghi thời điểm nộp của hồ sơ trực tuyến hoặc bưu chính."))
        if found.get("other") and not found.get("authorisation"):
            self.add_error("authorisation", _("Hãy ghi căn cứ để người khác nộp thay."))
        return found


class IntakeSheet:
    """All parts of an intake as one form.

    Args:
        procedure: the version that the sheet is shown for.
        actor: the clerk.
        asked: what the process asks.
        agencies: the competent agencies to choose from, the usual one first.
        helpers: the agencies that may have helped the applicant before.
        process_id: the process version whose conditions `asked` comes from.
        data, files: what was posted; None for a new sheet.
        quiet: show it again without finding fault.
        extra: how many empty lines for other papers.
    """

    prefix = ""

    def __init__(
        self,
        procedure: FrozenProcedure,
        actor: Actor,
        *,
        asked: tuple[Datum, ...] = (),
        agencies: list[tuple[int, str]] | None = None,
        helpers: Sequence[tuple[int, str]] = (),
        process_id: int | None = None,
        data: Mapping[str, Any] | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
        quiet: bool = False,
        extra: int = 1,
    ) -> None:
        self.procedure, self.actor, self.asked = procedure, actor, asked
        self.agencies = agencies or [(actor.agency_id, actor.agency_name)]
        self.data, self.files, self.quiet = data, files, quiet
        self.helpers, self.renaming = helpers, ""
        self.is_bound = data is not None
        self.problems: list[str] = []
        self.missing: list[str] = []
        self.case = _chosen(procedure, str((data or {}).get("case", "")))
        channel = str((data or {}).get("channel", "1"))
        self.channel = channel if channel in {"1", "2", "3"} else "1"
        self.main = self._main(process_id)
        self.owner = PersonForm(data, prefix="owner", quiet=quiet)
        other = bool((data or {}).get("other"))
        self.submitter = PersonForm(data, prefix="submitter", quiet=quiet or not other)
        self.other = other
        self.papers = list(self._papers(extra))
        self.charges = list(self._charges())
        self.facts = DataForm(data, prefix="data", quiet=quiet, asked=asked)

    def _main(self, process_id: int | None) -> MainForm:
        initial = {
            "request_key": uuid4(),
            "process": process_id,
            "case": self.case.no,
            "channel": self.channel,
            "competent": self.agencies[0][0],
            "return_by": "counter",
        }
        form = MainForm(self.data, quiet=self.quiet, initial=initial)
        cases = [(case.no, _case_label(case)) for case in self.procedure.cases]
        _choose(form, "case", cases)
        _choose(form, "channel", [(code, _channel_label(name, code, self.case)) for code, name in CHANNELS])
        _choose(form, "competent", self.agencies)
        ranks = [(rank, name) for rank, name in CONFIDENTIALITY.items() if rank <= self.actor.clearance]
        _choose(form, "confidentiality", ranks)
        self.help_from(self.helpers, form)
        for name, choices in (("case", cases), ("competent", self.agencies), ("confidentiality", ranks)):
            if len(choices) == 1:
                form.fields[name].widget = forms.HiddenInput()
        if self.channel == "1":
            form.fields["submitted_at"].widget.attrs["data-only-away"] = ""
        return form

    def _papers(self, extra: int) -> Iterator[PaperForm]:
        known: set[str] = set()
        for component in self.case.components:
            for kind, quantity in _copies(component):
                key = _key(f"{component.name}{kind}", known)
                start = {
                    "name": component.name,
                    "kind": kind,
                    "quantity": quantity,
                    "given": component.required,
                }
                yield self._paper(key, start, component)
        others = [key for key in _posted_rows(self.data) if key not in known and self._worth(key)]
        blank = (f"x{number}" for number in range(1, 200) if f"x{number}" not in others)
        for key in [*others, *islice(blank, extra)]:
            yield self._paper(key, {"kind": "original", "quantity": 1}, None)

    def _paper(self, key: str, start: dict[str, Any], component: FrozenComponent | None) -> PaperForm:
        posted = self.data is not None and f"paper-{key}-name" in self.data
        return PaperForm(
            self.data if posted else None,
            self.files if posted else None,
            prefix=f"paper-{key}",
            quiet=self.quiet,
            initial=start,
            component=component,
        )

    def _worth(self, key: str) -> bool:
        """Tell whether a posted line of no component holds anything: a name of the clerk's, or files."""
        data: Mapping[str, Any] = self.data or {}
        own = key.startswith("x") and (data.get(f"paper-{key}-name") or data.get(f"paper-{key}-note"))
        held = data.get(f"paper-{key}-kept") or (self.files and self.files.get(f"paper-{key}-upload"))
        return bool(own or held)

    def _charges(self) -> Iterator[ChargeForm]:
        known: set[str] = set()
        for fee in self.case.fees_for(self.channel):
            key = _key(fee.name, known)
            posted = self.data is not None and f"charge-{key}-name" in self.data
            if posted and self.quiet:
                self._reprice(f"charge-{key}", "" if fee.amount is None else str(fee.amount))
            start = {"name": fee.name, "base": fee.amount, "unit_price": fee.amount, "quantity": 1}
            yield ChargeForm(
                self.data if posted else None, prefix=f"charge-{key}", quiet=self.quiet, initial=start
            )

    def _reprice(self, prefix: str, price: str) -> None:
        """Bring in the price of another case or channel, unless the clerk entered one of their own."""
        assert isinstance(self.data, QueryDict)
        shown = str(self.data.get(f"{prefix}-unit_price", "")).replace(".", "")
        if shown == self.data.get(f"{prefix}-base", "") != price:
            self.data[f"{prefix}-base"] = price
            self.data[f"{prefix}-unit_price"] = f"{int(price):,d}".replace(",", ".") if price else ""

    @property
    def parts(self) -> list[PartForm]:
        """The forms in the order of the page."""
        persons = [self.owner, self.submitter] if self.other else [self.owner]
        return [self.main, *persons, *self.papers, *self.charges, self.facts]

    def __iter__(self) -> Iterator[BoundField]:
        for part in self.parts:
            yield from part

    def non_field_errors(self) -> list[str]:
        """Return what is wrong with the sheet as a whole, for the summary on top."""
        own = [str(error) for part in self.parts if part.is_bound for error in part.non_field_errors()]
        return [*self.problems, *own]

    def keep_files(self) -> None:
        """Store what was uploaded, whatever comes of the rest; a refused file costs only itself."""
        posted = [pk for paper in self.papers for pk in self._kept_ids(paper)]
        found = StoredFile.objects.filter(pk__in=posted, uploaded_by_id=self.actor.officer_id)
        known = {file.pk: file for file in found} if posted else {}
        for paper in self.papers:
            paper.kept = [known[pk] for pk in self._kept_ids(paper) if pk in known]
            uploads = self.files.getlist(paper.add_prefix("upload")) if self.files else []
            for upload in uploads:
                try:
                    paper.kept.append(store(upload, actor=self.actor))
                except ActionRefused as refusal:
                    self.problems.append(str(refusal.message))

    def _kept_ids(self, paper: PaperForm) -> list[int]:
        posted = self.data.getlist(paper.kept_name) if isinstance(self.data, MultiValueDict) else []
        return [int(text) for text in posted if text.isdecimal() and len(text) < 19]

    def is_valid(self) -> bool:
        """Tell whether everything can be handed to the service; name the required papers that are missing."""
        faulty = [part for part in self.parts if part.is_bound and not part.is_valid()]
        if faulty or self.problems:
            return False
        given = {paper.component.id for paper in self.papers if paper.component and self._given(paper)}
        required = [one for one in self.case.components if one.required]
        self.missing = [one.name for one in required if one.id not in given]
        if self.missing and not self.main.cleaned_data["missing_ok"]:
            names = "; ".join(name[:120] for name in self.missing)
            self.problems.append(
                _("Thiếu giấy tờ bắt buộc: %(names)s.") % {"names": names}
                + " "
                + _("Hãy bổ sung, lưu nháp để hướng dẫn, hoặc xác nhận vẫn tiếp nhận ở phần Giấy tờ.")
            )
            return False
        return True

    @staticmethod
    def _given(paper: PaperForm) -> bool:
        return paper.is_bound and paper.is_given

    def intake(self) -> Intake:
        """Return what the clerk entered, for the service."""
        found = self.main.cleaned_data
        away = self.channel != "1"
        return Intake(
            request_key=found["request_key"],
            version_id=self.procedure.version_id,
            case_no=self.case.no,
            channel=self.channel,
            owner=self.owner.person(),
            papers=tuple(paper.paper() for paper in self.papers if self._given(paper)),
            submitter=self.submitter.person() if self.other else None,
            authorisation=found["authorisation"] if self.other else "",
            charges=tuple(
                one.charge() for one in self.charges if one.is_bound and one.cleaned_data["quantity"]
            ),
            data=self.facts.values(),
            summary=found["summary"],
            return_by=found["return_by"],
            competent_agency_id=found["competent"],
            helping_agency_id=found["helping"],
            confidentiality=found["confidentiality"] or 0,
            submitted_at=found["submitted_at"] if away else None,
        )

    def offer(self, agencies: list[tuple[int, str]]) -> None:
        """Show these competent agencies to choose from."""
        if len(agencies) > 1:
            self.main.fields["competent"].widget = forms.Select()
            _choose(self.main, "competent", agencies)

    def help_from(self, helpers: Sequence[tuple[int, str]], main: MainForm | None = None) -> None:
        """Let these agencies be named as the place where the applicant was helped."""
        (main or self.main).fields["helping"].offer(helpers)  # type: ignore[attr-defined]

    def refuse(self, refusal: ActionRefused) -> None:
        """Show the service's refusal at the field that it names, else on top."""
        prefix, _dash, name = refusal.field.rpartition("-")
        self.renaming = prefix if refusal.code == "other-name" else ""
        part = {"owner": self.owner, "submitter": self.submitter}.get(prefix, self.main)
        if name in part.fields and not part.fields[name].widget.is_hidden:
            part.add_error(name, str(refusal.message))
        else:
            self.problems.append(str(refusal.message))


def _chosen(procedure: FrozenProcedure, number: str) -> FrozenCase:
    return next((case for case in procedure.cases if str(case.no) == number), procedure.cases[0])


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def _case_label(case: FrozenCase) -> str:
    return case.name or _("Trường hợp chung")


def _channel_label(name: Any, code: str, case: FrozenCase) -> str:
    limit = case.times.get(code)
    text = limit_text(limit.amount, limit.unit) if limit and limit.amount is not None else ""
    return f"{name} ({text})" if text else str(name)


def _copies(component: FrozenComponent) -> list[tuple[str, int]]:
    """Return as what, and how many times, a component is handed in."""
    if component.shown_only:
        return [("shown", 1)]
    found = [("original", component.originals), ("copy", component.copies)]
    return [pair for pair in found if pair[1]] or [("original", 1)]


def _key(text: str, known: set[str]) -> str:
    """Return a short name that stays with a text over cases and channels; one more for its double."""
    key = f"{crc32(fold(text).encode()):08x}"
    while key in known:
        key += "0"
    known.add(key)
    return key


def _posted_rows(data: Mapping[str, Any] | None) -> list[str]:
    return [match[1] for name in data or {} if (match := _ROW.fullmatch(name))]
