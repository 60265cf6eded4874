"""METS: the table of contents of a package, and that of its representation.

Profile: E-ARK CSIP 2 as TT 05/2025/TT-BNV narrows it. Every `fileGrp` says csip:CONTENTINFORMATIONTYPE, which
the circular does not ask for and E-ARK's rule CSIP63 does.
"""

from collections.abc import Mapping, Sequence

from lxml import etree

from congvu.casefiles.messages.packages import PackageFacts, Part
from congvu.casefiles.rules.packages.xml import (
    CSIP,
    METS,
    SIP,
    XLINK,
    XSI,
    facts_of,
    ident,
    located,
    mets,
    put,
    stamp,
    written,
)

CONTENT = {
    f"{{{CSIP}}}CONTENTINFORMATIONTYPE": "OTHER",
    f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE": "TT05-2025-TT-BNV",
}
PROFILES = {
    "SIP": "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml",
    "AIP": "http://www.ra.ee/METS/v01/IP.xml",
}
"""As the circular writes them for the root file; a representation's file always carries the CSIP profile."""

REP = "representations/rep1"


class Document:
    """A METS file being built for one package."""

    def __init__(self, facts: PackageFacts, object_id: str, *, base: str) -> None:
        self.facts, self.base, self.created = facts, base, stamp(facts.made_at)
        up = "../../" if base else ""
        schemas = ((METS, "METS.xsd"), (XLINK, "xlink.xsd"), (CSIP, "DILCISExtensionMETS.xsd"))
        kind = facts.kind[:3]
        self.root = etree.Element(
            mets("mets"),
            nsmap={None: METS, "xlink": XLINK, "xsi": XSI, "csip": CSIP, "sip": SIP},
            OBJID=object_id,
            LABEL=facts.title[:500],
            TYPE="Mixed",
            PROFILE=PROFILES["SIP"] if base else PROFILES[kind],
        )
        self.root.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", "MIXED")
        places = " ".join(f"{space} {up}schemas/{name}" for space, name in schemas)
        self.root.set(f"{{{XSI}}}schemaLocation", places)

    def header(self) -> None:
        """Write who made the package, with what, and for whom."""
        facts = self.facts
        head = put(
            self.root,
            mets("metsHdr"),
            {
                "CREATEDATE": self.created,
                "LASTMODDATE": self.created,
                "RECORDSTATUS": "NEW",
                f"{{{CSIP}}}OAISPACKAGETYPE": facts.kind[:3],
            },
        )
        software = put(head, mets("agent"), {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"})
        put(software, mets("name"), text=facts.software[0])
        put(software, mets("note"), {f"{{{CSIP}}}NOTETYPE": "SOFTWARE VERSION"}, facts.software[1])
        owner = put(head, mets("agent"), {"ROLE": "ARCHIVIST", "TYPE": "ORGANIZATION"})
        put(owner, mets("name"), text=facts.organ_name)
        put(owner, mets("note"), {f"{{{CSIP}}}NOTETYPE": "IDENTIFICATIONCODE"}, facts.organ)
        put(head, mets("altRecordID"), {"TYPE": "SUBMISSIONAGREEMENT"}, facts.source or facts.code)

    def described(self, part: Part) -> str:
        """Refer to descriptive metadata; return the section's identifier."""
        key = ident(self.facts.uuid, f"{part.path}#dmd")
        section = put(self.root, mets("dmdSec"), {"ID": key, "CREATED": self.created, "STATUS": "CURRENT"})
        self._metadata(section, part, "DC", "1.0")
        return key

    def preserved(self, part: Part | None) -> str:
        """Refer to preservation metadata; return the section's identifier, "" when it is empty."""
        key = ident(self.facts.uuid, f"{self.base}#amd")
        section = put(self.root, mets("amdSec"), {"ID": key})
        if part is None:
            return ""
        inner = ident(self.facts.uuid, f"{part.path}#prov")
        proof = put(section, mets("digiprovMD"), {"ID": inner, "STATUS": "CURRENT"})
        self._metadata(proof, part, "PREMIS", "3.0")
        return inner

    def _metadata(self, section: "etree._Element", part: Part, kind: str, version: str) -> None:
        put(
            section,
            mets("mdRef"),
            {
                **located(self._inside(part)),
                "MDTYPE": kind,
                "MDTYPEVERSION": version,
                **facts_of(part, self.created),
            },
        )

    def files(self, groups: Mapping[str, Sequence[Part]]) -> dict[str, str]:
        """Write the groups of files; return the identifier of each group."""
        section = put(self.root, mets("fileSec"), {"ID": ident(self.facts.uuid, f"{self.base}#files")})
        keys = {}
        for use, parts in groups.items():
            keys[use] = ident(self.facts.uuid, f"{self.base}#group-{use}")
            group = put(section, mets("fileGrp"), {"ID": keys[use], "USE": use, **CONTENT})
            for part in parts:
                key = ident(self.facts.uuid, part.path, "ID")
                file = put(group, mets("file"), {"ID": key, **facts_of(part, self.created)})
                put(file, mets("FLocat"), located(self._inside(part)))
        return keys

    def structure(self, label: str, **attributes: str) -> "etree._Element":
        """Begin the structural map and return its one division."""
        key = ident(self.facts.uuid, f"{self.base}#map")
        tree = put(self.root, mets("structMap"), {"ID": key, "TYPE": "PHYSICAL", "LABEL": "CSIP"})
        return self.division(tree, label, **attributes)

    def division(self, parent: "etree._Element", label: str, **attributes: str) -> "etree._Element":
        """Add a division; `attributes` with empty values are left out."""
        key = ident(self.facts.uuid, f"{self.base}#div-{label}-{len(parent)}-{parent.get('ID', '')}")
        given = {name: value for name, value in attributes.items() if value}
        return put(parent, mets("div"), {"ID": key, "LABEL": label, **given})

    def _inside(self, part: Part) -> str:
        return part.path.removeprefix(f"{self.base}/") if self.base else part.path

    def written(self) -> bytes:
        """Return the file."""
        return written(self.root)


def point(parent: "etree._Element", key: str) -> None:
    """Refer from a division to a file or a group of files."""
    put(parent, mets("fptr"), {"FILEID": key})


def root_document(
    facts: PackageFacts,
    object_id: str,
    *,
    described: Part,
    preserved: Part | None,
    groups: Mapping[str, Sequence[Part]],
) -> bytes:
    """Return METS.xml of the package; `groups`: Documentation, Schemas, Representations/rep1."""
    found = Document(facts, object_id, base="")
    found.header()
    about = found.described(described)
    kept = found.preserved(preserved)
    keys = found.files(groups)
    top = found.structure(object_id)
    found.division(top, "Metadata", DMDID=about, ADMID=kept)
    for use in ("Documentation", "Schemas"):
        point(found.division(top, use), keys[use])
    below = found.division(top, "Representations")
    point(below, keys["Representations/rep1"])
    one = found.division(below, "Representations/rep1")
    place = {**located(f"{REP}/METS.xml"), f"{{{XLINK}}}title": keys["Representations/rep1"]}
    put(one, mets("mptr"), place)
    return found.written()


def representation_document(
    facts: PackageFacts,
    *,
    documents: Sequence[tuple[Part, Sequence[Part]]],
    preserved: Part | None,
    data: Sequence[Part],
) -> bytes:
    """Return METS.xml of the one representation: each document's metadata is tied to its files."""
    found = Document(facts, "rep1", base=REP)
    found.header()
    keys = [found.described(about) for about, _files in documents]
    kept = found.preserved(preserved)
    groups = found.files({"Data": data}) if data else {}
    top = found.structure("rep1", TYPE="NORMALIZED" if facts.kind.startswith("AIP") else "ORIGINAL")
    found.division(top, "Metadata", DMDID=" ".join(keys), ADMID=kept)
    if groups:
        point(found.division(top, "Data"), groups["Data"])
    link = found.division(top, "MetadataLink")
    for key, (_about, files) in zip(keys, documents, strict=True):
        one = found.division(link, "MetadataLink/File", DMDID=key)
        for place, part in enumerate(files):
            home = one if place == 0 else found.division(one, "AttachmentFile")
            point(home, ident(facts.uuid, part.path, "ID"))
    return found.written()
