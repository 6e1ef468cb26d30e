"""Who reads what, in which language: A6, T11, and nothing of another shop."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.utils import translation

from catalog.models import ListingRevision, ListingRevisionChange
from marketplace.machine import begin
from marketplace.notifications.models import Delivery
from marketplace.notifications.states import Letter
from marketplace.order import actions as orders
from marketplace.order.models import Order, ShopOrder
from tests.factories import NOW, make_centre, make_membership, make_product, make_shop, make_user
from tests.notifications.post import payloads_about_shops, send_all, two_pieces, write_rows
from tests.orders import BUYER, make_cash_order, make_order, make_paid_order, visitor
from tests.quality_labels.centre import Centre, accepted, affixed, make_carpet, planned, signed
from tests.quality_labels.conftest import centre

__all__ = ["centre"]
pytestmark = pytest.mark.django_db


def to(recipient: str) -> list[mail.EmailMultiAlternatives]:
    return [message for message in mail.outbox if message.to == [recipient]]


def html_of(message: mail.EmailMultiAlternatives) -> str:
    (alternative,) = message.alternatives
    return str(alternative[0])


def order_link(order: Order, language: str) -> str:
    with translation.override(language):
        return order.get_absolute_url()


@pytest.fixture
def paid() -> Order:
    order = make_paid_order(*two_pieces(), visitor=visitor(language="fr"))
    send_all()
    return order


def test_buyer_gets_one_letter_for_all_shops(paid: Order) -> None:
    (letter,) = to(BUYER.email)

    for text in (letter.body, html_of(letter)):
        assert "Tapis de Timimoun" in text.replace("&#39;", "'")
        assert "Jarre d'Adrar" in text.replace("&#39;", "'")
        assert "48 200 DA".replace(" ", "\u00a0") in text or "DA" in text
        assert order_link(paid, "fr") in text
    assert letter.subject.count(paid.number) == 1


def test_each_shop_reads_of_its_own_lines_only(paid: Order) -> None:
    (weaver,) = to("dar-zarbia@example.test")
    (potter,) = to("tin-adrar@example.test")

    for text in (weaver.body, html_of(weaver), weaver.subject):
        assert "Jarre" not in text
        assert "جرة" not in text
        assert "3\u00a0200" not in text
        assert paid.get_absolute_url().rsplit("/", 2)[1] not in text
    assert "زربية تيميمون" in weaver.body
    assert "Tapis" not in potter.body
    assert "Jarre d'Adrar" in potter.body


def test_letter_to_a_shop_says_by_when_to_send_and_leads_to_the_order(paid: Order) -> None:
    part = ShopOrder.objects.get(order=paid, shop__slug="tin-adrar")
    (letter,) = to("tin-adrar@example.test")

    assert part.send_by_on is not None
    assert str(part.send_by_on.day) in letter.subject
    assert f"/fr/workspace/orders/{part.number}/" in letter.body
    assert BUYER.email not in letter.body + html_of(letter)
    assert BUYER.phone not in letter.body + html_of(letter)


def test_letter_is_written_in_the_language_and_direction_of_who_reads_it(paid: Order) -> None:
    (weaver,) = to("dar-zarbia@example.test")
    (buyer,) = to(BUYER.email)

    assert '<html lang="ar" dir="rtl">' in html_of(weaver)
    assert weaver.extra_headers["Content-Language"] == "ar"
    assert '<html lang="fr" dir="ltr">' in html_of(buyer)


def test_letter_goes_out_as_plain_text_and_html_with_its_own_message_id(paid: Order) -> None:
    delivery = Delivery.objects.get(letter=Letter.ORDER_PAID)
    (letter,) = to(BUYER.email)
    parsed = message_from_bytes(letter.message().as_bytes(), policy=policy.default)

    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    assert letter.extra_headers["Message-ID"] in str(parsed["Message-ID"])
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert delivery.sent_at is not None


def test_same_link_stands_in_every_letter_of_the_buyer(paid: Order) -> None:
    part = ShopOrder.objects.get(order=paid, shop__slug="dar-zarbia")
    seller = make_user()
    make_membership(seller, part.shop.body)
    orders.accept(shop_order=part, by=seller, now=NOW)
    orders.send(shop_order=part, by=seller, tracking_number="YAL-1", carrier="Yalidine", now=NOW)

    send_all()

    first, second = to(BUYER.email)
    assert order_link(paid, "fr") in first.body
    assert order_link(paid, "fr") in second.body
    assert "Dar Zarbia" in second.subject
    assert "YAL-1" in second.body


def test_accepting_sends_no_letter_and_leaves_nothing_in_the_outbox(paid: Order) -> None:
    part = ShopOrder.objects.get(order=paid, shop__slug="dar-zarbia")
    seller = make_user()
    make_membership(seller, part.shop.body)
    before = len(mail.outbox)

    orders.accept(shop_order=part, by=seller, now=NOW)

    assert len(send_all()) == before


def test_refusal_tells_the_buyer_why_and_what_comes_back(paid: Order) -> None:
    part = ShopOrder.objects.get(order=paid, shop__slug="tin-adrar")
    seller = make_user()
    make_membership(seller, part.shop.body)

    orders.refuse(shop_order=part, by=seller, reason="La jarre est <fendue>", now=NOW)
    send_all()

    letter = to(BUYER.email)[-1]
    assert "La jarre est <fendue>" in letter.body
    assert "La jarre est &lt;fendue&gt;" in html_of(letter)
    assert Letter.PARCEL_REFUSED in Delivery.objects.values_list("letter", flat=True)


def test_cash_order_tells_shops_once_even_when_it_is_paid_later() -> None:
    from marketplace.settlement.actions import receive_cash

    order = make_cash_order(*two_pieces())
    send_all()
    told = len(to("dar-zarbia@example.test"))

    receive_cash(order=order, by=make_user(), now=NOW)
    send_all()

    assert told == len(to("dar-zarbia@example.test")) == 1
    letters = Delivery.objects.filter(recipient=BUYER.email).values_list("letter", flat=True)
    assert set(letters) == {Letter.CONTACT_CODE, Letter.ORDER_CONFIRMED, Letter.ORDER_PAID}


def test_contact_code_reaches_its_contact_and_stands_in_no_row() -> None:
    from marketplace.checkout import rules
    from tests.orders import confirm_contact, fill_basket

    row = confirm_contact(fill_basket(make_product()))

    (letter,) = [message for message in send_all() if message.to == [BUYER.email]]
    assert rules.code_of(row) in letter.subject
    assert rules.code_of(row) in html_of(letter)
    (delivery,) = Delivery.objects.all()
    assert rules.code_of(row) not in str(delivery.payload)


def test_expired_order_is_told_once() -> None:
    from datetime import timedelta

    make_order(make_product())
    orders.release_expired(now=NOW + timedelta(days=2))

    send_all()

    assert [delivery.letter for delivery in Delivery.objects.all()] == [Letter.ORDER_EXPIRED]


def test_shop_without_an_address_for_notices_is_told_by_its_owners() -> None:
    owner, seller = make_user("owner@shop.test"), make_user("seller@shop.test")
    shop = make_shop(owner=owner, notify_email="")
    make_membership(seller, shop.body, "seller")

    make_paid_order(make_product(shop=shop))
    rows = write_rows()

    assert {row.recipient for row in rows} == {"owner@shop.test", BUYER.email}


def test_name_with_line_breaks_becomes_no_header(paid: Order) -> None:
    shop = make_shop(name="Dar\r\nBcc: spy@example.test\r\n\r\nHello")
    order = make_paid_order(make_product(shop=shop))
    part = ShopOrder.objects.get(order=order)
    seller = make_user()
    make_membership(seller, shop.body)
    orders.accept(shop_order=part, by=seller, now=NOW)
    orders.send(shop_order=part, by=seller, tracking_number="X1", now=NOW)

    send_all()

    letter = to(BUYER.email)[-1]
    parsed = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    assert parsed["Bcc"] is None
    assert "\n" not in letter.subject
    assert letter.recipients() == [BUYER.email]


def test_html_of_letters_holds_no_script_and_no_outside_picture(paid: Order) -> None:
    for message in mail.outbox:
        html = html_of(message)
        assert not re.search(r"<script|<img|<link|\son\w+=", html, re.IGNORECASE)


def _steps_of_a_piece() -> dict[str, int]:
    """Make a step of a piece and one of a change to it, under one number."""
    piece = make_product(state="refused", is_public=False)
    begin(piece, by=None, at=NOW, why="Please take a photo of the back.")
    change = piece.changes.get()
    revision = ListingRevision.objects.create(product=piece, made_at=NOW)
    ListingRevisionChange.objects.create(
        pk=change.pk, row=revision, to_state="refused", at=NOW, why="Not so."
    )
    return {"product_id": piece.pk, "change_id": change.pk}


def _about_people() -> dict[str, dict[str, int]]:
    """A card that is due, a consent and a replaced phone, by the first word of their letters."""
    from shops.people.models import CardReminder
    from tests.shops.test_people import allow, ask, clerk_of, lost

    maker = lost(make_centre(slug="of-people"))
    card = maker.cards.get()
    reminder = CardReminder.objects.create(card=card, threshold=30, expires_on=card.expires_on, at=NOW)
    centre = maker.shop.centre
    return {
        "card": {"reminder_id": reminder.pk},
        "assistance": {"consent_id": allow(maker.shop, centre).pk},
        "phone": {"recovery_id": ask(maker, clerk_of(centre)).pk},
    }


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_letter_can_be_written_in_every_language(centre: Centre, language: str) -> None:
    from marketplace.checkout.models import ContactCode
    from marketplace.notifications import letters
    from tests.orders import confirm_contact, fill_basket

    order = make_paid_order(*two_pieces(), visitor=visitor(language=language))
    part = order.shop_orders.first()
    seller = make_user()
    make_membership(seller, part.shop.body)
    orders.propose_day(
        shop_order=part, by=seller, proposed_on=NOW.date() + timedelta(days=9), why="Not woven yet", now=NOW
    )
    code = confirm_contact(fill_basket(make_product()))
    payloads = {"order": {"order_id": order.pk}, "shop": {"shop_order_id": part.pk}}
    payloads |= {
        "parcel": payloads["shop"],
        "day": payloads["shop"],
        "contact": {"contact_code_id": code.pk},
        "login": {"code": "123456"},
    }
    payloads["password"] = {"address": "https://damgha.example/x/"}
    payloads["listing"] = _steps_of_a_piece()
    payloads |= payloads_about_shops()
    payloads["stamp"] = {"application_id": signed(centre).decision.application_id}
    payloads["label"] = {
        "label_id": affixed(centre, make_carpet(title="Another")).pk,
        "to": "suspended",
        "reason": 2,
    }
    payloads |= _about_people()
    called = accepted(centre, make_carpet(title="To bring"))
    session = planned(centre, called)
    payloads["session"] = {"session_id": session.pk, "piece_ids": [session.pieces.get().pk]}
    assert isinstance(code, ContactCode)

    for letter in Letter:
        delivery = Delivery(
            key=letter,
            letter=letter,
            language=language,
            recipient="a@b.test",
            payload=payloads[letter.split("_")[0]],
        )
        written = letters.write(delivery)
        assert written.subject
        assert written.text.strip()
        assert f'lang="{language}"' in written.html
        assert "\n\n\n" not in written.text
