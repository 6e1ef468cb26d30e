"""Consent, holiday, team, help, slips and lost phones: what each promise keeps, and what each refusal leaves alone."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from catalog import photos, portraits
from catalog.models import Card
from marketplace.accounts.models import Device, User
from marketplace.notifications.models import Delivery
from marketplace.order.queries import sells_for
from marketplace.outbox import actions as outbox
from marketplace.refusal import Refusal
from shops.models import Artisan, Membership
from shops.partner.models import Partner
from shops.people import queries
from shops.people.actions import assistance, consent, days, holiday, recovery, slips, team
from shops.people.models import (
    ActivationSlip,
    AssistanceConsent,
    AssistedAct,
    ConsentChange,
    Portrait,
    Recovery,
)
from shops.people.states import ConsentMeans, RecoveryState
from shops.states import BodyKind, NameConsent, PortraitConsent, Role
from tests.catalog.test_photos import picture
from tests.factories import (
    NOW,
    TODAY,
    make_artisan,
    make_body,
    make_centre,
    make_membership,
    make_product,
    make_shop,
    make_user,
)
from tests.people import sign_in
from tests.shops.test_cards import drain, on
from tests.workspace.test_isolation import make_shop_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.OUTBOX_RINGS = False
    settings.MEDIA_ROOT = tmp_path


# --- consent ---


def test_name_is_chosen_alone_and_taken_back_and_every_choice_stays_written() -> None:
    maker = make_artisan(make_shop(), portrait_consent=PortraitConsent.NONE)
    herself = make_user()

    consent.choose_name(artisan=maker, shown=NameConsent.FULL, by=herself, now=NOW)
    consent.choose_name(artisan=maker, shown=NameConsent.FULL, by=herself, now=NOW)
    consent.choose_name(artisan=maker, shown=NameConsent.COOPERATIVE, by=herself, now=NOW)

    maker.refresh_from_db()
    assert (maker.name_consent, maker.portrait_consent) == (NameConsent.COOPERATIVE, PortraitConsent.NONE)
    assert [(row.from_value, row.to_value) for row in ConsentChange.objects.all()] == [
        ("first_village", "full"),
        ("full", "cooperative"),
    ]
    assert outbox.Message.objects.filter(kind="maker.changed").count() == 2


def test_consent_change_is_never_rewritten() -> None:
    maker = make_artisan(make_shop())
    consent.choose_name(artisan=maker, shown=NameConsent.FULL, by=make_user(), now=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentChange.objects.update(to_value="none")
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentChange.objects.all().delete()


def test_picture_taken_back_is_deleted_file_and_row(django_capture_on_commit_callbacks: Any) -> None:
    maker, herself = make_artisan(make_shop()), make_user()
    upload = picture()
    photo = photos.clean(io.BytesIO(upload), size=len(upload))
    with django_capture_on_commit_callbacks(execute=True):
        portraits.keep_portrait(artisan=maker, shows=PortraitConsent.HANDS, photo=photo, by=herself, now=NOW)
    kept = Portrait.objects.get()
    names = [photos.path_of(kept.key, file["w"], file["f"]) for file in kept.derivatives]
    stood = [default_storage.exists(name) for name in names]

    with django_capture_on_commit_callbacks(execute=True):
        consent.choose_portrait(artisan=maker, shown=PortraitConsent.NONE, by=herself, now=NOW)

    assert stood == [True] * len(names) != []
    assert [default_storage.exists(name) for name in names] == [False] * len(names)
    assert not Portrait.objects.exists()


def test_another_picture_replaces_the_first_and_its_files(django_capture_on_commit_callbacks: Any) -> None:
    maker, herself = make_artisan(make_shop()), make_user()
    upload = picture()
    photo = photos.clean(io.BytesIO(upload), size=len(upload))
    with django_capture_on_commit_callbacks(execute=True):
        first = portraits.keep_portrait(
            artisan=maker, shows=PortraitConsent.HANDS, photo=photo, by=herself, now=NOW
        )
        portraits.keep_portrait(
            artisan=maker, shows=PortraitConsent.PORTRAIT, photo=photo, by=herself, now=NOW
        )

    kept = Portrait.objects.get()
    assert (kept.shows, kept.key != first.key) == (PortraitConsent.PORTRAIT, True)
    assert not default_storage.exists(photos.path_of(first.key, 360, "webp"))


# --- holiday ---


def stock_listed(shop: Partner) -> Any:
    return make_product(shop=shop)


def test_holiday_closes_and_opens_by_itself_at_midnight_of_algiers() -> None:
    today = timezone.localdate()
    shop = make_shop()
    product, sold = stock_listed(shop), make_product(shop=shop, stock=0)
    begin, end = today + timedelta(days=1), today + timedelta(days=3)

    holiday.close_for(shop=shop, from_on=begin, until_on=end, now=timezone.now())
    seen = {}
    for day in (today, begin, end, end + timedelta(days=1)):
        days.begin_day(now=on(day))
        drain(on(day))
        seen[day] = Card.objects.get(pk=product.pk).available

    assert seen == {today: True, begin: False, end: False, end + timedelta(days=1): True}
    assert not Card.objects.get(pk=sold.pk).available
    assert Card.objects.count() == 2  # they stay in sight all the time


def test_opening_again_before_the_end_is_at_once() -> None:
    today = timezone.localdate()
    shop = make_shop()
    product = stock_listed(shop)
    holiday.close_for(shop=shop, from_on=today, until_on=today + timedelta(days=3), now=timezone.now())
    drain()
    closed = Card.objects.get(pk=product.pk).available

    holiday.open_again(shop=shop)
    drain()

    assert (closed, Card.objects.get(pk=product.pk).available) == (False, True)


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-5, -1), (0, 200)])
def test_holiday_with_days_that_make_no_sense_is_refused(first: int, last: int) -> None:
    shop = make_shop()

    with pytest.raises(Refusal):
        holiday.close_for(
            shop=shop, from_on=TODAY + timedelta(days=first), until_on=TODAY + timedelta(days=last), now=NOW
        )

    shop.refresh_from_db()
    assert shop.closed_from_on is None
    assert not outbox.Message.objects.exists()


# --- team ---


def test_seller_is_added_by_phone_and_ended_at_once() -> None:
    shop = make_shop(owner=make_user())

    member = team.add_seller(shop=shop, name="+213661234567", full_name="Amina", now=NOW)
    works = list(queries.team_of(shop, on=TODAY).values_list("role", flat=True))
    team.end_role(shop=shop, membership=member, now=NOW)

    assert works == [Role.OWNER, Role.SELLER]
    assert list(queries.team_of(shop, on=TODAY).values_list("role", flat=True)) == [Role.OWNER]
    assert User.objects.get(phone="+213661234567").full_name == "Amina"


def test_owner_is_not_taken_out_and_nobody_is_added_twice() -> None:
    owner = make_user("owner@example.test")
    shop = make_shop(owner=owner)

    with pytest.raises(Refusal):
        team.end_role(shop=shop, membership=shop.body.memberships.get(), now=NOW)
    with pytest.raises(Refusal):
        team.add_seller(shop=shop, name="owner@example.test", full_name="", now=NOW)

    assert queries.team_of(shop, on=TODAY).count() == 1


# --- help ---


def clerk_of(body: Any) -> Membership:
    return make_membership(make_user(), body, Role.CLERK)


def allow(shop: Partner, body: Any, **changes: Any) -> AssistanceConsent:
    given = {
        "means": ConsentMeans.PAPER,
        "paper_number": "7/2026",
        "until_on": timezone.localdate(),
    } | changes
    return assistance.give_consent(shop=shop, body=body, by=make_user(), now=timezone.now(), **given)


def test_staff_act_only_with_a_consent_that_holds() -> None:
    centre = make_centre()
    shop, clerk, today = make_shop(centre=centre), clerk_of(centre), timezone.localdate()
    order = make_shop_order(shop)
    before = sells_for(clerk.user, order, on=today)

    given = allow(shop, centre)
    during = sells_for(clerk.user, order, on=today)
    tomorrow = sells_for(clerk.user, order, on=today + timedelta(days=1))
    assistance.withdraw(consent=given, by=make_user(), now=timezone.now())

    assert (before, during, tomorrow) == (False, True, False)
    assert not sells_for(clerk.user, order, on=today)
    assert not sells_for(clerk_of(make_centre(slug="other")).user, order, on=today)


def test_shop_is_told_of_a_consent() -> None:
    allow(make_shop(notify_email="shop@example.test"), make_centre())
    drain()

    assert list(Delivery.objects.values_list("letter", "recipient")) == [
        ("assistance_began", "shop@example.test")
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"paper_number": " "},
        {"until_on": date(2020, 1, 1)},
        {"until_on": date(2099, 1, 1)},
    ],
)
def test_consent_without_paper_or_end_is_refused(changes: dict[str, Any]) -> None:
    shop, centre = make_shop(), make_centre()

    with pytest.raises(Refusal):
        allow(shop, centre, **changes)

    assert not AssistanceConsent.objects.exists()


def test_body_records_paper_only_for_its_own_shops() -> None:
    centre = make_centre()
    foreign, clerk = make_shop(), clerk_of(centre)

    with pytest.raises(Refusal):
        assistance.record_paper(
            shop=foreign, member=clerk, paper_number="1", until_on=timezone.localdate(), now=timezone.now()
        )

    assert not AssistanceConsent.objects.exists()


def test_database_takes_no_act_on_a_consent_taken_back_and_rewrites_none() -> None:
    shop, centre = make_shop(), make_centre()
    given = allow(shop, centre)
    line = {
        "consent": given,
        "staff": make_user(),
        "method": "POST",
        "route": "r",
        "object_id": "",
        "status": 302,
    }
    assistance.record_act(**line, now=NOW)
    assistance.withdraw(consent=given, by=make_user(), now=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        assistance.record_act(**line, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        AssistedAct.objects.update(status=500)

    assert AssistedAct.objects.count() == 1


# --- slips ---


@pytest.fixture
def centre_clerk() -> Membership:
    return clerk_of(make_centre())


def issue(clerk: Membership, phone: str = "+213661234567") -> slips.Issued:
    return slips.issue_to_newcomer(full_name="Amina", phone=phone, language="ar", member=clerk, now=NOW)


def test_slip_opens_once_and_only_hashes_are_kept(centre_clerk: Membership) -> None:
    issued = issue(centre_clerk)
    kept = " ".join(str(value) for value in ActivationSlip.objects.values_list().get())

    user = slips.use(token=issued.token, pin=issued.pin, now=NOW)
    with pytest.raises(Refusal):
        slips.use(token=issued.token, pin=issued.pin, now=NOW)

    assert user.phone == "+213661234567"
    assert issued.token not in kept
    assert issued.pin not in kept.split()
    assert (issued.slip.issued_by, issued.slip.body) == (centre_clerk.user, centre_clerk.body)


def test_fifth_wrong_pin_ends_a_slip(centre_clerk: Membership) -> None:
    issued = issue(centre_clerk)
    wrong = "000000" if issued.pin != "000000" else "111111"

    for _try in range(5):
        with pytest.raises(Refusal):
            slips.use(token=issued.token, pin=wrong, now=NOW)
    with pytest.raises(Refusal):
        slips.use(token=issued.token, pin=issued.pin, now=NOW)

    slip = ActivationSlip.objects.get()
    assert (slip.tries, slip.used_at) == (5, None)


@pytest.mark.parametrize(("after", "good"), [(timedelta(days=6, hours=23), True), (timedelta(days=7), False)])
def test_slip_is_good_for_seven_days(centre_clerk: Membership, after: timedelta, good: bool) -> None:
    issued = issue(centre_clerk)

    try:
        slips.use(token=issued.token, pin=issued.pin, now=NOW + after)
        opened = True
    except Refusal:
        opened = False

    assert opened is good


def test_later_slip_takes_the_place_of_the_first(centre_clerk: Membership) -> None:
    shop = make_shop(centre=centre_clerk.body)
    person = make_user()
    make_membership(person, shop.body)
    first = slips.issue(user=person, member=centre_clerk, now=NOW)
    second = slips.issue(user=person, member=centre_clerk, now=NOW)

    with pytest.raises(Refusal):
        slips.use(token=first.token, pin=first.pin, now=NOW)

    assert slips.use(token=second.token, pin=second.pin, now=NOW) == person


def test_slip_is_no_way_into_an_account_of_staff_of_others_or_in_use(centre_clerk: Membership) -> None:
    own = make_shop(centre=centre_clerk.body)
    in_use = make_user(last_login=NOW)
    make_membership(in_use, own.body)
    elsewhere = make_user()
    make_membership(elsewhere, make_shop().body)
    staff = make_user()
    make_membership(staff, own.body)
    make_membership(staff, make_body(BodyKind.OPERATOR), Role.OPERATOR)

    for person in (in_use, elsewhere, staff, make_user(), centre_clerk.user):
        with pytest.raises(Refusal):
            slips.issue(user=person, member=centre_clerk, now=NOW)

    assert not ActivationSlip.objects.exists()


# --- lost phones ---


def lost(centre: Any) -> Artisan:
    person = make_user("amina@example.test", phone="+213661000001")
    shop = make_shop(centre=centre, notify_email="shop@example.test")
    make_membership(person, shop.body)
    return make_artisan(shop, user=person)


def ask(maker: Artisan, clerk: Membership, **changes: Any) -> Recovery:
    wanted = {"new_phone": "+213661000009", "identity_seen": maker.cards.get().number, "now": NOW} | changes
    return recovery.ask(user=maker.user, member=clerk, **wanted)


def test_lost_phone_takes_two_people_a_notice_and_a_day(settings: Any, tmp_path: Any) -> None:
    settings.SMS_FOLDER = tmp_path
    start, centre = timezone.now(), make_centre()
    maker, first, second = lost(centre), clerk_of(centre), clerk_of(centre)
    browser = Client()
    browser.force_login(maker.user)
    row = ask(maker, first, now=start)
    with pytest.raises(Refusal):
        recovery.approve(recovery=row, member=first, now=start)

    recovery.approve(recovery=row, member=second, now=start)
    outbox.drain(now=timezone.now())
    told = set(Delivery.objects.filter(letter="phone_replaced").values_list("recipient", flat=True))
    still_in = browser.get("/ar/workspace/").status_code
    recovery.take_effect(recovery=row, now=start + timedelta(hours=23))
    early = User.objects.get(pk=maker.user_id).phone
    recovery.take_effect(recovery=row, now=start + timedelta(hours=25))
    recovery.take_effect(recovery=row, now=start + timedelta(hours=26))

    row.refresh_from_db()
    assert told == {"amina@example.test", "+213661000001", "shop@example.test"}
    assert still_in == 302
    assert early == "+213661000001"
    assert User.objects.get(pk=maker.user_id).phone == "+213661000009"
    assert [change.to_state for change in row.changes.all()] == ["requested", "approved", "done"]


def test_database_holds_that_two_people_are_two() -> None:
    centre = make_centre()
    clerk = clerk_of(centre)
    row = ask(lost(centre), clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.filter(pk=row.pk).update(approved_by=clerk.user)


def test_stopped_recovery_never_takes_effect() -> None:
    centre = make_centre()
    row = ask(lost(centre), clerk_of(centre))
    recovery.approve(recovery=row, member=clerk_of(centre), now=NOW)

    recovery.stop(recovery=row, by=None, why="from the notice", now=NOW)
    recovery.take_effect(recovery=row, now=NOW + timedelta(days=3))

    row.refresh_from_db()
    assert row.state == RecoveryState.STOPPED
    assert User.objects.get(pk=row.user_id).phone == "+213661000001"


@pytest.mark.parametrize("changes", [{"identity_seen": "CAM-0"}, {"new_phone": "+213661000001"}])
def test_recovery_without_the_card_or_to_a_known_phone_is_refused(changes: dict[str, Any]) -> None:
    centre = make_centre()
    maker = lost(centre)

    with pytest.raises(Refusal):
        ask(maker, clerk_of(centre), **changes)

    assert not Recovery.objects.exists()


def test_slip_follows_a_recovery_until_the_next_login() -> None:
    centre = make_centre()
    maker, clerk = lost(centre), clerk_of(centre)
    User.objects.filter(pk=maker.user_id).update(last_login=NOW)
    row = ask(maker, clerk)
    recovery.approve(recovery=row, member=clerk_of(centre), now=NOW)
    maker.user.refresh_from_db()
    with pytest.raises(Refusal):
        slips.issue(user=maker.user, member=clerk, now=NOW)

    recovery.take_effect(recovery=row, now=NOW + timedelta(hours=25))
    issued = slips.issue(user=maker.user, member=clerk, now=NOW + timedelta(hours=26))

    assert slips.use(token=issued.token, pin=issued.pin, now=NOW + timedelta(hours=27)) == maker.user


# --- devices ---


def test_person_ends_every_login_but_this_one() -> None:
    owner = make_user()
    make_shop(owner=owner)
    here, there = sign_in(Client(), owner), sign_in(Client(), owner)
    counted = Device.objects.filter(user=owner).count()

    answer = here.post("/en/workspace/devices/")

    assert counted == 2
    assert answer.status_code == 302
    assert here.get("/en/workspace/").status_code == 200
    assert there.get("/en/workspace/").status_code == 302
    owner.refresh_from_db()
    assert queries.devices_of(owner, now=timezone.now()).count() == 1


def test_session_that_no_row_knows_ends_too() -> None:
    owner = make_user()
    make_shop(owner=owner)
    here, unknown = sign_in(Client(), owner), sign_in(Client(), owner)
    Device.objects.filter(session_key=unknown.session.session_key).delete()

    here.post("/en/workspace/devices/")

    assert unknown.get("/en/workspace/").status_code == 302


def test_who_became_staff_meanwhile_does_not_come_back_by_a_phone() -> None:
    centre = make_centre()
    row = ask(lost(centre), clerk_of(centre))
    recovery.approve(recovery=row, member=clerk_of(centre), now=NOW)
    make_membership(row.user, centre, Role.CLERK)

    recovery.take_effect(recovery=row, now=NOW + timedelta(days=3))

    row.refresh_from_db()
    assert row.state == RecoveryState.STOPPED
    assert User.objects.get(pk=row.user_id).phone == "+213661000001"
