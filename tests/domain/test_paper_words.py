"""How papers write a number, and what they call the ward that issues them."""

import pytest

from roster.domain.paper_numbers import padded
from roster.domain.ward_kinds import in_ward, kind_of_ward


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("5/QĐ-UBND", "05/QĐ-UBND"), ("5", "05"), ("05/L-BCH", "05/L-BCH"), ("15/GM-BCH", "15/GM-BCH"),
        ("100", "100"), ("", ""), ("A5/QĐ", "A5/QĐ"),
    ],
)  # fmt: skip
def test_a_number_below_ten_has_a_zero_before_it(number, shown):
    assert padded(number) == shown


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Phường Phù Liễn", "phường"), ("Xã Kiến Thụy", "xã"), ("Đặc khu Cát Hải", "đặc khu"), ("Phù Liễn", "phường")],
)
def test_a_ward_is_called_by_its_own_kind(title, kind):
    assert kind_of_ward(title) == kind
    assert in_ward("Ban CHQS phường; Phường báo cáo; CÔNG AN PHƯỜNG, UBND phường.", title) == (
        f"Ban CHQS {kind}; {kind.capitalize()} báo cáo; CÔNG AN {kind.upper()}, UBND {kind}."
    )
    for kept in ("phường Lê Chân", "PHƯỜNG PHÙ LIỄN", "phường 5", "tại xã, phường, thị trấn", "phường, xã"):
        assert in_ward(kept, title) == kept
