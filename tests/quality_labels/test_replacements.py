"""A label that was spoilt, torn or lost gets a successor; one whose time has passed ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from catalog.models import Product
from marketplace.machine import IllegalMove
from marketplace.outbox import actions as outbox
from marketplace.outbox.models import Message
from quality_labels import actions, cose, payload, queries, schemes, signer
from quality_labels.models import Label, LabelChange, LogEntry, Replacement
from quality_labels.states import LabelReason, LabelState, Leaf
from tests import factories
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, affixed, make_carpet, printed, signed


def _successor(centre: Centre, label: Label) -> Label:
    return signer.sign(decision=label.decision, now=NOW + timedelta(hours=1))


def test_spoilt_label_gets_another_of_the_same_decision(centre: Centre) -> None:
    spoilt = printed(signed(centre))
    actions.replace(label=spoilt, by=centre.inspector, now=NOW)

    assert list(queries.owed_a_label()) == [spoilt.decision]
    new = _successor(centre, spoilt)

    spoilt.refresh_from_db()
    assert (spoilt.state, spoilt.state_reason) == (LabelState.VOIDED, LabelReason.SPOILT)
    assert new.serial != spoilt.serial
    assert (new.decision_id, new.grade, new.state) == (spoilt.decision_id, spoilt.grade, LabelState.SIGNED)
    assert not queries.owed_a_label().exists()
    assert _successor(centre, spoilt) == new, "asked again, nothing more is signed"


def test_torn_label_is_superseded_and_the_register_leads_to_the_new_one(
    centre: Centre, client: Client
) -> None:
    torn = affixed(centre, make_carpet(shop=factories.make_shop(owner=factories.make_user()), stock=1))
    actions.replace(label=torn, by=centre.inspector, now=NOW)

    product = Product.objects.get(pk=torn.product_id)
    assert (product.stamp_public_id, product.paused_for) == ("", ""), "sold without a stamp meanwhile"
    assert "Its new label" not in client.get(f"/en/stamps/{torn.public_id}/").content.decode()

    new = printed(_successor(centre, torn))
    actions.affix(label=new, by=centre.decider, now=NOW, said=new.serial)

    product.refresh_from_db()
    assert product.stamp_public_id == new.public_id
    page = client.get(f"/en/stamps/{torn.public_id}/").content.decode()
    assert "replaced by a new label" in page
    assert f"/en/stamps/{new.public_id}/" in page
    changed = LogEntry.objects.filter(kind=Leaf.STATUS).count()
    assert changed == 3, "fixed, replaced, fixed: the log hears of all three"


def test_shop_reads_that_another_tag_is_made(centre: Centre, mailoutbox: list[Any]) -> None:
    torn = affixed(centre, make_carpet(shop=factories.make_shop(owner=factories.make_user()), stock=1))
    actions.replace(label=torn, by=centre.inspector, now=NOW)
    Message.objects.filter(done_at=None).update(due_at=NOW)
    outbox.drain(now=NOW)
    from marketplace.notifications.models import Delivery

    assert Delivery.objects.filter(letter="label_changed").exists()


def test_label_in_doubt_is_not_replaced(centre: Centre) -> None:
    label = affixed(centre)
    actions.suspend(label=label, by=centre.inspector, reason=LabelReason.COMPLAINT, now=NOW)
    with pytest.raises(IllegalMove):
        actions.replace(label=label, by=centre.inspector, now=NOW)
    assert not Replacement.objects.exists()


def test_decision_has_one_label_until_it_is_replaced_even_by_bare_rows(centre: Centre) -> None:
    """Whoever can write rows cannot have two tags of one decision."""
    label = affixed(centre)
    with pytest.raises(DatabaseError), transaction.atomic():
        Replacement.objects.create(label=label, asked_by=centre.inspector, asked_at=NOW)
    actions.void(label=(spoilt := signed(centre)), by=centre.decider, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Label.objects.create(
            decision=spoilt.decision,
            product=spoilt.product,
            centre=spoilt.centre,
            scheme_version=spoilt.scheme_version,
            key=spoilt.key,
            serial="1" * 20,
            public_id="second",
            status_idx=spoilt.status_idx + 1,
            grade=spoilt.grade,
            cose=b"x",
            signed_at=NOW,
        )


def test_clerk_has_another_label_made_by_a_plain_form_and_the_signer_makes_it(
    centre: Centre, tmp_path: Any
) -> None:
    label = printed(signed(centre))
    client = sign_in(Client(), centre.inspector, second_factor=True)
    page = client.get(f"/en/stamping/labels/{label.public_id}/").content.decode()
    assert f"/en/stamping/labels/{label.public_id}/replace/" in page

    assert client.post(f"/en/stamping/labels/{label.public_id}/replace/").status_code == 302
    client.post(f"/en/stamping/labels/{label.public_id}/replace/")
    assert Replacement.objects.count() == 1, "a second tap asks for nothing more"

    assert signer.look(now=NOW).signed == 1
    new = Label.objects.exclude(pk=label.pk).get()
    assert new.decision_id == label.decision_id
    assert f"/en/stamping/labels/{new.public_id}/" in client.get("/en/stamping/").content.decode()


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Schemes whose labels hold for two years; asked for before the centre that adopts them."""
    documents = {code: {**document, "valid_days": 730} for code, document in schemes.shipped().items()}
    monkeypatch.setattr(schemes, "shipped", lambda: documents)


def test_label_ends_when_its_time_has_passed_as_its_signed_bytes_say(
    short: None, centre: Centre, client: Client
) -> None:
    label = affixed(centre, make_carpet(shop=factories.make_shop(owner=factories.make_user()), stock=1))
    claims = payload.decode(cose.parse(bytes(label.cose)).payload)
    assert label.expires_at is not None
    assert claims.expires_at == label.expires_at == NOW.replace(microsecond=0) + timedelta(days=730)

    assert actions.expire(now=label.expires_at - timedelta(seconds=1)) == 0
    assert actions.expire(now=label.expires_at) == 1
    assert actions.expire(now=label.expires_at) == 0

    label.refresh_from_db()
    product = Product.objects.get(pk=label.product_id)
    assert (label.state, product.stamp_public_id, product.paused_for) == (LabelState.EXPIRED, "", "")
    assert LabelChange.objects.filter(row=label, to_state=LabelState.EXPIRED, by=None).count() == 1
    assert "Its time has passed" in client.get(f"/en/stamps/{label.public_id}/").content.decode()


def test_label_of_a_scheme_without_a_term_never_ends(centre: Centre) -> None:
    label = affixed(centre)
    assert label.expires_at is None
    assert actions.expire(now=NOW + timedelta(days=40_000)) == 0
