"""A stranger's way to a shop on plain forms: in by a code, one question per screen, sent, and nobody else's."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from marketplace.accounts.actions import enrol_totp
from marketplace.accounts.models import OneTimeCode, User
from marketplace.outbox.models import Message
from shops.application.models import ShopApplication
from shops.application.states import ApplicationState as S
from shops.application.states import Proof
from shops.models import Body
from shops.states import BodyKind, Role
from tests.catalog.test_photos import picture
from tests.factories import (
    make_artisan,
    make_body,
    make_centre,
    make_craft,
    make_membership,
    make_place,
    make_shop,
    make_unit,
    make_user,
)
from tests.people import SECRET
from tests.shops.applicants import CCP, KEY, keep_picture, make_application

pytestmark = pytest.mark.django_db
APPLY, CODE = "/en/workspace/apply/", "/en/workspace/apply/code/"
WHO = "fatma@example.test"


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False


def sent_code() -> str:
    return Message.objects.filter(kind="account.login_code").latest("pk").payload["code"]


def come_in(client: Client, contact: str = WHO) -> Any:
    client.post(APPLY, {"contact": contact})
    return client.post(CODE, {"code": sent_code()})


def on(step: str) -> str:
    return f"/en{reverse(f'workspace_apply_{step}')[3:]}"


def test_stranger_comes_in_by_a_code_and_is_a_person_only_then(client: Client) -> None:
    asked = client.post(APPLY, {"contact": " Fatma@Example.test "})
    before = User.objects.count()
    old_session = client.session.session_key

    entered = client.post(CODE, {"code": sent_code()})

    assert (asked["Location"], entered["Location"]) == (CODE, APPLY)
    assert before == 0
    user = User.objects.get()
    assert (user.email, user.language, user.has_usable_password()) == (WHO, "en", False)
    assert client.session.session_key != old_session
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session["account_authentication_methods"][0]["method"] == "code"
    assert "shop_entry" not in client.session
    assert client.get(APPLY).status_code == 200


@pytest.mark.parametrize("typed", ["0661 00 00 01", "٠٦٦١٠٠٠٠٠١", "+213 661 000 001"])
def test_phone_does_as_well_where_a_gateway_is_set(client: Client, typed: str) -> None:
    come_in(client, typed)

    user = User.objects.get()
    assert (user.phone, user.email, user.phone_verified) == ("+213661000001", None, True)


def test_without_a_gateway_a_phone_is_answered_with_what_to_do(client: Client, settings: Any) -> None:
    settings.SMS_FOLDER = None

    answer = client.post(APPLY, {"contact": "0661000001"})

    assert answer.status_code == 422
    assert "craft centre" in answer.content.decode()
    assert not OneTimeCode.objects.exists()


def test_known_name_gets_the_same_answer_and_simply_logs_in(client: Client) -> None:
    make_user(WHO)
    other = Client()

    known = client.post(APPLY, {"contact": WHO})
    unknown = other.post(APPLY, {"contact": "nobody@example.test"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    pages = [
        re.sub(r'value="[^"]{64}"', "", one.get(CODE).content.decode().replace(name, ""))
        for one, name in ((client, WHO), (other, "nobody@example.test"))
    ]
    assert pages[0] == pages[1]
    client.post(CODE, {"code": Message.objects.get(payload__email=WHO).payload["code"]})
    assert User.objects.count() == 1
    assert client.get(APPLY).status_code == 200


def test_member_of_staff_who_comes_in_so_is_still_asked_for_the_second_factor(client: Client) -> None:
    operator = make_user(WHO)
    make_membership(operator, make_body(BodyKind.OPERATOR), Role.OPERATOR)
    enrol_totp(user=operator, secret=SECRET)

    answer = come_in(client)

    assert "/second-factor/" in answer["Location"]
    assert "_auth_user_id" not in client.session
    assert client.get("/en/desk/").status_code == 302


@pytest.mark.parametrize("typed", ["", "000000x", "12345"])
def test_wrong_code_lets_nobody_in(client: Client, typed: str) -> None:
    client.post(APPLY, {"contact": WHO})

    answer = client.post(CODE, {"code": typed})

    assert answer.status_code == 422
    assert not User.objects.exists()
    assert "_auth_user_id" not in client.session


def test_code_of_one_session_is_of_no_use_in_another(client: Client) -> None:
    client.post(APPLY, {"contact": WHO})
    thief = Client()
    thief.post(APPLY, {"contact": "thief@example.test"})

    answer = thief.post(CODE, {"code": Message.objects.get(payload__email=WHO).payload["code"]})

    assert answer.status_code == 422
    assert not User.objects.exists()


def test_seventh_code_is_refused_in_the_form(client: Client) -> None:
    answers = [client.post(APPLY, {"contact": WHO}).status_code for _ in range(7)]

    assert answers == [302] * 6 + [422]


def test_code_page_sends_another_code(client: Client) -> None:
    client.post(APPLY, {"contact": WHO})
    first = sent_code()

    answer = client.post(CODE, {"do": "again"})

    assert answer["Location"] == CODE
    assert OneTimeCode.objects.count() == 2
    assert client.post(CODE, {"code": sent_code()})["Location"] == APPLY
    assert first


def test_whole_way_from_first_question_to_sent(client: Client) -> None:
    chamber, craft, place = make_body(BodyKind.CHAMBER), make_craft("pottery"), make_place("timimoun")
    come_in(client)
    ways = [client.post(APPLY, {"do": "begin"})["Location"]]
    photo = SimpleUploadedFile("card.jpg", picture(), content_type="image/jpeg")

    for step, typed in (
        ("photo", {"photo": photo}),
        (
            "card",
            {
                "card_number": "٤٥/١٢",
                "card_chamber": chamber.pk,
                "card_issued_on": "2025-01-01",
                "card_expires_on": "2031-01-01",
            },
        ),
        ("name", {"first_name": "فاطمة", "last_name": "تواتي"}),
        ("craft", {"craft": craft.pk}),
        ("place", {"place": place.pk}),
        ("shop", {"shop_name": "نول فاطمة"}),
        ("money", None),
        ("promise", {"makes": "on", "terms": "on"}),
    ):
        assert client.get(on(step)).status_code == 200
        address, form = on(step), typed
        if form is None:
            address, form = f"{address}?kind=ccp", {"account": CCP, "key": KEY, "holder": "تواتي فاطمة"}
        answer = client.post(address, form)
        assert answer.status_code == 302, (step, answer.content.decode())
        ways.append(answer["Location"])

    assert ways == [
        on(s) for s in ("photo", "card", "name", "craft", "place", "shop", "money", "promise")
    ] + [APPLY]
    assert client.post(APPLY, {"do": "submit"}).status_code == 302
    row = ShopApplication.objects.get()
    assert (row.state, row.card_number, row.shop_name, row.account) == (
        S.SUBMITTED,
        "45/12",
        "نول فاطمة",
        CCP,
    )
    assert row.language == "en"


def test_every_step_shows_again_what_was_kept(client: Client) -> None:
    row = make_application(unit=None)
    client.force_login(row.user)

    name = client.get(on("name")).content.decode()
    money = client.get(on("money") + "?kind=ccp").content.decode()
    card = client.get(on("card")).content.decode()

    assert 'value="فاطمة"' in name
    assert f'value="{CCP}"' in money
    assert 'value="2030-01-01"' in card


def test_photo_is_kept_without_metadata_out_of_the_public_and_served_to_her_alone(
    client: Client, settings: Any
) -> None:
    row = make_application(card_photo="")
    client.force_login(row.user)
    exif = Image.Exif()
    exif[0x010F] = "SECRET-PHONE"
    photo = SimpleUploadedFile("card.jpg", picture(exif=exif), content_type="image/jpeg")

    client.post(on("photo"), {"photo": photo})

    row.refresh_from_db()
    kept = Path(settings.MEDIA_ROOT) / str(row.card_photo)
    assert row.card_photo.name.startswith("cards/")
    assert b"SECRET-PHONE" not in kept.read_bytes()
    answer = client.get(on("card_photo"))
    assert answer.content == kept.read_bytes()
    assert "no-store" in answer["Cache-Control"]
    assert client.get(f"/media/{row.card_photo.name}").status_code == 404
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(on("card_photo")).status_code == 404
    assert Client().get(on("card_photo")).status_code == 302


def test_second_photo_takes_the_place_of_the_first(client: Client, settings: Any) -> None:
    row = make_application(card_photo="")
    keep_picture(row)
    before = Path(settings.MEDIA_ROOT) / str(row.card_photo)
    client.force_login(row.user)

    client.post(on("photo"), {"photo": SimpleUploadedFile("c.png", picture("PNG"), content_type="image/png")})

    row.refresh_from_db()
    assert not before.exists()
    assert (Path(settings.MEDIA_ROOT) / str(row.card_photo)).exists()


def test_file_that_is_no_photo_is_refused_and_nothing_kept(client: Client, settings: Any) -> None:
    row = make_application(card_photo="")
    client.force_login(row.user)

    answer = client.post(
        on("photo"), {"photo": SimpleUploadedFile("c.jpg", b"<script>", content_type="image/jpeg")}
    )

    row.refresh_from_db()
    assert answer.status_code == 422
    assert not row.card_photo
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("card", {"card_number": "1", "card_issued_on": "2026-01-02", "card_expires_on": "2026-01-01"}),
        ("guarantor", {"number": "999999", "kind": "relative"}),
        ("guarantor", {"number": "abc", "kind": "relative"}),
        ("name", {"first_name": "", "last_name": "x"}),
        ("craft", {"craft": "987654"}),
        ("place", {}),
        ("shop", {"shop_name": ""}),
        ("promise", {"makes": "on"}),
        ("money", {"account": CCP, "key": "01", "holder": "x"}),
    ],
)
def test_wrong_answer_is_told_in_its_form_and_changes_nothing(
    client: Client, step: str, typed: dict[str, str]
) -> None:
    row = make_application(promised=False)
    client.force_login(row.user)
    before = ShopApplication.objects.values().get()

    answer = client.post(on(step) + ("?kind=ccp" if step == "money" else ""), typed)

    assert answer.status_code == 422
    assert ShopApplication.objects.values().get() == before
    assert not row.checks.exists()


def test_artisan_without_card_names_who_answers_for_her(client: Client) -> None:
    aunt = make_artisan(make_shop())
    row = make_application(proof="", card_number="", card_photo="")
    client.force_login(row.user)

    client.post(on("guarantor"), {"number": str(aunt.number), "kind": "relative"})

    row.refresh_from_db()
    assert (row.proof, row.guarantor, row.guarantor_kind) == (Proof.GUARANTOR, aunt, "relative")


def test_unit_of_a_centre_is_chosen_among_those_nobody_holds(client: Client) -> None:
    centre = make_centre()
    free, held = make_unit(centre, 1), make_unit(centre, 2, shop=make_shop())
    row = make_application(place=None)
    client.force_login(row.user)

    refused = client.post(on("place"), {"unit": held.pk})
    client.post(on("place"), {"unit": free.pk})

    row.refresh_from_db()
    assert refused.status_code == 422
    assert (row.unit, row.place) == (free, centre.place)


def test_page_says_in_words_and_signs_what_is_done_missing_and_waiting(client: Client) -> None:
    row = make_application(card_photo="", holder="Ahmed Touati")
    client.force_login(row.user)

    page = client.get(APPLY).content.decode()

    assert "1 thing is missing." in page
    assert "Write the number of your card and add its photo." in page
    for word, drawing in (("Done", "check"), ("Missing", "warning"), ("We check it", "hourglass")):
        assert f"#{drawing}" in page
        assert word in page
    assert 'value="submit"' not in page


def test_incomplete_application_cannot_be_sent_by_hand(client: Client) -> None:
    row = make_application(card_photo="")
    client.force_login(row.user)

    answer = client.post(APPLY, {"do": "submit"})

    row.refresh_from_db()
    assert answer.status_code == 422
    assert row.state == S.DRAFT


def test_sentence_of_the_operator_is_read_where_it_is_mended(client: Client) -> None:
    row = make_application(state=S.RETURNED)
    row.changes.create(
        from_state=S.SUBMITTED, to_state=S.RETURNED, at=row.created_at, why="<b>الصورة غير واضحة"
    )
    client.force_login(row.user)

    page = client.get(APPLY).content.decode()

    assert "&lt;b&gt;الصورة غير واضحة" in page
    assert 'value="submit"' in page


def test_sent_application_leads_every_step_back_and_can_be_taken_back(client: Client) -> None:
    row = make_application(state=S.SUBMITTED)
    client.force_login(row.user)

    led = client.post(on("shop"), {"shop_name": "another"})["Location"]
    client.post(APPLY, {"do": "take_back"})

    row.refresh_from_db()
    assert led == APPLY
    assert (row.state, row.shop_name) == (S.DRAFT, "نول فاطمة")


def test_person_without_shop_is_led_from_the_workspace_to_her_application(client: Client) -> None:
    client.force_login(make_user())

    answers = [
        client.get(f"/en/workspace/{path}").status_code for path in ("orders/", "pieces/", "shop/close/")
    ]

    assert client.get("/en/workspace/")["Location"] == APPLY
    assert answers == [404, 404, 404]


def test_who_has_a_shop_is_led_from_the_application_to_it(client: Client) -> None:
    owner = make_user()
    make_shop(owner=owner)
    client.force_login(owner)

    assert client.get(APPLY)["Location"] == "/en/workspace/"
    assert client.post(APPLY, {"do": "begin"})["Location"] == "/en/workspace/"
    assert client.get(on("name"))["Location"] == "/en/workspace/"
    assert not ShopApplication.objects.exists()


def test_looking_begins_nothing(client: Client) -> None:
    client.force_login(make_user())

    for step in ("photo", "card", "money"):
        assert client.get(on(step))["Location"] == APPLY
    client.get(APPLY)

    assert not ShopApplication.objects.exists()
    assert not Body.objects.exists()


def test_phone_is_taken_where_text_messages_go_out_by_http(client: Client, settings: Any) -> None:
    settings.SMS_FOLDER, settings.SMS_URL = None, "http://127.0.0.1:9/"

    assert client.post(APPLY, {"contact": "0661 00 00 01"}).status_code == 302
    assert OneTimeCode.objects.get().contact == "+213661000001"


def test_strangers_have_no_text_messages_sent_abroad(client: Client, settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"

    assert client.post(APPLY, {"contact": "+883 510 012 345"}).status_code == 422
    assert not OneTimeCode.objects.exists()
