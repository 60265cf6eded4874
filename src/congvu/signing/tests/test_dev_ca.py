"""The development authority: its certificates hold any name that an office has."""

import pytest

from congvu.signing.services import dev_ca


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Sở Nội vụ", "Sở Nội vụ"),
        (
            "Chi nhánh Văn phòng Đăng ký đất đai Trảng Bom thành phố Đồng Nai",
            "Chi nhánh Văn phòng Đăng ký đất đai Trảng Bom thành",
        ),
        ("Ấ" * 40, "Ấ" * 21),
    ],
)
def test_long_names_fit_a_certificate(name: str, kept: str) -> None:
    assert dev_ca.fitted(name) == kept
    authority = dev_ca.new_authority()
    _key, certificate = dev_ca.issue(authority, name, name)
    assert kept in certificate.subject.rfc4514_string()
