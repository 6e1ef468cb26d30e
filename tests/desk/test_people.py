"""The desk face to face: the paper that is printed, and whose rows a member of staff sees."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.desk import urls
from shops.models import Body, Membership
from shops.people.actions import cards, slips
from shops.people.models import ActivationSlip, AssistanceConsent, CardRenewal, Recovery
from shops.people.states import ConsentMeans
from shops.states import Role
from tests.factories import NOW, make_centre, make_membership, make_shop, make_user
from tests.people import sign_in
from tests.shops.test_people import ask, clerk_of, lost

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.OUTBOX_RINGS = False
    settings.MEDIA_ROOT = tmp_path


def at_the_desk(member: Membership) -> Client:
    return sign_in(Client(), member.user, second_factor=True)


def read_paper(content: bytes) -> tuple[str, str]:
    """Return the address in the square of a printed slip, and its text."""
    page = pypdfium2.PdfDocument(io.BytesIO(content))[0]
    codes = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
    return codes[0].text, page.get_textpage().get_text_range()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_printed_slip_opens_the_door_with_its_digits(language: str, settings: Any) -> None:
    settings.PUBLIC_ORIGIN = "https://damgha.example"
    client = at_the_desk(clerk_of(make_centre()))

    answer = client.post(
        reverse("desk_slip_for_newcomer"),
        {"full_name": "عائشة ڤورارة", "phone": "0661 23 45 67", "language": language},
    )

    address, text = read_paper(answer.content)
    digits = re.findall(r"\d", text)
    token = address.rstrip("/").rpartition("/")[2]
    pins = {"".join(digits[start : start + 6]) for start in range(len(digits) - 5)}
    slip = ActivationSlip.objects.get()
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert address == f"https://damgha.example/{language}/workspace/start/{token}/"
    assert any(slip.pin_hash == slips.rules.digest(token, pin) for pin in pins)
    assert User.objects.get(phone="+213661234567").language == language


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("desk_slips", {"person": "nobody@example.test"}),
        ("desk_slip_for_newcomer", {"full_name": "A", "phone": "12", "language": "ar"}),
    ],
)
def test_slip_for_nobody_is_told_and_makes_nothing(address: str, typed: dict[str, str]) -> None:
    client = at_the_desk(clerk_of(make_centre()))
    people = User.objects.count()

    answer = client.post(reverse(address), typed)

    assert answer.status_code == 422
    assert (ActivationSlip.objects.count(), User.objects.count()) == (0, people)


def test_paper_is_recorded_for_an_own_shop_only() -> None:
    centre = make_centre()
    own, _foreign = make_shop(centre=centre, slug="own"), make_shop(slug="foreign")
    client = at_the_desk(clerk_of(centre))

    answers = [
        client.post(
            reverse("desk_help"),
            {"shop": shop, "paper_number": "9", "until_on": timezone.localdate().isoformat()},
        ).status_code
        for shop in ("foreign", "nothing", "own")
    ]

    assert answers == [422, 422, 302]
    assert [row.shop for row in AssistanceConsent.objects.all()] == [own]


def _foreign_rows(centre: Body) -> dict[str, int]:
    """A renewal, a consent and a recovery of another body."""
    maker = lost(centre)
    consent = AssistanceConsent.objects.create(
        shop=maker.shop,
        body=centre,
        means=ConsentMeans.HERSELF,
        from_on=date(2026, 1, 1),
        until_on=date(2099, 1, 1),
        recorded_by=maker.user,
        recorded_at=NOW,
    )
    renewal = cards.send_renewal(artisan=maker, photo=b"jpeg", by=maker.user, now=NOW)
    phone = ask(maker, clerk_of(centre))
    return {"cards": renewal.pk, "help": consent.pk, "phones": phone.pk}


def _with_an_id() -> list[URLPattern]:
    return [
        pattern
        for pattern in urls.urlpatterns
        if re.match(r"desk/(cards|help|phones)/<row:pk>/", str(pattern.pattern))
    ]


def test_there_are_addresses_to_try() -> None:
    assert len(_with_an_id()) == 6


@pytest.mark.parametrize("pattern", _with_an_id(), ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_bodys_row_is_not_found(pattern: URLPattern, method: str) -> None:
    rows = _foreign_rows(make_centre(slug="theirs"))
    room = str(pattern.pattern).split("/")[1]
    client = at_the_desk(clerk_of(make_centre(slug="ours")))

    answer = getattr(client, method)(reverse(pattern.name, args=[rows[room]]))

    assert answer.status_code == 404 or method.upper() not in answer.headers["Allow"]
    assert CardRenewal.objects.get().state == "waiting"
    assert AssistanceConsent.objects.get().ended_at is None
    assert Recovery.objects.get().state == "requested"


def test_second_person_approves_on_the_page_and_the_first_is_not_asked() -> None:
    centre = make_centre()
    first, second = clerk_of(centre), clerk_of(centre)
    row = ask(lost(centre), first)
    approve = reverse("desk_approve_phone", args=[row.pk])

    own = at_the_desk(first).get(reverse("desk_phones")).content.decode()
    at_the_desk(first).post(approve)
    row.refresh_from_db()
    still = row.state
    shown = at_the_desk(second).get(reverse("desk_phones")).content.decode()
    at_the_desk(second).post(approve)

    row.refresh_from_db()
    assert (approve in own, approve in shown) == (False, True)
    assert (still, row.state, row.approved_by) == ("requested", "approved", second.user)


@pytest.mark.parametrize("role", [Role.CLERK, Role.CHAMBER_OFFICER, Role.OPERATOR])
def test_tiles_lead_to_rooms_that_open(role: Role) -> None:
    from shops.states import BodyKind
    from tests.factories import make_body

    kinds = {
        Role.CLERK: BodyKind.CRAFT_CENTRE,
        Role.CHAMBER_OFFICER: BodyKind.CHAMBER,
        Role.OPERATOR: BodyKind.OPERATOR,
    }
    client = at_the_desk(make_membership(make_user(), make_body(kinds[role]), role))

    page = client.get(reverse("desk")).content.decode()

    for room in ("desk_cards", "desk_phones", "desk_help", "desk_slips"):
        assert reverse(room) in page
        assert client.get(reverse(room)).status_code == 200
