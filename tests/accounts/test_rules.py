import pytest

from marketplace.accounts.rules import login_name, phone_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0661 23 45 67", "+213661234567"),
        ("+213 (0) 661.23.45.67", "+213661234567"),
        ("00213661234567", "+213661234567"),
        ("٠٦٦١٢٣٤٥٦٧", "+213661234567"),
        ("\u200e+33 6 12 34 56 78", "+33612345678"),
        ("12345", ""),
        ("+0661234567", ""),
        ("six six one", ""),
        ("", ""),
    ],
)
def test_phone_is_kept_one_way_however_it_is_written(written: str, number: str) -> None:
    assert phone_number(written) == number


def test_login_name_is_an_email_in_lower_case_or_a_phone() -> None:
    assert [login_name(text) for text in (" A@B.test ", "0661234567", "nobody")] == [
        "a@b.test",
        "+213661234567",
        "nobody",
    ]
