"""The operator's queues of pieces, changes and reports; and the texts that staff writes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from catalog import editing, reviewing
from catalog.models import ListingReport, ListingRevision, Product, TextWritten
from catalog.states import ListingState, RevisionState
from marketplace.desk import urls
from shops.states import BodyKind, Role
from tests.catalog.test_editing import change, put, stamped
from tests.catalog.test_reviewing import send_report, waiting
from tests.factories import NOW, make_body, make_membership, make_photo, make_product, make_shop, make_user
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False


def staff(client: Client, role: str = Role.OPERATOR, kind: str = BodyKind.OPERATOR) -> Client:
    user = make_user()
    make_membership(user, make_body(kind), role)
    return sign_in(client, user, second_factor=True)


def at(name: str, *args: int) -> str:
    return reverse(name, args=args).replace("/ar/", "/en/", 1)


def _listing_addresses() -> list[URLPattern]:
    rooms = ("desk/listings/", "desk/changes/", "desk/reports/", "desk/texts/")
    return [pattern for pattern in urls.urlpatterns if str(pattern.pattern).startswith(rooms)]


@pytest.mark.parametrize("pattern", _listing_addresses(), ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("who", ["stranger", "owner", "clerk"])
def test_rooms_are_the_operators_and_texts_also_for_clerks(
    client: Client, pattern: URLPattern, who: str
) -> None:
    owner = make_user()
    piece = make_product(shop=make_shop(owner=owner))
    address = reverse(pattern.name, kwargs=dict.fromkeys(pattern.pattern.converters, piece.pk))
    if who == "owner":
        client.force_login(owner)
    if who == "clerk":
        staff(client, Role.CLERK, BodyKind.COMMERCIAL_CENTRE)

    statuses = {client.get(address).status_code, client.post(address, {"why": "x"}).status_code}

    if who == "stranger":
        assert statuses == {302}
    elif who == "clerk" and "texts" in str(pattern.pattern):
        assert statuses <= {200, 405, 422}
    else:
        assert statuses == {404}
    assert Product.objects.get(pk=piece.pk).state == ListingState.LISTED


def test_first_piece_is_looked_at_and_approved(client: Client) -> None:
    staff(client)
    piece = waiting(title="Waiting carpet")
    make_photo(piece)

    home = client.get(at("desk")).content.decode()
    queue = client.get(at("desk_pieces")).content.decode()
    page = client.get(at("desk_piece", piece.pk)).content.decode()
    seen = {"seen": reviewing.look_of(piece)}
    again = [client.post(at("desk_approve_piece", piece.pk), seen).status_code for _ in range(2)]

    assert "Pieces to look at" in home
    assert "Waiting carpet" in queue
    assert "The first piece of this shop." in page
    assert seen["seen"] in page
    assert "<img" in page
    assert again == [302, 302]
    assert Product.objects.get(pk=piece.pk).state == ListingState.LISTED
    assert piece.changes.count() == 1
    assert "Waiting carpet" not in client.get(at("desk_pieces")).content.decode()


def test_refusing_asks_for_a_sentence(client: Client) -> None:
    staff(client)
    piece = waiting()

    empty = client.post(at("desk_refuse_piece", piece.pk), {"why": ""})
    client.post(at("desk_refuse_piece", piece.pk), {"why": "The back is not seen."})

    assert empty.status_code == 422
    assert Product.objects.get(pk=piece.pk).state == ListingState.REFUSED
    assert piece.changes.get().why == "The back is not seen."


def test_change_is_shown_side_by_side_and_approved_as_seen(client: Client) -> None:
    staff(client)
    piece = stamped()
    old = piece.images.get()
    new = put(piece, replaces=old)
    change(piece, technique="sewn")
    revision = ListingRevision.objects.get()
    new.derivatives = [{"w": 360, "h": 480, "f": "webp"}]
    new.save()

    page = client.get(at("desk_revision", revision.pk)).content.decode()
    client.post(at("desk_approve_revision", revision.pk), {"seen": "1"})
    stale = Product.objects.get(pk=piece.pk).technique
    client.post(at("desk_approve_revision", revision.pk), {"seen": str(revision.edits)})

    assert {str(old.key), str(new.key)} <= set(re.findall(r"photo-\d+|[0-9a-f]{32}", page))
    assert "hand-knotted" in page
    assert "sewn by hand" in page
    assert stale == "knotted"
    assert Product.objects.get(pk=piece.pk).technique == "sewn"


def test_report_shows_earlier_ones_and_is_upheld(client: Client) -> None:
    staff(client)
    piece = make_product()
    send_report(piece, reason="copied", text="Seen elsewhere.")
    report = send_report(piece, text="<script>alert(1)</script>")

    page = client.get(at("desk_report", report.pk)).content.decode()
    empty = client.post(at("desk_uphold_report", report.pk), {"why": " "})
    client.post(at("desk_uphold_report", report.pk), {"why": "Not hand made."})

    assert "Other reports on this piece" in page
    assert "<script>alert" not in page
    assert empty.status_code == 422
    assert Product.objects.get(pk=piece.pk).state == ListingState.TAKEN_DOWN
    assert set(ListingReport.objects.values_list("state", flat=True)) == {"upheld"}


def test_report_is_dismissed_with_a_reason(client: Client) -> None:
    staff(client)
    report = send_report(make_product())

    client.post(at("desk_dismiss_report", report.pk), {"why": "We saw her loom."})

    report.refresh_from_db()
    assert report.state == "dismissed"


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.OPERATOR, BodyKind.OPERATOR),
        (Role.CLERK, BodyKind.COMMERCIAL_CENTRE),
        (Role.CHAMBER_OFFICER, BodyKind.CHAMBER),
    ],
)
def test_staff_writes_the_missing_language_and_only_that(client: Client, role: str, kind: str) -> None:
    staff(client, role, kind)
    piece = make_product(shop=make_shop(language="ar"), title_ar="زربية", title_fr="", title_en="Carpet")

    queue = client.get(at("desk_texts")).content.decode()
    client.post(at("desk_text", piece.pk), {"language": "fr", "title": "Tapis", "description": "Doux."})
    over = client.post(at("desk_text", piece.pk), {"language": "en", "title": "Rug", "description": ""})

    now = Product.objects.get(pk=piece.pk)
    assert f"/desk/texts/{piece.pk}/" in queue
    assert (now.title_fr, now.description_fr, now.title_en) == ("Tapis", "Doux.", "Carpet")
    assert over.status_code == 422
    assert TextWritten.objects.get().body is not None
    assert f"/desk/texts/{piece.pk}/" not in client.get(at("desk_texts")).content.decode()


@pytest.mark.parametrize("seen", ["", "-1", "٣", "9" * 5000])
def test_change_is_not_approved_by_a_count_nobody_saw(client: Client, seen: str) -> None:
    revision = change(stamped(), care=["no_water"])
    staff(client)

    answer = client.post(at("desk_approve_revision", revision.pk), {"seen": seen})

    revision.refresh_from_db()
    assert answer.status_code == 302
    assert revision.state == RevisionState.WAITING


@pytest.mark.parametrize("state", [ListingState.REVIEW, ListingState.WITHDRAWN, ListingState.TAKEN_DOWN])
def test_words_of_a_piece_nobody_is_shown_are_not_for_clerks(client: Client, state: str) -> None:
    piece = make_product(shop=make_shop(), state=state, is_public=False)
    staff(client, Role.CLERK, BodyKind.COMMERCIAL_CENTRE)

    read = client.get(at("desk_text", piece.pk))
    written = client.post(at("desk_text", piece.pk), {"language": "fr", "title": "Tapis", "description": ""})

    assert (read.status_code, written.status_code) == (404, 404)
    assert not TextWritten.objects.exists()


@pytest.mark.parametrize("what", ["words", "photo", "facts"])
def test_piece_its_shop_changed_after_the_look_is_not_approved(client: Client, what: str) -> None:
    staff(client)
    piece, owner = waiting(), make_user()
    make_photo(piece)
    seen = reviewing.look_of(piece)
    if what == "words":
        editing.write_words(product=piece, language="fr", title="Other", description="", by=owner, now=NOW)
    elif what == "photo":
        put(piece)
    else:
        change(piece, mass_g=4321)

    answers = [client.post(at("desk_approve_piece", piece.pk), typed) for typed in ({"seen": seen}, {})]

    assert [answer["Location"] for answer in answers] == [at("desk_piece", piece.pk)] * 2
    assert Product.objects.get(pk=piece.pk).state == ListingState.REVIEW
