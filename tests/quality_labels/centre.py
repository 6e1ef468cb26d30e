"""A stamping centre that tests arrange: people, an adopted scheme, a key, and a piece that meets every gate."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from catalog.models import Product
from marketplace.accounts.models import User
from marketplace.machine import advance
from quality_labels import actions, queries, rules, schemes, signer
from quality_labels.forms import NONE_SEEN, YES
from quality_labels.log import notes
from quality_labels.models import Application, Label, SigningKey, StampingSession
from quality_labels.states import LABEL_MOVES, Craft, KeyPurpose, LabelState, SeatRole
from shops.models import Body
from shops.states import BodyKind, Role
from tests import factories
from tests.factories import NOW, TODAY

KNOTTED: dict[str, list[Any]] = {
    "knots_per_m2": [850, 845, 855, 848, 852],
    "warp_per_dm": [30],
    "weft_per_cm": ["10.5"],
    "pile_mm": [12, 12, 13, 12, 11],
    "length_mm": [2400, 2410, 2405],
    "width_mm": [1500, 1495, 1502],
    "mass_g": [14000],
    "minor_defects_count": [1],
}


@dataclass(frozen=True)
class Centre:
    """The centre, three of its people, and its key."""

    body: Body
    inspector: User
    inspector2: User
    decider: User
    key: SigningKey


def make_stamping_centre(*, key_dir: Any, settings: Any) -> Centre:
    """Make a centre that can work: three people, every shipped scheme, a key until 2100 (pages read the real clock)."""
    settings.LABEL_KEY_DIR = key_dir
    body = factories.make_body(BodyKind.STAMPING_CENTRE, name="Stamping centre of Adrar")
    people = [factories.make_user() for _seat in range(3)]
    for person, role in zip(people, (Role.INSPECTOR, Role.INSPECTOR, Role.DECIDER), strict=True):
        factories.make_membership(person, body, role)
    for document in schemes.shipped().values():
        actions.adopt_scheme(document=document, owner=body, by=people[2], now=NOW - timedelta(days=300))
    key = signer.make_label_key(
        centre=body,
        use_from_at=datetime(2026, 1, 1, tzinfo=UTC),
        use_until_at=datetime(2100, 1, 1, tzinfo=UTC),
        now=NOW,
    )
    centre = Centre(body, people[0], people[1], people[2], key)
    accredited(centre, *people)
    return centre


def photo_sha256(product: Product) -> str:
    """Return the hash of a carpet's photo: no two show the same."""
    return hashlib.sha256(f"photo of {product.pk}".encode()).hexdigest()


def make_carpet(**columns: Any) -> Product:
    """Make a knotted carpet that is ready to be asked a stamp for."""
    columns_sha256 = columns.pop("photo_sha256", "")
    shop = columns.pop("shop", None) or factories.make_shop()
    maker = columns.pop("maker", None) or factories.make_artisan(shop)
    product = factories.make_product(shop=shop, maker=maker, colours=["red", "undyed"], **columns)
    factories.make_photo(product, sha256=columns_sha256 or photo_sha256(product))
    return product


def sheet(scheme_code: str = "carpet.knotted", **changes: list[Any]) -> rules.Sheet:
    """Return a sheet whose gates all hold; `changes` replace readings of measures."""
    scheme = schemes.read(schemes.shipped()[scheme_code])
    readings = {code: [Decimal(value) for value in values] for code, values in {**KNOTTED, **changes}.items()}
    confirmed = frozenset(gate.code for gate in scheme.gates if gate.form == "confirm") | frozenset(
        f"{gate.code}={gate.options[0][0]}" for gate in scheme.gates if gate.form == "one_of"
    )
    return rules.Sheet(readings=readings, confirmed=confirmed)


def accepted(centre: Centre, product: Product | None = None) -> Application:
    """Return a request that waits for its inspection."""
    application = actions.submit(product=product or make_carpet(), by=None, now=NOW)
    return actions.accept(application=application, by=centre.decider, now=NOW)


