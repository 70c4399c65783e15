"""Files that an officer takes away are called by his words, and say once of which day or year they are."""

from datetime import date

import pytest

from roster.web.file_names import file_name

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "when", "name"),
    [
        ("Gọi công dân nhập ngũ (Biểu số 17A)", 2027, "goi-cong-dan-nhap-ngu-bieu-so-17a-2027.pdf"),
        ("Quân số dân quân đến ngày 24/11/2026", DAY, "quan-so-dan-quan-den-ngay-2026-11-24.pdf"),
        ("Quân số đến ngày 01/07/2026", DAY, "quan-so-den-ngay-01-07-2026-2026-11-24.pdf"),
        ("Tổ trưởng " * 30, 2027, "to-truong-" * 9 + "2027.pdf"),
    ],
)
def test_a_file_is_called_by_its_list_and_its_day_once(words, when, name):
    assert file_name(words, when, "pdf") == name
