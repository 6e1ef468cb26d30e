"""A6: e-mail and text message where they reach; a call by a person where they do not, on the right list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere
from marketplace.notifications import actions, letters, queries, recipients, rules, tasks
from marketplace.notifications.models import Delivery
from marketplace.notifications.states import Channel, Letter
from marketplace.order import actions as orders
from marketplace.order.models import ShopOrder
from shops.models import Body, Membership
from shops.states import BodyKind, Role
from tests.factories import make_body, make_centre, make_membership, make_product, make_shop, make_user
from tests.notifications.post import write_rows
from tests.orders import make_paid_order
from tests.people import sign_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def no_gateway(settings: Any) -> None:
    settings.SMS_FOLDER, settings.SMS_URL = None, ""


def silent_shop(centre: Body | None = None, *, phone: str | None = "+213661000001") -> Any:
    """Make a shop with no e-mail at all."""
    owner = make_user(phone=phone or "+213661999999")
    shop = make_shop(owner=owner, centre=centre, notify_email="", language="ar")
    User.objects.filter(pk=owner.pk).update(email=None)
    if phone is None:
        Membership.objects.filter(user=owner).delete()
    return shop


def sold_by(shop: Any) -> ShopOrder:
    piece = make_product(shop=shop, title="زربية", price=42000)
    part = make_paid_order(piece, now=NOW).shop_orders.get()
    write_rows()
    return part


def told(part: ShopOrder) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(letter=Letter.SHOP_NEW_ORDER, payload__shop_order_id=part.pk)
    return sorted(rows.values_list("channel", "recipient"))


def the_call() -> Delivery:
    return Delivery.objects.get(channel=Channel.CALL)


def member(body: Body, role: Role = Role.CLERK) -> Membership:
    return make_membership(make_user(), body, role)


def operator() -> Membership:
    return member(make_body(BodyKind.OPERATOR), Role.OPERATOR)


def test_shop_is_told_by_e_mail_and_by_text_message_where_a_gateway_is_set(
    settings: Any, tmp_path: Any
) -> None:
    settings.SMS_FOLDER = tmp_path
    owner = make_user(phone="+213661000002")
    part = sold_by(make_shop(owner=owner, notify_email="shop@example.test"))

    assert told(part) == [(Channel.EMAIL, "shop@example.test"), (Channel.SMS, "+213661000002")]


def test_shop_that_nothing_reaches_is_on_the_list_of_its_centre() -> None:
    centre = make_centre()
    part = sold_by(silent_shop(centre))
    other = member(make_centre())

    assert told(part) == [(Channel.CALL, "+213661000001")]
    assert list(recipients.calls_of(member(centre), now=NOW)) == [the_call()]
    assert not recipients.calls_of(other, now=NOW).exists()
    assert not recipients.calls_of(operator(), now=NOW).exists()


def test_call_left_for_a_day_is_the_operators_too() -> None:
    centre = make_centre()
    sold_by(silent_shop(centre))
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)

    assert recipients.calls_of(operator(), now=tomorrow).count() == 1
    assert recipients.calls_of(member(centre), now=tomorrow).count() == 1


def test_shop_without_a_centre_and_without_a_phone_is_the_operators_to_find() -> None:
    part = sold_by(silent_shop(phone=None))

    assert told(part) == [(Channel.CALL, "")]
    assert recipients.calls_of(operator(), now=NOW + timedelta(minutes=1)).count() == 1


def test_no_machine_makes_a_call() -> None:
    sold_by(silent_shop())
    late = timezone.now() + timedelta(days=3)

    tasks.send_due()
    actions.send(delivery_id=the_call().pk, now=late)

    assert the_call().sent_at is None
    assert the_call().pk not in queries.due(now=late, limit=100)
    assert all("call" not in str(message.subject) for message in mail.outbox)
    assert actions.revive() == 0


def test_sentence_says_what_for_how_much_and_by_when_in_her_language() -> None:
    sold_by(silent_shop())

    say = letters.write(the_call()).text

    assert "زربية" in say
    assert "42\u00a0000" in say
    assert "\n" not in say


def test_told_by_phone_starts_the_clock_once() -> None:
    part, clerk = sold_by(silent_shop()), make_user()
    call, later = the_call(), NOW + timedelta(days=2)

    actions.told_by_phone(delivery=call, by=clerk, now=later)
    with pytest.raises(AlreadyThere):
        actions.told_by_phone(delivery=call, by=make_user(), now=later + timedelta(days=1))

    part.refresh_from_db()
    assert (part.told_by, part.told_at) == (clerk, later)
    assert part.answer_by_on == timezone.localdate(later) + timedelta(days=3)
    assert the_call().told_by == clerk


def test_call_nobody_answered_comes_back_and_is_counted_once_per_tap() -> None:
    sold_by(silent_shop())
    call = the_call()

    actions.not_reached(delivery=call, tried=0, now=NOW)
    with pytest.raises(AlreadyThere):
        actions.not_reached(delivery=call, tried=0, now=NOW)

    call.refresh_from_db()
    assert (call.attempts, call.due_at) == (1, NOW + timedelta(hours=1))
    assert [rules.call_again_after(n).total_seconds() / 3600 for n in (1, 2, 3, 9)] == [1, 3, 20, 20]


def test_shop_that_has_answered_is_not_called_any_more() -> None:
    part = sold_by(silent_shop())
    owner = Membership.objects.get(body=part.shop.body).user

    orders.accept(shop_order=part, by=owner, now=NOW)
    write_rows()

    assert not Delivery.objects.calls().exists()
    with pytest.raises(AlreadyThere):
        actions.told_by_phone(delivery=the_call(), by=make_user(), now=NOW)


def _die(delivery: Delivery) -> None:
    """Let a letter fail until it is dead."""
    now = timezone.now() + timedelta(days=1)
    for _try in range(rules.MAX_ATTEMPTS):
        Delivery.objects.filter(pk=delivery.pk).update(lease_until=None)
        actions.send(delivery_id=delivery.pk, now=now)
    delivery.refresh_from_db()
    assert delivery.dead_at is not None


def test_text_message_that_died_for_want_of_a_gateway_becomes_a_call(settings: Any, tmp_path: Any) -> None:
    settings.SMS_FOLDER = tmp_path
    part = sold_by(silent_shop(make_centre()))
    settings.SMS_FOLDER = None

    _die(Delivery.objects.get(channel=Channel.SMS))

    assert the_call().recipient == "+213661000001"
    assert the_call().call_list == part.shop.centre


def test_nobody_is_called_who_was_told_by_letter(settings: Any, tmp_path: Any) -> None:
    settings.SMS_FOLDER = tmp_path
    sold_by(make_shop(owner=make_user(phone="+213661000003"), notify_email="shop@example.test"))
    settings.SMS_FOLDER = None

    _die(Delivery.objects.get(channel=Channel.SMS))

    assert not Delivery.objects.filter(channel=Channel.CALL).exists()


def test_code_that_died_is_read_to_nobody() -> None:
    actions.write_rows(
        letter=Letter.LOGIN_CODE,
        about="login_code:1",
        to=[recipients.Recipient("person", "+213661234567", "en", Channel.SMS)],
        payload={"code": "654321"},
        now=NOW,
    )

    _die(Delivery.objects.get())

    assert not Delivery.objects.filter(channel=Channel.CALL).exists()


# The desk.


def at_desk(membership: Membership) -> Client:
    return sign_in(Client(), membership.user, second_factor=True)


def test_desk_shows_the_call_and_takes_both_answers() -> None:
    centre = make_centre()
    part = sold_by(silent_shop(centre))
    client, call = at_desk(member(centre)), the_call()
    with translation.override("en"):
        address = reverse("desk_calls")

    page = client.get(address).content.decode()
    assert 'href="tel:+213661000001"' in page
    assert "زربية" in page
    client.post(reverse("desk_call_not_reached", args=[call.pk]), {"tried": "0"})
    client.post(reverse("desk_call_not_reached", args=[call.pk]), {"tried": "0"})
    client.post(reverse("desk_call_told", args=[call.pk]))
    again = client.post(reverse("desk_call_told", args=[call.pk]), follow=True)

    assert again.status_code == 200
    call.refresh_from_db()
    part.refresh_from_db()
    assert (call.attempts, call.sent_at is not None, part.told_at is not None) == (1, True, True)


@pytest.mark.parametrize("name", ["desk_call_told", "desk_call_not_reached"])
def test_call_of_another_list_is_not_found(name: str) -> None:
    sold_by(silent_shop(make_centre()))
    call = the_call()

    for membership in (member(make_centre()), operator()):
        response = at_desk(membership).post(reverse(name, args=[call.pk]), {"tried": "0"})
        assert response.status_code == 404

    call.refresh_from_db()
    assert (call.attempts, call.sent_at) == (0, None)


@pytest.mark.parametrize("name", ["desk_calls", "desk_late", "desk_phone_order"])
@pytest.mark.parametrize("role", [Role.OWNER, Role.INSPECTOR, Role.CHAMBER_OFFICER])
def test_desk_of_calls_does_not_exist_for_others(name: str, role: Role) -> None:
    client = at_desk(member(make_shop().body, role))

    assert client.get(reverse(name)).status_code == 404


def test_late_shops_are_listed_for_their_centre_and_the_operator() -> None:
    centre = make_centre()
    part = sold_by(silent_shop(centre))
    today = timezone.localdate()
    ShopOrder.objects.filter(pk=part.pk).update(answer_by_on=today)
    clerk, elsewhere, all_over = at_desk(member(centre)), at_desk(member(make_centre())), at_desk(operator())
    before = clerk.get(reverse("desk_late")).content.decode()

    ShopOrder.objects.filter(pk=part.pk).update(answer_by_on=today - timedelta(days=1))

    assert part.number not in before
    assert part.number in clerk.get(reverse("desk_late")).content.decode()
    assert part.number in all_over.get(reverse("desk_late")).content.decode()
    assert part.number not in elsewhere.get(reverse("desk_late")).content.decode()
