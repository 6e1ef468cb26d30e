"""What is asked of an applicant, and where each of it stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from marketplace.refusal import Refusal
from shops.application import rules
from shops.application.models import ShopApplication
from shops.application.rules import Facts
from shops.application.states import How, Proof, Standing
from shops.destination import rules as money
from shops.destination.rules import Destination
from shops.destination.states import DestinationKind as Kind

TODAY = date(2026, 11, 22)
FACTS = Facts(
    today=TODAY,
    contact_confirmed=True,
    card_is_free=True,
    guarantor_answers=True,
    unit_is_free=True,
    promised={"makes", "terms"},
    seen={"photo", "register"},
)


def whole(**columns: object) -> ShopApplication:
    return ShopApplication(
        **(
            {
                "proof": Proof.CARD,
                "card_number": "CAM-1",
                "card_chamber_id": 1,
                "card_issued_on": TODAY,
                "card_expires_on": TODAY,
                "card_photo": "cards/x.jpg",
                "first_name": "فاطمة",
                "last_name": "تواتي",
                "craft_id": 1,
                "place_id": 1,
                "shop_name": "نول",
                "destination_kind": Kind.CCP,
                "account": "0023456789",
                "account_key": "88",
                "holder": "تواتي فاطمه",
            }
            | columns
        )
    )


def standings(row: ShopApplication, facts: Facts = FACTS) -> dict[str, Standing]:
    return {one.requirement.code: one.standing for one in rules.judge(row, facts)}


def test_whole_application_has_every_requirement_done() -> None:
    found = standings(whole())

    assert set(found.values()) == {Standing.DONE}
    assert {"guarantor", "agreement"}.isdisjoint(found)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"card_number": ""}, "card"),
        ({"card_photo": ""}, "card"),
        ({"card_chamber_id": None}, "card"),
        ({"card_expires_on": TODAY - timedelta(days=1)}, "card_valid"),
        ({"card_issued_on": TODAY + timedelta(days=1)}, "card_valid"),
        ({"last_name": ""}, "name"),
        ({"craft_id": None}, "craft"),
        ({"place_id": None}, "place"),
        ({"shop_name": ""}, "shop_name"),
        ({"account_key": "87"}, "destination"),
        ({"holder": ""}, "holder"),
    ],
)
def test_what_is_not_said_or_not_right_is_missing(columns: dict[str, object], code: str) -> None:
    found = standings(whole(**columns))

    assert found[code] == Standing.MISSING


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(FACTS, contact_confirmed=False), "contact"),
        (replace(FACTS, card_is_free=False), "card"),
        (replace(FACTS, promised={"terms"}), "makes"),
        (replace(FACTS, promised={"makes"}), "terms"),
    ],
)
def test_what_other_rows_deny_is_missing(facts: Facts, code: str) -> None:
    assert standings(whole(), facts)[code] == Standing.MISSING


def test_what_only_a_person_can_see_waits_and_is_never_missing() -> None:
    found = standings(whole(), replace(FACTS, seen=set()))

    assert [code for code, standing in found.items() if standing == Standing.WAITING] == ["photo", "register"]
    rules.require_nothing_missing(rules.judge(whole(), replace(FACTS, seen=set())))
    with pytest.raises(Refusal):
        rules.require_all_done(rules.judge(whole(), replace(FACTS, seen=set())))


def test_holder_of_another_name_waits_for_a_person_and_is_never_passed_silently() -> None:
    row = whole(holder="أحمد تواتي")

    assert standings(row)["holder"] == Standing.WAITING
    assert standings(row, replace(FACTS, seen={"holder"}))["holder"] == Standing.DONE


def test_maker_without_card_is_asked_for_who_answers_for_her_instead() -> None:
    row = whole(
        proof=Proof.GUARANTOR, card_number="", card_photo="", guarantor_id=7, guarantor_kind="relative"
    )

    found = standings(row, replace(FACTS, seen=set()))

    assert {"card", "card_valid", "photo", "register"}.isdisjoint(found)
    assert (found["guarantor"], found["agreement"]) == (Standing.DONE, Standing.WAITING)
    assert standings(row, replace(FACTS, guarantor_answers=False))["guarantor"] == Standing.MISSING


def test_every_computed_requirement_has_its_way_to_be_found_out() -> None:
    computed = {one.code for one in rules.REQUIREMENTS if one.how == How.COMPUTED}

    assert computed == set(rules._COMPUTED)


def test_slug_is_latin_and_nobody_elses() -> None:
    assert rules.slug_of(whole(last_name_latin="Touati"), set()) == "touati"
    assert rules.slug_of(whole(last_name_latin="Touati"), {"touati", "touati-2"}) == "touati-3"
    assert rules.slug_of(whole(), {"shop"}) == "shop-2"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Fatma Touati", "TOUATI  Fatma", True),
        ("Touâti Fatma", "fatma touati", True),
        ("فَاطمة التواتي", "تواتي فاطمه", True),
        ("آسيا مصطفى", "اسيا مصطفي", True),
        ("فاطمة تواتي", "Fatma Touati", False),  # a person looks: nothing is guessed between scripts
        ("Fatma Touati", "Fatna Touati", False),
        ("Fatma", "Fatma Touati", False),
        ("", "", False),
    ],
)
def test_names_are_compared_without_what_two_clerks_write_differently(
    left: str, right: str, same: bool
) -> None:
    assert money.same_person(left, [right]) is same


def test_keys_are_those_of_the_post_and_of_the_banks() -> None:
    """A published example: CCP 0023456789, key 88; as a RIP 007 99999 0023456789 41."""
    assert money.ccp_key("23456789") == "88"
    assert money.rib_key("007999990023456789") == "41"


@pytest.mark.parametrize(
    ("destination", "field"),
    [
        (Destination(Kind.CCP, "F", "0023456789", "88"), None),
        (Destination(Kind.CCP, "F", "0023456788", "88"), "key"),
        (Destination(Kind.CCP, "F", "", "00"), "account"),
        (Destination(Kind.CCP, "F", "00234567890", "88"), "account"),
        (Destination(Kind.BANK, "F", "00799999002345678941"), None),
        (Destination(Kind.BANK, "F", "00799999002345678942"), "account"),
        (Destination(Kind.BANK, "F", "00799999002346578941"), "account"),
        (Destination(Kind.BANK, "F", "0079999900234567894"), "account"),
        (Destination(Kind.ORDER, "F"), None),
        (Destination(Kind.ORDER, " "), "holder"),
        (Destination(Kind.CENTRE, "F"), "centre"),
        (Destination(Kind.CENTRE, "F", centre_id=3), None),
        (Destination("", "F"), "kind"),
    ],
)
def test_destination_is_refused_with_the_field_that_is_wrong(
    destination: Destination, field: str | None
) -> None:
    if field is None:
        money.require_valid(destination)
        return
    with pytest.raises(Refusal) as refused:
        money.require_valid(destination)

    assert refused.value.field == field


def test_tidy_keeps_digits_only_and_nothing_of_another_kind() -> None:
    typed = Destination(Kind.CCP, "  Fatma   Touati ", "٠٠٢٣ 456789", "٨٨", centre_id=4)

    assert money.tidy(typed) == Destination(Kind.CCP, "Fatma Touati", "0023456789", "88")
