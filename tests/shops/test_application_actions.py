"""An application's life: kept, sent, answered once, and what an approval makes."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from marketplace.machine import AlreadyThere, IllegalMove, advance
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from shops import queries as shop_queries
from shops.application import actions, queries
from shops.application.models import RequirementCheck, ShopApplication
from shops.application.states import SHOP_APPLICATION_MOVES, ApplicationState, Proof, Standing
from shops.models import Artisan, ArtisanCard, Body, Membership, UnitTenancy
from shops.partner.models import Partner
from shops.states import SHOP_MOVES, Role, ShopState
from tests.factories import NOW, TODAY, make_artisan, make_centre, make_shop, make_unit, make_user
from tests.shops.applicants import approve, make_application, make_operator

S = ApplicationState
pytestmark = pytest.mark.django_db


def nothing_was_made() -> bool:
    return not (
        Partner.objects.exists()
        or Artisan.objects.exists()
        or ArtisanCard.objects.exists()
        or Membership.objects.filter(role=Role.OWNER).exists()
        or Body.objects.filter(kind="shop").exists()
    )


def test_begin_makes_one_draft_and_returns_it_again() -> None:
    user = make_user()

    first = actions.begin_application(user=user, language="ar", now=NOW)
    second = actions.begin_application(user=user, language="fr", now=NOW)

    assert first.pk == second.pk
    assert [change.to_state for change in first.changes.all()] == [S.DRAFT]


def test_steps_are_kept_as_they_are_typed() -> None:
    row = make_application(shop_name="", promised=False)

    actions.keep(application=row, shop_name="نول فاطمة")
    actions.promise(application=row, codes=("makes", "terms", "register"), by=row.user, now=NOW)
    actions.promise(application=row, codes=("makes",), by=row.user, now=NOW + timedelta(days=1))

    row.refresh_from_db()
    assert row.shop_name == "نول فاطمة"
    assert list(row.checks.values_list("code", "at")) == [("makes", NOW), ("terms", NOW)]


def test_sent_application_changes_no_more_until_it_is_taken_back() -> None:
    row = make_application(state=S.SUBMITTED)

    with pytest.raises(Refusal):
        actions.keep(application=row, holder="Somebody Else")
    with pytest.raises(Refusal):
        actions.promise(application=row, codes=("makes",), by=row.user, now=NOW)
    row.refresh_from_db()
    assert row.holder == "Touati Fatma"

    actions.take_back(application=row, by=row.user, now=NOW)
    actions.keep(application=row, holder="فاطمة تواتي")
    assert ShopApplication.objects.get().holder == "فاطمة تواتي"


def test_incomplete_application_is_not_sent() -> None:
    row = make_application(card_photo="")

    with pytest.raises(Refusal) as refused:
        actions.submit(application=row, by=row.user, now=NOW)

    row.refresh_from_db()
    assert "photo" in str(refused.value)
    assert (row.state, row.submitted_at, row.changes.count()) == (S.DRAFT, None, 1)


def test_approval_makes_the_whole_shop_at_once() -> None:
    centre = make_centre()
    unit = make_unit(centre, 7)
    row = make_application(state=S.SUBMITTED, unit=unit, place=centre.place)
    operator = make_operator()

    shop = approve(row, operator)

    row.refresh_from_db()
    artisan = Artisan.objects.get(shop=shop)
    card = ArtisanCard.objects.get(artisan=artisan)
    assert (row.state, row.shop_id) == (S.APPROVED, shop.pk)
    assert (shop.name_ar, shop.name_fr, shop.slug, shop.state) == (
        "نول فاطمة",
        None,
        "touati",
        ShopState.ACTIVE,
    )
    assert (shop.centre, shop.language, shop.first_listing_approved_at) == (centre, "ar", None)
    assert (artisan.user, artisan.first_name_ar, artisan.first_name_fr) == (row.user, "فاطمة", "Fatma")
    assert artisan.public_name == ""  # until she says more
    assert (card.number, card.craft, card.expires_on) == (row.card_number, row.craft, date(2030, 1, 1))
    assert Membership.objects.on(TODAY).get(user=row.user).role == Role.OWNER
    assert UnitTenancy.objects.get(unit=unit).shop_id == shop.pk
    destination = shop_queries.payout_destination_of(shop)
    assert destination is not None
    assert (destination.account, destination.masked) == ("0023456789", "•••789")
    assert not shop_queries.payouts_paused(shop, TODAY)
    assert shop_queries.artisans_with_card([artisan.pk], on=TODAY) == {artisan.pk}
    assert [change.to_state for change in shop.changes.all()] == [ShopState.ACTIVE]
    assert Message.objects.filter(kind="application.approved").count() == 1
    seen = RequirementCheck.objects.filter(application=row, by=operator)
    assert set(seen.values_list("code", flat=True)) == {"photo", "register"}


def test_artisans_get_numbers_one_after_the_other() -> None:
    make_artisan(make_shop(), number=4711)
    operator = make_operator()

    shops = [approve(make_application(state=S.SUBMITTED), operator) for _ in range(2)]

    assert [shop.artisans.get().number for shop in shops] == [4712, 4713]
    assert [shop.slug for shop in shops] == ["touati", "touati-2"]


@pytest.mark.parametrize("seen", [(), ("photo",), ("register",), ("photo", "register ")])
def test_nothing_is_opened_while_a_person_has_not_checked_everything(seen: tuple[str, ...]) -> None:
    row = make_application(state=S.SUBMITTED)

    with pytest.raises(Refusal):
        approve(row, make_operator(), seen=seen)

    row.refresh_from_db()
    assert row.state == S.SUBMITTED
    assert nothing_was_made()
    assert not RequirementCheck.objects.filter(code__in=("photo", "register")).exists()
    assert not Message.objects.exists()


def test_holder_of_another_name_needs_the_operators_own_tick() -> None:
    row = make_application(state=S.SUBMITTED, holder="Ahmed Touati")
    operator = make_operator()

    with pytest.raises(Refusal):
        approve(row, operator)
    shop = approve(row, operator, seen=("photo", "register", "holder"))

    destination = shop_queries.payout_destination_of(shop)
    assert destination is not None
    assert not destination.holder_matches
    assert destination.verdict.by == operator


@pytest.mark.parametrize(
    "columns",
    [
        {"card_expires_on": date(2026, 11, 21)},
        {"account_key": "01"},
        {"last_name": ""},
        {"craft": None},
    ],
)
def test_what_became_wrong_meanwhile_stops_the_approval(columns: dict[str, Any]) -> None:
    row = make_application(state=S.SUBMITTED, **columns)

    with pytest.raises(Refusal):
        approve(row, make_operator())

    assert nothing_was_made()


def test_promise_is_asked_for_at_the_approval_too() -> None:
    row = make_application(state=S.SUBMITTED, promised=False)

    with pytest.raises(Refusal):
        approve(row, make_operator(), seen=("photo", "register", "makes", "terms"))

    assert nothing_was_made()


def test_unit_that_was_let_meanwhile_stops_the_approval() -> None:
    centre = make_centre()
    row = make_application(state=S.SUBMITTED, unit=make_unit(centre, 7, shop=make_shop(centre=centre)))

    with pytest.raises(Refusal):
        approve(row, make_operator())

    row.refresh_from_db()
    assert row.state == S.SUBMITTED
    assert UnitTenancy.objects.count() == Partner.objects.count() == 1


def test_unit_let_between_look_and_write_is_a_sentence_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    centre = make_centre()
    row = make_application(state=S.SUBMITTED, unit=make_unit(centre, 7, shop=make_shop(centre=centre)))
    judged = queries.judged

    def before_it_was_let(row: ShopApplication, *, today: date) -> list[Any]:
        return [one for one in judged(row, today=today) if one.requirement.code != "place"]

    monkeypatch.setattr(queries, "judged", before_it_was_let)
    with pytest.raises(Refusal) as refused:
        approve(row, make_operator())

    assert "unit" in str(refused.value)
    assert UnitTenancy.objects.count() == Partner.objects.count() == 1


def test_card_of_another_maker_opens_nothing() -> None:
    other = make_artisan(make_shop())
    row = make_application(state=S.SUBMITTED, card_number=f"CAM-{other.number}")

    with pytest.raises(Refusal):
        approve(row, make_operator())

    assert Partner.objects.count() == 1


def test_maker_without_card_sells_under_the_card_of_who_answers_for_her() -> None:
    cooperative = make_artisan(make_shop(name="Cooperative"))
    row = make_application(
        state=S.SUBMITTED,
        proof=Proof.GUARANTOR,
        guarantor=cooperative,
        guarantor_kind="cooperative",
        card_number="",
        card_photo="",
    )

    shop = approve(row, make_operator(), seen=("agreement",))

    artisan = shop.artisans.get()
    assert (artisan.guarantor, artisan.guarantor_kind) == (cooperative, "cooperative")
    assert not artisan.cards.exists()
    assert shop_queries.artisans_with_card([artisan.pk], on=TODAY) == {artisan.pk}


def test_guarantor_needs_a_card_of_her_own_and_of_that_craft() -> None:
    uncarded = make_artisan(make_shop(), card=False)
    row = make_application(proof=Proof.GUARANTOR, guarantor=uncarded, guarantor_kind="relative")
    found = {one.requirement.code: one.standing for one in queries.judged(row, today=TODAY)}

    assert found["guarantor"] == Standing.MISSING
    assert queries.carded_artisan(uncarded.number, today=TODAY) is None


def test_nobody_answers_an_application_of_her_own() -> None:
    operator = make_operator()
    row = make_application(operator, state=S.SUBMITTED)

    for act in (
        lambda: approve(row, operator),
        lambda: actions.send_back(application=row, by=operator, why="x", now=NOW),
        lambda: actions.refuse(application=row, by=operator, why="x", now=NOW),
    ):
        with pytest.raises(Refusal):
            act()

    row.refresh_from_db()
    assert row.state == S.SUBMITTED
    assert nothing_was_made()


def test_returned_application_is_mended_sent_again_and_looked_at_anew() -> None:
    operator = make_operator()
    row = make_application(state=S.SUBMITTED)
    row.checks.create(code="photo", by=operator, at=NOW)

    actions.send_back(application=row, by=operator, why="الصورة غير واضحة", now=NOW + timedelta(hours=1))
    actions.keep(application=row, shop_name="نول الزهرة")
    actions.submit(application=row, by=row.user, now=NOW + timedelta(hours=2))

    change = row.changes.get(to_state=S.RETURNED)
    assert (change.why, change.by) == ("الصورة غير واضحة", operator)
    assert Message.objects.get(kind="application.returned").payload == {"change_id": change.pk}
    assert queries.facts_of(row, today=TODAY).seen == set()


def test_answered_application_is_not_answered_again() -> None:
    operator = make_operator()
    row = make_application(state=S.SUBMITTED)
    actions.refuse(application=row, by=operator, why="no", now=NOW)
    stale = ShopApplication.objects.get(pk=row.pk)
    stale.state = S.SUBMITTED

    with pytest.raises(Refusal):
        approve(stale, operator)
    with pytest.raises(Refusal):
        actions.send_back(application=stale, by=operator, why="x", now=NOW)

    assert nothing_was_made()
    assert Message.objects.count() == 1


def test_after_a_refusal_she_may_begin_anew() -> None:
    row = make_application(state=S.REFUSED)

    again = actions.begin_application(user=row.user, language="ar", now=NOW)

    assert again.pk != row.pk
    assert queries.application_of(row.user) == again


def test_application_moves_only_along_its_arrows() -> None:
    row = make_application()
    shop = make_shop()

    for here, there in product(S, repeat=2):
        on_row = {S.APPROVED: shop}
        ShopApplication.objects.filter(pk=row.pk).update(state=here, shop=on_row.get(here))
        allowed, changes = there in SHOP_APPLICATION_MOVES.get(here, set()), row.changes.count()
        if allowed:
            with transaction.atomic():
                advance(row, there, moves=SHOP_APPLICATION_MOVES, by=None, at=NOW, shop=on_row.get(there))
        else:
            with pytest.raises(AlreadyThere if here == there else IllegalMove), transaction.atomic():
                advance(row, there, moves=SHOP_APPLICATION_MOVES, by=None, at=NOW)
        assert row.changes.count() == changes + allowed


def test_shop_moves_only_along_its_arrows() -> None:
    shop = make_shop()

    for here, there in product(ShopState, repeat=2):
        Partner.objects.filter(pk=shop.pk).update(state=here)
        if there in SHOP_MOVES.get(here, set()):
            with transaction.atomic():
                advance(shop, there, moves=SHOP_MOVES, by=None, at=NOW)
        else:
            with pytest.raises(IllegalMove), transaction.atomic():
                advance(shop, there, moves=SHOP_MOVES, by=None, at=NOW)


def test_checks_changes_and_destinations_are_append_only() -> None:
    row = make_application(state=S.SUBMITTED, holder="Ahmed Touati")
    shop = approve(row, make_operator(), seen=("photo", "register", "holder"))
    destination = shop.destinations.get()

    for rows in (row.checks, row.changes, shop.destinations, type(destination.verdict).objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().update(by=row.user)
