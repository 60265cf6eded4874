"""The typed values that other rooms and the faces hand to the services of case files."""

from congvu.casefiles.messages.drafts import (
    CaseFileDraft,
    CaseFileEdit,
    EntryDraft,
    FileRef,
    Filing,
    ItemDraft,
    RuleDraft,
)

__all__ = [
    "CaseFileDraft",
    "CaseFileEdit",
    "EntryDraft",
    "FileRef",
    "Filing",
    "ItemDraft",
    "RuleDraft",
]
