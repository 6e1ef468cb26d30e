"""A23: an order taken for a caller: few fields, one form, the piece is held, and the same guards as any order."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from catalog.models import Product
from marketplace.accounts.models import User
from marketplace.basket.models import Basket
from marketplace.checkout import actions, queries
from marketplace.checkout.models import PhoneOrder
from marketplace.checkout.rules import Buyer
from marketplace.money import Money
from marketplace.notifications.models import Delivery
from marketplace.notifications.states import Channel, Letter
from marketplace.order import actions as orders
from marketplace.order.models import Order
from marketplace.order.states import ShopOrderState as S
from marketplace.refusal import Refusal
from marketplace.settlement import actions as settlement
from marketplace.shipping.actions import install_default_rates
from shops.models import Body
from shops.states import BodyKind, Role
from tests.factories import (
    NOW,
    TODAY,
    make_body,
    make_centre,
    make_membership,
    make_product,
    make_shop,
    make_user,
    stock_of,
)
from tests.notifications.post import write_rows
from tests.orders import assert_books_agree, fill_basket, place
from tests.people import sign_in

pytestmark = pytest.mark.django_db
CALLER = Buyer(name="Meriem", phone="+213661223344", email="", country="DZ")


@pytest.fixture(autouse=True)
def world(settings: Any) -> None:
    settings.SMS_FOLDER, settings.SMS_URL = None, ""
    install_default_rates()


@pytest.fixture
def centre() -> Body:
    return make_centre()


@pytest.fixture
def clerk(centre: Body) -> User:
    user = make_user()
    make_membership(user, centre, Role.CLERK)
    return user


@pytest.fixture
def carpet(centre: Body) -> Product:
    return make_product(shop=make_shop(owner=make_user(), centre=centre), price=42000, title="Red carpet")


def take(piece: Product, by: User, body: Body, **changes: Any) -> Order:
    return actions.place_by_phone(
        piece=piece,
        quantity=changes.pop("quantity", 1),
        caller=changes.pop("caller", CALLER),
        unit=changes.pop("unit", Money.dinars(42000)),
        nonce=changes.pop("nonce", None) or uuid.uuid4(),
        taken_by=by,
        body=body,
        language="ar",
        now=NOW,
    )


def test_order_by_phone_is_confirmed_and_holds_the_piece(carpet: Product, clerk: User, centre: Body) -> None:
    order = take(carpet, clerk, centre)

    assert (order.guest_email, order.contact_phone, order.provider) == ("", CALLER.phone, "cash_at_centre")
    assert order.shop_orders.get().state == S.CONFIRMED
    assert stock_of(carpet) == (1, 1)
    assert (order.by_phone.taken_by, order.by_phone.body) == (clerk, centre)
    with pytest.raises(actions.Refusal):
        place(fill_basket(carpet))
    assert_books_agree()


def test_buyer_on_the_web_who_was_there_first_is_not_oversold(
    carpet: Product, clerk: User, centre: Body
) -> None:
    place(fill_basket(carpet))

    with pytest.raises(Refusal):
        take(carpet, clerk, centre)

    assert Order.objects.count() == 1
    assert not PhoneOrder.objects.exists()
    assert_books_agree()


def test_second_tap_of_the_form_is_the_same_order(carpet: Product, clerk: User, centre: Body) -> None:
    nonce = uuid.uuid4()

    first, second = (take(carpet, clerk, centre, nonce=nonce) for _ in range(2))

    assert first == second
    assert Order.objects.count() == PhoneOrder.objects.count() == 1


def test_another_price_than_was_said_is_refused(carpet: Product, clerk: User, centre: Body) -> None:
    with pytest.raises(actions.Changed):
        take(carpet, clerk, centre, unit=Money.dinars(41000))

    assert not Order.objects.exists()
    assert not Basket.objects.exists()
    assert stock_of(carpet) == (1, 0)


def test_caller_holds_no_more_than_anybody(clerk: User, centre: Body) -> None:
    pots = make_product(shop=make_shop(centre=centre), price=42000, stock=9)
    take(pots, clerk, centre, quantity=3)

    with pytest.raises(Refusal, match="At most 3"):
        take(pots, clerk, centre)
    take(pots, clerk, centre, caller=Buyer(name="Ali", phone="+213661223355", email="", country="DZ"))

    assert stock_of(pots) == (9, 4)


def test_nobody_orders_for_others_from_a_shop_that_is_not_theirs(
    carpet: Product, clerk: User, centre: Body
) -> None:
    owner, ended = make_user(), make_user()
    other = make_shop(owner=owner, centre=centre)
    make_membership(ended, centre, Role.CLERK, until_on=TODAY)
    foreign = make_product(shop=make_shop(centre=make_centre()), price=42000)

    for piece, user, body in (
        (carpet, owner, other.body),
        (carpet, ended, centre),
        (foreign, clerk, centre),
        (carpet, make_user(), centre),
    ):
        with pytest.raises(PermissionDenied):
            take(piece, user, body)

    assert not Order.objects.exists()


def test_operator_takes_orders_for_all_shops_with_a_centre(carpet: Product) -> None:
    body, user = make_body(BodyKind.OPERATOR), make_user()
    make_membership(user, body, Role.OPERATOR)
    lone = make_product(shop=make_shop(), price=42000)

    take(carpet, user, body)
    with pytest.raises(Refusal, match="no centre"):
        take(lone, user, body)


def test_shop_that_is_closed_takes_none(carpet: Product, clerk: User, centre: Body) -> None:
    type(carpet.shop).objects.update(closed_from_on=TODAY)

    with pytest.raises(Refusal):
        take(carpet, clerk, centre)

    assert stock_of(carpet) == (1, 0)


def test_order_by_phone_is_paid_at_the_counter_like_any(carpet: Product, clerk: User, centre: Body) -> None:
    order = take(carpet, clerk, centre)
    actions.start(order=order, now=NOW)

    assert settlement.receive_cash(order=order, by=clerk, now=NOW) == settlement.Outcome.PAID
    assert_books_agree()


def test_caller_without_e_mail_is_called_by_who_took_the_order(
    carpet: Product, clerk: User, centre: Body
) -> None:
    order = take(carpet, clerk, centre)
    write_rows()
    assert not Delivery.objects.filter(letter=Letter.ORDER_CONFIRMED).exists()  # they have just heard it

    part = order.shop_orders.get()
    orders.refuse(shop_order=part, by=part.shop.body.memberships.get().user, reason="sold", now=NOW)
    write_rows()

    call = Delivery.objects.get(letter=Letter.PARCEL_REFUSED)
    assert (call.channel, call.recipient, call.call_list) == (Channel.CALL, CALLER.phone, centre)


def test_caller_with_a_gateway_gets_the_link_by_text_message(
    carpet: Product, clerk: User, centre: Body, settings: Any, tmp_path: Any
) -> None:
    settings.SMS_FOLDER = tmp_path
    take(carpet, clerk, centre)
    write_rows()

    text = Delivery.objects.get(letter=Letter.ORDER_CONFIRMED)
    assert (text.channel, text.recipient) == (Channel.SMS, CALLER.phone)


def test_one_form_of_three_fields_does_it(carpet: Product, clerk: User, centre: Body) -> None:
    client = sign_in(Client(), clerk, second_factor=True)
    address = reverse("desk_phone_order")
    found = client.get(address, {"q": str(carpet.pk)}).content.decode()
    page = client.get(address, {"piece": carpet.pk}).content.decode()
    form = {"piece": carpet.pk, "price": "42000", "nonce": str(uuid.uuid4())}

    wrong = client.post(address, form | {"quantity": "1", "name": "Meriem", "phone": "12"})
    done = client.post(address, form | {"quantity": "1", "name": "Meriem", "phone": "0661 22 33 44"})

    assert f"?piece={carpet.pk}" in found
    assert page.count('required id="id_') <= 3
    assert wrong.status_code == 422
    order = Order.objects.get()
    assert done["Location"] == reverse("desk_phone_slip", args=[order.number])
    slip = client.get(done["Location"]).content.decode()
    assert order.number in slip
    assert "<svg" in slip
    assert order.contact_phone == "+213661223344"


def test_pieces_and_slips_of_others_are_not_found(carpet: Product, clerk: User, centre: Body) -> None:
    order = take(carpet, clerk, centre)
    other = make_user()
    make_membership(other, make_centre(), Role.CLERK)
    client = sign_in(Client(), other, second_factor=True)

    assert client.get(reverse("desk_phone_order"), {"piece": carpet.pk}).status_code == 404
    assert client.post(reverse("desk_phone_order"), {"piece": carpet.pk}).status_code == 404
    assert client.get(reverse("desk_phone_slip", args=[order.number])).status_code == 404


def test_shop_takes_an_order_of_its_own_piece(carpet: Product, client: Client) -> None:
    client.force_login(carpet.shop.body.memberships.get().user)
    form = {"piece": carpet.pk, "price": "42000", "nonce": str(uuid.uuid4()), "quantity": "1"}

    done = client.post(reverse("workspace_phone_order"), form | {"name": "Ali", "phone": "0770112233"})

    assert client.get(done["Location"]).status_code == 200
    assert PhoneOrder.objects.get().body == carpet.shop.body


def test_pieces_are_found_by_number_and_by_words(carpet: Product, centre: Body) -> None:
    pot = make_product(shop=carpet.shop, title="Black pot")
    pieces = queries.phone_pieces(centre)

    assert queries.find_pieces(pieces, f"P{carpet.pk}") == [carpet]
    assert queries.find_pieces(pieces, "pot black") == [pot]
    assert queries.find_pieces(pieces, "nothing") == []
    assert set(queries.find_pieces(pieces, "")) == {carpet, pot}


def test_piece_is_searched_for_a_nul_without_harm(client: Client, centre: Body) -> None:
    owner = make_user()
    make_product(shop=make_shop(owner=owner, centre=centre))
    client.force_login(owner)

    assert client.get(reverse("workspace_phone_order"), {"q": "a\0b"}).status_code == 200
