"""The rooms about people: what an owner, a seller and staff who help may do there, and what stays closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketplace.order.states import ShopOrderState
from marketplace.outbox.models import Message
from shops.access import ASSISTING
from shops.models import Membership
from shops.partner.models import Partner
from shops.people.actions import assistance, recovery, slips
from shops.people.models import AssistanceConsent, AssistedAct, CardRenewal, Portrait
from shops.people.rules import stop_token
from shops.people.states import ConsentMeans
from shops.states import NameConsent, Role
from tests.catalog.test_photos import picture
from tests.factories import (
    NOW,
    make_artisan,
    make_artisan_card,
    make_centre,
    make_membership,
    make_product,
    make_shop,
    make_user,
)
from tests.people import sign_in
from tests.shops.test_people import ask, clerk_of, lost
from tests.workspace.test_isolation import make_shop_order

pytestmark = pytest.mark.django_db
OWNERS_ROOMS = ("workspace_team", "workspace_help")
EVERYBODYS_ROOMS = (
    "workspace_cards",
    "workspace_holiday",
    "workspace_devices",
    "workspace_leave",
    "workspace_consent",
)


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.OUTBOX_RINGS = False
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def shop() -> Partner:
    return make_shop(owner=make_user(), centre=make_centre())


def owner_of(shop: Partner) -> Client:
    return sign_in(Client(), shop.body.memberships.get(role=Role.OWNER).user)


def seller_of(shop: Partner) -> Client:
    person = make_user()
    make_membership(person, shop.body, Role.SELLER)
    return sign_in(Client(), person)


def assistant_of(shop: Partner) -> tuple[Client, AssistanceConsent]:
    """A clerk who has entered the shop's workspace by its consent."""
    clerk = clerk_of(shop.centre)
    consent = assistance.give_consent(
        shop=shop,
        body=shop.centre,
        means=ConsentMeans.PAPER,
        paper_number="7",
        until_on=timezone.localdate(),
        by=clerk.user,
        now=timezone.now(),
    )
    client = sign_in(Client(), clerk.user, second_factor=True)
    assert client.post(reverse("desk_assist", args=[consent.pk])).status_code == 302
    return client, consent


@pytest.mark.parametrize("room", [*OWNERS_ROOMS, *EVERYBODYS_ROOMS])
def test_rooms_open_to_the_owner_and_only_some_to_seller_and_helper(shop: Partner, room: str) -> None:
    address = reverse(room)
    helper, _consent = assistant_of(shop)

    answers = [client.get(address).status_code for client in (owner_of(shop), seller_of(shop), helper)]

    herself = ("workspace_devices", "workspace_consent")
    assert answers[0] == 200
    assert answers[1] == (404 if room in OWNERS_ROOMS else 200)
    assert answers[2] == (404 if room in (*OWNERS_ROOMS, *herself) else 200)


@pytest.mark.parametrize("who", ["seller", "helper"])
def test_seller_and_helper_change_neither_team_nor_help_nor_consent(shop: Partner, who: str) -> None:
    maker = make_artisan(shop, user=make_user())
    seller = make_membership(make_user(), shop.body, Role.SELLER)
    helper, given = assistant_of(shop)
    client = helper if who == "helper" else seller_of(shop)

    answers = [
        client.post(reverse("workspace_team"), {"name": "new@example.test"}),
        client.post(reverse("workspace_end_role", args=[seller.pk])),
        client.post(reverse("workspace_help"), {"body": shop.centre_id, "until_on": "2026-12-01"}),
        client.post(reverse("workspace_end_help", args=[given.pk])),
        client.post(reverse("workspace_choose_name", args=[maker.pk]), {"shown": "full"}),
        client.post(reverse("workspace_choose_portrait", args=[maker.pk]), {"shown": "none"}),
    ]

    maker.refresh_from_db()
    given.refresh_from_db()
    seller.refresh_from_db()
    assert {answer.status_code for answer in answers} == {404}
    assert (maker.name_consent, given.ended_at, seller.until_on) == (
        NameConsent.FIRST_AND_VILLAGE,
        None,
        None,
    )


