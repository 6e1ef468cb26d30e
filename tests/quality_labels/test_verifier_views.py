"""What a number says at /V/: in three languages, as JSON, and never more than it proves."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.test import Client

from quality_labels import carrier, cose, payload, queries, serial
from quality_labels.models import Label, SigningKey
from quality_labels.signer import key_path
from quality_labels.states import LabelState, Outcome
from tests.quality_labels.centre import Centre, affixed, signed

JSON = {"headers": {"Accept": "application/json"}}


def digits_of(label: Label) -> str:
    return carrier.digits_of(bytes(label.cose))


def ask(digits: str) -> dict[str, Any]:
    """Return what the verifier tells a machine."""
    answer = Client().get(f"/V/{digits}", **JSON)
    assert answer.status_code == 200
    return dict(answer.json())


def test_qr_of_a_label_is_genuine_in_three_languages(centre: Centre) -> None:
    label = affixed(centre)

    answer = Client().get(f"/V/{digits_of(label)}")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(f'lang="{language}"' in page for language in ("ar", "fr", "en"))
    assert "notice verdict good" in page
    assert "superior" in page
    assert "supérieure" in page
    assert "عالية" in page
    assert not answer.cookies
    assert "Accept" in answer["Vary"]


def test_qr_of_a_label_tells_a_machine_its_claims(centre: Centre) -> None:
    label = affixed(centre)

    answer = ask(digits_of(label))

    assert (answer["outcome"], answer["state"], answer["grade"]) == ("genuine", "active", 50)
    assert answer["claims"]["serial"] == label.grouped_serial
    assert answer["claims"]["size_mm"] == [2405, 1499]
    assert answer["sheet"].endswith(f"/stamps/{label.public_id}/")


def test_every_single_bit_flip_of_a_label_is_refused_by_the_server(centre: Centre) -> None:
    blob = bytes(affixed(centre).cose)

    genuine = [
        (at, bit)
        for at in range(len(blob))
        for bit in range(8)
        if queries.verify(
            carrier.digits_of(bytes([*blob[:at], blob[at] ^ (1 << bit), *blob[at + 1 :]]))
        ).outcome
        == Outcome.GENUINE
    ]

    assert queries.verify(carrier.digits_of(blob)).outcome == Outcome.GENUINE
    assert genuine == []


def test_every_changed_digit_is_called_altered(centre: Centre) -> None:
    digits = digits_of(affixed(centre))

    outcomes = {
        queries.verify(digits[:at] + str((int(old) + 1) % 10) + digits[at + 1 :]).outcome
        for at, old in enumerate(digits)
    }

    assert outcomes == {Outcome.ALTERED}


def test_grade_raised_in_the_payload_is_altered(centre: Centre) -> None:
    label = affixed(centre)
    envelope = cose.parse(bytes(label.cose))
    raised = bytes(label.cose).replace(b"\x03\x18\x32", b"\x03\x18\x3c")

    answer = ask(carrier.digits_of(raised))

    assert payload.decode(cose.parse(raised).payload).grade == 60
    assert payload.decode(envelope.payload).grade == 50
    assert answer == {"outcome": "altered"}


def test_typed_serial_is_never_genuine(centre: Centre) -> None:
    label = affixed(centre)

    answer = ask(label.serial)
    page = Client().get(f"/V/{label.serial}").content.decode()

    assert answer["outcome"] == "record_exists"
    assert "claims" not in answer
    assert "notice verdict note" in page
    assert "Valid stamp" not in page


@pytest.mark.parametrize(
    "digits", ["1", "12345678901234567890", serial.complete("012600000000000001"), "9" * 249]
)
def test_number_nobody_issued_is_unknown(centre: Centre, digits: str) -> None:
    affixed(centre)

    assert ask(digits) == {"outcome": "unknown"}


def test_label_of_an_unknown_key_is_unknown(centre: Centre) -> None:
    claims = cose.parse(bytes(affixed(centre).cose)).payload
    forged = cose.sign(claims, kid=b"evil", key=cose.Ed25519PrivateKey.generate())

    assert ask(carrier.digits_of(forged)) == {"outcome": "unknown"}


def test_label_signed_by_another_key_under_our_name_is_altered(centre: Centre) -> None:
    claims = cose.parse(bytes(affixed(centre).cose)).payload
    forged = cose.sign(claims, kid=bytes.fromhex(centre.key.kid), key=cose.Ed25519PrivateKey.generate())

    assert ask(carrier.digits_of(forged)) == {"outcome": "altered"}


def test_label_signed_off_the_record_is_not_called_valid(centre: Centre) -> None:
    label = affixed(centre)
    private = load_pem_private_key(key_path(centre.key.kid).read_bytes(), password=None)
    assert isinstance(private, cose.Ed25519PrivateKey)
    claims = payload.decode(cose.parse(bytes(label.cose)).payload)
    other = payload.encode(
        payload.Claims(**{**claims.__dict__, "serial": serial.complete("012600000000000002")})
    )

    answer = ask(carrier.digits_of(cose.sign(other, kid=bytes.fromhex(centre.key.kid), key=private)))

    assert answer == {"outcome": "not_recorded"}


def test_label_dated_outside_its_keys_time_is_not_called_valid(centre: Centre) -> None:
    label = affixed(centre)
    SigningKey.objects.update(use_until_at=label.signed_at - timedelta(days=1))

    assert ask(digits_of(label)) == {"outcome": "not_recorded"}


@pytest.mark.parametrize(
    ("state", "notice"),
    [
        (LabelState.ACTIVE, "good"),
        (LabelState.SIGNED, "warn"),
        (LabelState.SUSPENDED, "warn"),
        (LabelState.WITHDRAWN, "bad"),
        (LabelState.EXPIRED, "bad"),
        (LabelState.SUPERSEDED, "bad"),
        (LabelState.VOIDED, "bad"),
    ],
)
def test_answer_is_as_loud_as_the_state_of_the_label(centre: Centre, state: str, notice: str) -> None:
    label = signed(centre)
    Label.objects.filter(pk=label.pk).update(state=state)

    page = Client().get(f"/V/{digits_of(label)}").content.decode()

    assert f"notice verdict {notice}" in page


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0126.1430.0304.2359.3650", "01261430030423593650"),
        ("HTTPS://DAMGHA.DZ/V/123", "123"),
        ("http://testserver/V/123", "123"),
        ("٠١٢٦ ١٤٣٠ ٠٣٠٤ ٢٣٥٩ ٣٦٥٠", "01261430030423593650"),
    ],
)
def test_form_leads_to_the_address_of_the_number(typed: str, digits: str, settings: Any) -> None:
    settings.STAMP_HOST = "DAMGHA.DZ"

    answer = Client().get("/V/", {"n": typed})

    assert (answer.status_code, answer["Location"]) == (302, f"/V/{digits}")


@pytest.mark.parametrize("typed", ["https://damgha.example/V/123", "hello", "<script>alert(1)</script>"])
def test_form_refuses_other_sites_and_other_texts(typed: str) -> None:
    answer = Client().get("/V/", {"n": typed})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_form_page_is_one_page_for_every_language() -> None:
    pages = {
        Client().get("/V/", headers={"Accept-Language": code}).content for code in ("ar", "fr", "en", "de")
    }

    assert len(pages) == 1


def test_json_may_be_read_by_any_site(centre: Centre) -> None:
    answer = Client().get(f"/V/{digits_of(affixed(centre))}", **JSON)

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.content)["outcome"] == "genuine"


def test_verifier_writes_nothing_and_takes_no_post(centre: Centre) -> None:
    label = affixed(centre)

    assert Client().post(f"/V/{digits_of(label)}").status_code == 405
    assert Client().post("/V/").status_code == 405
