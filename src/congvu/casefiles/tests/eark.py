"""The independent judge: E-ARK's own Python validator (METS schema, CSIP and SIP rules, structure).

It fetches its vocabularies from the network when imported; the terms that our packages may use are given to
it here instead, so that no test depends on another's server. A value outside them is an error all the more.
"""

import urllib.request
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

TERMS = {
    "ContentCategory": ("Mixed",),
    "ContentInformationType": ("MIXED", "OTHER"),
    "OAISPackageType": ("SIP", "AIP", "DIP"),
    "Status": ("CURRENT", "SUPERSEDED"),
}


def _vocabulary(address: str) -> list[bytes]:
    name = address.rpartition("CSIPVocabulary")[2].removesuffix(".xml")
    return [f"<Term>{term}</Term>\n".encode() for term in TERMS[name]]


@cache
def validator() -> Any:
    """Return the validator's class, loaded without the network."""
    with mock.patch.object(urllib.request, "urlopen", _vocabulary):
        from eark_validator.packages import PackageValidator
    return PackageValidator


def judged(package: Path) -> list[tuple[str, str, str]]:
    """Return what it says of a package: severity, rule, message; informative remarks apart."""
    report = validator()(package).validation_report
    results = list(report.structure.messages)
    if report.metadata is not None:
        results += report.metadata.schema_results.messages + report.metadata.schematron_results.messages
    said = [(one.severity.name, str(one.rule_id), one.message) for one in results]
    return [one for one in said if one[0] not in {"INFORMATION", "INFO"}]