def test_every_act_for_a_shop_leaves_a_line_and_the_owner_reads_it(shop: Partner) -> None:
    order = make_shop_order(shop)
    product = make_product(shop=shop)
    client, consent = assistant_of(shop)

    page = client.get(reverse("workspace")).content.decode()
    client.post(reverse("workspace_accept", args=[order.number]))
    client.post(reverse("workspace_piece", args=[product.pk]), {"price": "", "stock": "1"})
    client.post(reverse("workspace_piece", args=[10**9]), {"price": "1", "stock": "1"})

    order.refresh_from_db()
    lines = AssistedAct.objects.order_by("pk").values_list("route", "object_id", "status", "consent")
    told = owner_of(shop).get(reverse("workspace_help")).content.decode()
    assert "assisted-bar" in page
    assert order.state == ShopOrderState.ACCEPTED
    assert list(lines) == [
        ("workspace_accept", order.number, 302, consent.pk),
        ("workspace_piece", str(product.pk), 422, consent.pk),
    ]
    assert order.number in told
    assert "assisted-bar" not in told


def test_act_whose_line_cannot_be_written_is_not_done(shop: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    order = make_shop_order(shop)
    client, _consent = assistant_of(shop)
    monkeypatch.setattr(assistance, "record_act", lambda **_line: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        client.post(reverse("workspace_accept", args=[order.number]))

    order.refresh_from_db()
    assert order.state == ShopOrderState.PAID


def test_consent_taken_back_closes_the_door_at_the_next_request(shop: Partner) -> None:
    order = make_shop_order(shop)
    client, consent = assistant_of(shop)
    before = client.get(reverse("workspace")).status_code

    owner_of(shop).post(reverse("workspace_end_help", args=[consent.pk]))
    answer = client.post(reverse("workspace_accept", args=[order.number]))

    order.refresh_from_db()
    assert (before, answer.status_code) == (200, 404)
    assert order.state == ShopOrderState.PAID
    assert ASSISTING not in client.session
    assert not AssistedAct.objects.exists()


def test_role_that_ended_closes_the_door_too(shop: Partner) -> None:
    client, _consent = assistant_of(shop)
    Membership.objects.filter(role=Role.CLERK).update(until_on=timezone.localdate())

    assert client.get(reverse("workspace")).status_code == 404


def test_staff_without_consent_or_second_factor_see_no_workspace(shop: Partner) -> None:
    clerk = clerk_of(shop.centre)
    plain = sign_in(Client(), clerk.user, second_factor=True)
    _client, consent = assistant_of(shop)
    weak = sign_in(Client(), clerk.user)
    session = weak.session
    session[ASSISTING] = consent.pk
    session.save()

    assert plain.get(reverse("workspace")).status_code == 404
    assert "second-factor" in weak.get(reverse("workspace"))["Location"]


def test_maker_chooses_and_the_page_shows_it(shop: Partner) -> None:
    maker = make_artisan(shop)
    client = owner_of(shop)

    client.post(reverse("workspace_choose_name", args=[maker.pk]), {"shown": "full"})
    client.post(reverse("workspace_choose_portrait", args=[maker.pk]), {"shown": "hands"})
    upload = SimpleUploadedFile("me.jpg", picture(), content_type="image/jpeg")
    sent = client.post(
        reverse("workspace_choose_portrait", args=[maker.pk]), {"shown": "hands", "photo": upload}
    )
    page = client.get(reverse("workspace_consent")).content.decode()
    public = client.get(reverse("shop", args=[shop.slug])).content.decode()

    maker.refresh_from_db()
    assert (maker.name_consent, maker.portrait_consent, sent.status_code) == ("full", "hands", 302)
    assert Portrait.objects.get().key in page
    assert Portrait.objects.get().key in public
    assert page.count('aria-pressed="true"') == 2


def test_file_that_is_no_photo_is_told_beside_its_field(shop: Partner) -> None:
    maker = make_artisan(shop)
    upload = SimpleUploadedFile("me.jpg", b"<svg/>", content_type="image/jpeg")

    answer = owner_of(shop).post(
        reverse("workspace_choose_portrait", args=[maker.pk]), {"shown": "portrait", "photo": upload}
    )

    assert answer.status_code == 422
    assert f"face{maker.pk}_photo_error" in answer.content.decode()
    assert not Portrait.objects.exists()


def test_renewed_card_is_sent_and_enters_at_the_chambers_desk(shop: Partner) -> None:
    maker = make_artisan(shop, card=False)
    card = make_artisan_card(maker, expires_on=timezone.localdate())
    officer = make_user()
    make_membership(officer, card.chamber, Role.CHAMBER_OFFICER)
    chamber = sign_in(Client(), officer, second_factor=True)
    upload = SimpleUploadedFile("card.jpg", picture(), content_type="image/jpeg")

    owner_of(shop).post(reverse("workspace_send_card", args=[maker.pk]), {"photo": upload})
    row = CardRenewal.objects.get()
    listed = chamber.get(reverse("desk_cards")).content.decode()
    photo = chamber.get(reverse("desk_card_photo", args=[row.pk]))
    shown = photo.content[:2]
    wrong = chamber.post(
        reverse("desk_card", args=[row.pk]),
        {"number": card.number, "issued_on": "2026-01-01", "expires_on": "2026-01-02", "answer": "accept"},
    )
    done = chamber.post(
        reverse("desk_card", args=[row.pk]),
        {"number": card.number, "issued_on": "2026-01-01", "expires_on": "2031-01-01", "answer": "accept"},
    )

    card.refresh_from_db()
    assert reverse("desk_card", args=[row.pk]) in listed
    assert shown == b"\xff\xd8"
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert card.expires_on.year == 2031
    assert Message.objects.filter(kind="card.changed").count() == 1


def test_holiday_by_one_big_button_and_back(shop: Partner) -> None:
    client, today = owner_of(shop), timezone.localdate()

    closed = client.post(reverse("workspace_holiday"), {"span": "feast"})
    shop.refresh_from_db()
    until = shop.closed_until_on
    page = client.get(reverse("workspace_holiday")).content.decode()
    client.post(reverse("workspace_open_again"))
    shop.refresh_from_db()

    assert (closed.status_code, until) == (302, today + timedelta(days=2))
    assert reverse("workspace_open_again") in page
    assert shop.closed_from_on is None


def test_leaving_logs_out_and_wipes_what_the_phone_kept(shop: Partner) -> None:
    client = owner_of(shop)

    asked = client.get(reverse("workspace_leave"))
    left = client.post(reverse("workspace_leave"))

    assert (asked.status_code, left.status_code) == (200, 302)
    assert left["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(reverse("workspace")).status_code == 302


def test_this_phone_is_told_from_the_others(shop: Partner) -> None:
    client, _other = owner_of(shop), owner_of(shop)

    page = client.get("/en/workspace/devices/").content.decode()

    assert (page.count("This phone"), page.count("Another phone or computer")) == (1, 1)


# --- doors ---


def test_slip_logs_in_for_ninety_days_and_leads_to_the_workspace(settings: Any) -> None:
    shop = make_shop(centre=make_centre())
    person = make_user(phone="+213661234567")
    make_membership(person, shop.body)
    issued = slips.issue(user=person, member=clerk_of(shop.centre), now=timezone.now())
    door, client = reverse("start", args=[issued.token]), Client()

    asked = client.get(door)
    wrong = client.post(door, {"pin": "12"})
    entered = client.post(door, {"pin": f" {issued.pin[:3]} {issued.pin[3:]} "})
    again = Client().get(door)

    assert (asked.status_code, wrong.status_code) == (200, 422)
    assert 'inputmode="numeric"' in asked.content.decode()
    assert entered["Location"] == reverse("workspace")
    assert client.get(reverse("workspace")).status_code == 200
    assert client.session.get_expiry_age() == 90 * 24 * 3600
    assert again.status_code == 404


def test_door_of_a_made_up_token_is_closed() -> None:
    answers = [
        Client().get(reverse("start", args=["nothing"])).status_code,
        Client().get(reverse("stop_recovery", args=["1:forged"])).status_code,
    ]

    assert answers == [404, 404]


def test_notice_of_a_replaced_phone_stops_it_by_a_tap_and_not_by_opening() -> None:
    centre = make_centre()
    row = ask(lost(centre), clerk_of(centre))
    recovery.approve(recovery=row, member=clerk_of(centre), now=NOW)
    door, stranger = reverse("stop_recovery", args=[stop_token(row.pk)]), Client()

    opened = stranger.get(door)
    row.refresh_from_db()
    before = row.state
    stopped = stranger.post(door)

    row.refresh_from_db()
    assert (opened.status_code, before) == (200, "approved")
    assert (stopped.status_code, row.state) == (200, "stopped")


def test_helper_who_leaves_a_shared_phone_is_logged_out_and_leaves_a_line(shop: Partner) -> None:
    client, consent = assistant_of(shop)

    answer = client.post(reverse("workspace_leave"))

    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
    assert AssistedAct.objects.get().consent == consent


def test_helper_of_two_shops_sends_no_draft_of_one_to_the_other(shop: Partner) -> None:
    other = make_shop(owner=make_user(), centre=shop.centre)
    client, _consent = assistant_of(shop)
    kept = client.get(reverse("workspace_token")).json()["user"]
    clerk = Membership.objects.get(role=Role.CLERK)
    consent = assistance.record_paper(
        shop=other, member=clerk, paper_number="8", until_on=timezone.localdate(), now=timezone.now()
    )

    client.post(reverse("desk_assist", args=[consent.pk]))

    assert client.get(reverse("workspace_token")).json()["user"] != kept
