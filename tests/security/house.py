"""A house with somebody in every room: what the tests of this folder attack."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from catalog.models import Product
from catalog.rules import short_code
from marketplace.accounts.models import User
from marketplace.order.models import Order
from marketplace.workspace.actions import add_photo
from marketplace.workspace.models import PieceDraft, Sheet
from marketplace.workspace.sheet_actions import keep
from quality_labels import signer
from quality_labels.models import Application, Label, StampingSession
from shops.partner.models import Partner
from tests.catalog.test_photos import picture
from tests.factories import NOW, make_centre, make_draft, make_shop, make_unit, make_user
from tests.orders import attempt_of, make_order, make_paid_order, visitor
from tests.people import sign_in
from tests.quality_labels.centre import (
    Centre,
    accepted,
    affixed,
    evaluated,
    make_carpet,
    make_house_keys,
    make_stamping_centre,
    planned,
    publish_directory,
)
from tests.security.addresses import NOBODYS


@dataclass
class House:
    """Two shops, a stamping centre, two buyers and a superuser, each with something of their own."""

    centre: Centre
    shop: Partner
    owner: User
    other_shop: Partner
    other_owner: User
    buyer: User
    other_buyer: User
    superuser: User
    piece: Product
    label: Label
    application: Application
    order: Order
    unpaid: Order
    session: StampingSession
    sheet: Sheet
    draft: PieceDraft
    clients: dict[str, Client] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Return the parameters that lead somewhere: to the shop's own things, the buyer's order, the label."""
        return {
            "number": self.order.number,
            "token": self.order.get_absolute_url().rstrip("/").rpartition("/")[2],
            "reference": attempt_of(self.unpaid).reference,
            "digits": self.label.serial,
            "artisan_pk": NOBODYS["artisan_pk"],
            "member_pk": NOBODYS["member_pk"],
            "consent_pk": NOBODYS["consent_pk"],
            "public_id": self.label.public_id,
            "craft": "textiles",
            "slug": self.piece.slug,
            "pk": self.piece.pk,
            "photo_pk": self.piece.images.get().pk,
            "key": "nobodys",
            "uidb36": "1",
            "section": "pieces",
            "code": short_code(self.piece.pk),
            "scheme_code": self.label.scheme_version.scheme.code,
            "lesson_code": "asymmetry",
            "sheet_pk": self.sheet.pk,
            "sale_pk": 987654,
            "draft": self.draft.pk,
            "photo": self.draft.photos.get().uuid,
            "screen": "check",
            "level": "0",
            "proposal_pk": NOBODYS["proposal_pk"],
            "accreditation_pk": NOBODYS["accreditation_pk"],
            "position": 1,
            "complaint_pk": NOBODYS["complaint_pk"],
            "pair_pk": NOBODYS["pair_pk"],
            "version_pk": NOBODYS["version_pk"],
            "draft_pk": NOBODYS["draft_pk"],
            "run_pk": NOBODYS["run_pk"],
            "appeal_pk": NOBODYS["appeal_pk"],
            "request_pk": self.application.pk,
            "session_pk": self.session.pk,
            "seat_pk": self.session.seats.all()[0].pk,
            "piece_pk": self.session.pieces.get().pk,
            "index": "000",
            "width": "1",
            "leaf_hash": self.label.log_entry.leaf_hash if self.label.log_entry else "",
            "sha256": self.label.scheme_version.sha256,
        }

    def path_values(self, name: str) -> dict[str, Any]:
        """Return `values` as the route `name` means them: what `pk` or `slug` is depends on the page."""
        values = self.values()
        if name.startswith("stamping_"):
            values["pk"] = self.application.pk
        if name.startswith("workspace_"):
            values["number"] = self.order.shop_orders.get().number
        if name == "shop":
            values["slug"] = self.shop.slug
        if name == "stamp_centre":
            values["slug"] = self.label.centre.slug
        if name == "centre":
            values["slug"] = self.shop.centre.slug if self.shop.centre else ""
        return values

    def people(self) -> Iterator[tuple[str, Client]]:
        """Yield every role with a client that is logged in as it, second factor shown; the visitor first."""
        yield "visitor", Client()
        yield "buyer", sign_in(Client(), self.buyer)
        yield "artisan", sign_in(Client(), self.owner)
        yield "inspector", sign_in(Client(), self.centre.inspector, second_factor=True)
        yield "decider", sign_in(Client(), self.centre.decider, second_factor=True)
        yield "superuser", sign_in(Client(), self.superuser, second_factor=True)


def build(*, key_dir: Any, settings: Any) -> House:
    """Build the house through the same actions that people use."""
    centre = make_stamping_centre(key_dir=key_dir, settings=settings)
    market = make_centre()
    owner, other_owner, buyer, other_buyer = (make_user() for _ in range(4))
    shop, other_shop = make_shop(owner=owner, centre=market), make_shop(owner=other_owner)
    make_unit(market, 7, shop=shop)
    stamped = make_carpet(shop=shop, stock=3, title="Stamped carpet", slug="stamped-carpet")
    make_house_keys(settings=settings, folder=Path(key_dir).parent)
    label = affixed(centre, stamped)
    publish_directory(Path(key_dir).parent)
    signer.look(now=NOW)
    application = evaluated(centre, make_carpet(shop=shop))
    order = make_paid_order(stamped, visitor=visitor("a", user=buyer))
    unpaid = make_order(make_carpet(shop=other_shop), visitor=visitor("b", user=other_buyer))
    return House(
        centre=centre,
        shop=shop,
        owner=owner,
        other_shop=other_shop,
        other_owner=other_owner,
        buyer=buyer,
        other_buyer=other_buyer,
        superuser=make_user(is_staff=True, is_superuser=True),
        piece=Product.objects.get(pk=stamped.pk),
        label=label,
        application=application,
        order=order,
        unpaid=unpaid,
        session=planned(centre, accepted(centre, make_carpet(shop=shop))),
        sheet=keep(shop=shop, by=owner, name="x.csv", content=b"code,price\n,4500\n", now=timezone.now()),
        draft=_draft(shop, owner),
    )


def _draft(shop: Partner, owner: User) -> PieceDraft:
    """Return an unfinished piece with a photo that can be looked at."""
    draft = make_draft(shop, by=owner, photos=0)
    content = picture()
    upload, size = io.BytesIO(content), len(content)
    add_photo(draft=draft, uuid=uuid4(), upload=upload, size=size, view="whole", now=NOW)
    return draft