def planned(centre: Centre, *pieces: Application, team: bool = True, **columns: Any) -> StampingSession:
    """Return a session of today in Timimoun with these pieces, an inspector who leads it and the decider."""
    place = columns.pop("place", None) or factories.make_place("timimoun", wilaya="timimoun")
    session = actions.plan_session(
        centre=centre.body,
        held_on=columns.pop("held_on", TODAY),
        place=place,
        by=centre.decider,
        now=NOW,
        **columns,
    )
    seats = [(centre.inspector, SeatRole.HEAD), (centre.decider, SeatRole.CLERK)] if team else []
    for person, role in seats:
        actions.seat(session=session, person=person, role=role, by=centre.decider, now=NOW)
    if pieces:
        actions.announce(session=session, applications=pieces, by=centre.decider, now=NOW)
    return session


def evaluated(centre: Centre, product: Product | None = None, **readings: list[Any]) -> Application:
    """Return a request that one inspector has read."""
    application = actions.submit(product=product or make_carpet(), by=None, now=NOW)
    actions.accept(application=application, by=centre.decider, now=NOW)
    actions.evaluate(application=application, inspector=centre.inspector, sheet=sheet(**readings), now=NOW)
    application.refresh_from_db()
    return application


def signed(centre: Centre, product: Product | None = None) -> Label:
    """Return a label just signed."""
    decision = actions.grant(
        application=evaluated(centre, product), decider=centre.decider, grade=50, now=NOW
    )
    return signer.sign(decision=decision, now=NOW)


def printed(label: Label, *, by: User | None = None) -> Label:
    """Return a label as if it had been printed, without the log and the printer (test_printing.py has them)."""
    with transaction.atomic():
        advance(label, LabelState.PRINTED, moves=LABEL_MOVES, by=by, at=NOW)
    return label


def affixed(centre: Centre, product: Product | None = None) -> Label:
    """Return a label on its piece."""
    label = printed(signed(centre, product))
    return actions.affix(label=label, by=centre.decider, now=NOW, said=label.serial)


def publish_directory(folder: Path) -> None:
    """Have the root key in `folder` sign for every key there is."""
    text = queries.directory_to_sign(now=NOW)
    private = signer.read_private(folder / "root.pem")
    note = notes.sign(text, name=queries.root_name(), key=private)
    actions.publish_directory(note=note, now=NOW)


def make_house_keys(*, settings: Any, folder: Path) -> None:
    """Give the house a root key in `folder`, and keys for its log and its status list."""
    settings.ROOT_KEY = folder / "root.vkey"
    signer.make_root(folder)
    for purpose in (KeyPurpose.LOG, KeyPurpose.STATUS):
        signer.make_key(
            purpose=purpose,
            use_from_at=datetime(2026, 1, 1, tzinfo=UTC),
            use_until_at=datetime(2100, 1, 1, tzinfo=UTC),
            now=NOW,
        )


def accredited(centre: Centre, *people: User) -> None:
    """Let these people read every craft at the centre, by the word of its decider (or, for the decider, another's)."""
    for person in people:
        by = centre.inspector if person.pk == centre.decider.pk else centre.decider
        for craft in Craft:
            actions.accredit(
                person=person,
                centre=centre.body,
                craft=craft,
                until_on=TODAY + timedelta(days=1000),
                evidence="Years of work",
                by=by,
                now=NOW - timedelta(days=1),
            )


def posted(scheme_code: str = "carpet.knotted", **changes: list[Any]) -> dict[str, Any]:
    """Return a sheet as its form sends it."""
    scheme = schemes.read(schemes.shipped()[scheme_code])
    entered: dict[str, Any] = {}
    for code, readings in sheet(scheme_code, **changes).readings.items():
        for position, value in enumerate(readings, 1):
            entered[f"{code}-{position}"] = str(value)
    for gate in scheme.gates:
        if gate.form == "confirm":
            entered[f"gate-{gate.code}"] = YES
        elif gate.form == "one_of":
            entered[f"gate-{gate.code}"] = gate.options[0][0]
        elif gate.form == "none_of":
            entered[f"gate-{gate.code}"] = [NONE_SEEN]
    return entered
