"""What other rooms call: sign, verify, find the place, and keep certificates and pictures."""

from congvu.signing.services.certificates import (
    add_anchor,
    add_certificate,
    add_certificate_file,
    retire_certificate,
    revoke_certificate,
)
from congvu.signing.services.guards import usable_certificate
from congvu.signing.services.images import add_image
from congvu.signing.services.keys import add_pkcs12
from congvu.signing.services.making import make_signature
from congvu.signing.services.places import place_of
from congvu.signing.services.reserving import fill_fields, reserve_fields
from congvu.signing.services.signing import record_signature, sign_pdf
from congvu.signing.services.verifying import verify_pdf

__all__ = [
    "add_anchor",
    "add_certificate",
    "add_certificate_file",
    "add_image",
    "add_pkcs12",
    "fill_fields",
    "make_signature",
    "place_of",
    "record_signature",
    "reserve_fields",
    "retire_certificate",
    "revoke_certificate",
    "sign_pdf",
    "usable_certificate",
    "verify_pdf",
]
