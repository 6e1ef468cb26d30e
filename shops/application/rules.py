"""What is asked of who wants a shop, as data, and where each of it stands: pure judgements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from marketplace.refusal import Refusal
from shops.application.models import ShopApplication
from shops.application.states import How, Proof, Standing
from shops.destination import rules as money
from shops.states import NameConsent


class Requirement(NamedTuple):
    """One thing that is asked: how it is found out, what it says while it is missing, and the step that mends it."""

    code: str
    how: How
    icon: str
    name: Promise
    missing: Promise
    step: str
    proof: str = ""  # asked only of who comes by this proof


REQUIREMENTS: Sequence[Requirement] = (
    Requirement(
        "contact",
        How.COMPUTED,
        "phone",
        _("Your phone or e-mail"),
        _("Confirm your phone or e-mail with the code."),
        "",
    ),
    Requirement(
        "card",
        How.COMPUTED,
        "card",
        _("Artisan card: number and photo"),
        _("Write the number of your card and add its photo."),
        "card",
        Proof.CARD,
    ),
    Requirement(
        "card_valid",
        How.COMPUTED,
        "calendar",
        _("The card is valid today"),
        _("Write until when the card is valid. A card that has ended is renewed at your chamber."),
        "card",
        Proof.CARD,
    ),
    Requirement(
        "guarantor",
        How.COMPUTED,
        "person",
        _("Somebody with a card answers for you"),
        _("Write the number of the artisan who answers for you. Her card must be valid, and of your craft."),
        "card",
        Proof.GUARANTOR,
    ),
    Requirement(
        "name",
        How.COMPUTED,
        "person",
        _("Your name, as on the card"),
        _("Write your first name and your last name."),
        "name",
    ),
    Requirement("craft", How.COMPUTED, "material", _("Your craft"), _("Choose your craft."), "craft"),
    Requirement(
        "place", How.COMPUTED, "place", _("Where you work"), _("Choose your town or your unit."), "place"
    ),
    Requirement(
        "shop_name", How.COMPUTED, "shop", _("Name of the shop"), _("Give your shop a name."), "shop"
    ),
    Requirement(
        "destination",
        How.COMPUTED,
        "money",
        _("Where your money goes"),
        _("Say how you want to receive your money."),
        "money",
    ),
    Requirement(
        "holder",
        How.COMPUTED,
        "money",
        _("The money goes to the person on the card"),
        _("Write the name of the person who receives the money."),
        "money",
    ),
    Requirement(
        "makes",
        How.ATTESTED,
        "hand",
        _("You make these pieces yourself"),
        _("Promise that you make the pieces yourself."),
        "promise",
    ),
    Requirement(
        "terms",
        How.ATTESTED,
        "check",
        _("You accept the terms of sale"),
        _("Read the terms, and accept them."),
        "promise",
    ),
    Requirement(
        "photo",
        How.STAFF,
        "eye",
        _("The photo of the card can be read"),
        _("We look at the photo."),
        "card",
        Proof.CARD,
    ),
    Requirement(
        "register",
        How.STAFF,
        "list",
        _("The card stands in the chamber's register"),
        _("We ask the chamber."),
        "card",
        Proof.CARD,
    ),
    Requirement(
        "agreement",
        How.STAFF,
        "phone",
        _("The one with the card agrees to answer for you"),
        _("We call her."),
        "card",
        Proof.GUARANTOR,
    ),
)
ATTESTED = frozenset(one.code for one in REQUIREMENTS if one.how == How.ATTESTED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What other rows say on the day, beside the application itself; `promised` and `seen` are codes that stand."""

    today: date
    contact_confirmed: bool
    card_is_free: bool
    guarantor_answers: bool
    unit_is_free: bool
    promised: Collection[str]
    seen: Collection[str]


class Judged(NamedTuple):
    """One requirement and where it stands; `by_person` tells that staff has, or had, to look."""

    requirement: Requirement
    standing: Standing
    by_person: bool


def destination_of(application: ShopApplication) -> money.Destination:
    """Return where its money is to go, as it was typed."""
    return money.Destination(
        kind=application.destination_kind,
        holder=application.holder,
        account=application.account,
        key=application.account_key,
        centre_id=application.destination_centre_id,
    )


def holder_is_applicant(application: ShopApplication) -> bool:
    """Tell whether the holder's name is written as the card's; anything else is looked at by a person."""
    return money.same_person(application.holder, application.names)


def judge(application: ShopApplication, facts: Facts) -> list[Judged]:
    """Return every requirement of this application with where it stands today."""
    return [
        _judged(requirement, application, facts)
        for requirement in REQUIREMENTS
        if requirement.proof in ("", application.proof or Proof.CARD)
    ]


def _judged(requirement: Requirement, application: ShopApplication, facts: Facts) -> Judged:
    code, met = requirement.code, False
    if requirement.how == How.ATTESTED:
        met = code in facts.promised
    elif requirement.how == How.STAFF or (
        code == "holder" and application.holder and not holder_is_applicant(application)
    ):
        return Judged(requirement, Standing.DONE if code in facts.seen else Standing.WAITING, by_person=True)
    else:
        met = _COMPUTED[code](application, facts)
    return Judged(requirement, Standing.DONE if met else Standing.MISSING, by_person=False)


def _card_holds(row: ShopApplication, facts: Facts) -> bool:
    issued, expires = row.card_issued_on, row.card_expires_on
    return issued is not None and expires is not None and issued <= facts.today <= expires


# How each computed requirement is found out.
_COMPUTED: Mapping[str, Callable[[ShopApplication, Facts], bool]] = {
    "contact": lambda _row, facts: facts.contact_confirmed,
    "card": lambda row, facts: (
        bool(row.card_number and row.card_photo and row.card_chamber_id) and facts.card_is_free
    ),
    "card_valid": _card_holds,
    "guarantor": lambda row, facts: bool(row.guarantor_id and row.guarantor_kind) and facts.guarantor_answers,
    "name": lambda row, _facts: bool(row.first_name and row.last_name),
    "craft": lambda row, _facts: row.craft_id is not None,
    "place": lambda row, facts: row.place_id is not None and (row.unit_id is None or facts.unit_is_free),
    "shop_name": lambda row, _facts: bool(row.shop_name),
    "destination": lambda row, _facts: is_valid(destination_of(row)),
    "holder": lambda row, _facts: holder_is_applicant(row),
}


def is_valid(destination: money.Destination) -> bool:
    """Tell whether the account can be one."""
    try:
        money.require_valid(destination)
    except Refusal:
        return False
    return True


def require_nothing_missing(judged: Sequence[Judged]) -> None:
    """Refuse to send what its writer can still mend.

    :raises Refusal: with what is missing first.
    """
    for one in judged:
        if one.standing == Standing.MISSING:
            raise Refusal(one.requirement.missing)


def require_all_done(judged: Sequence[Judged]) -> None:
    """Refuse to open a shop while one requirement is not met.

    :raises Refusal: with the first that is not.
    """
    for one in judged:
        if one.standing != Standing.DONE:
            raise Refusal(
                _("This is not checked yet: %(name)s") % {"name": one.requirement.name},
                field=one.requirement.code,
            )


def slug_of(application: ShopApplication, taken: Collection[str]) -> str:
    """Return an address for the shop that nobody has: from its Latin name, else the maker's, else plain."""
    last = slugify(application.last_name_latin) or slugify(application.last_name)
    base = (slugify(application.shop_name) or last or "shop")[:40]
    numbered = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)


# What is shown of her name until she chooses herself (A21): the least.
FIRST_CONSENT = NameConsent.COOPERATIVE
