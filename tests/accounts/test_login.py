"""Logging in: by e-mail or phone, by password or code, with the second factor where it is asked for; 5.3 (6-14, 37)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from marketplace.accounts.actions import enrol_totp
from marketplace.accounts.models import User
from marketplace.notifications import tasks
from marketplace.outbox import actions as outbox
from shops.states import BodyKind, Role
from tests.factories import PASSWORD, make_body, make_membership, make_user
from tests.people import SECRET, sign_in, totp_code

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"
BY_CODE = "/en/account/login/code/"
CONFIRM = "/en/account/login/code/confirm/"
SECOND = "/en/account/second-factor/authenticate/"


def log_in(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password, **more})


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sent_code() -> str:
    """Let the letters go out and read the six digits of the newest."""
    outbox.drain(now=timezone.now())
    tasks.send_due()
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].subject))
    assert found
    return found.group()


def test_person_logs_in_by_email_in_any_case(client: Client) -> None:
    make_user("amina@example.test")

    answer = log_in(client, "Amina@Example.test ")

    assert (answer.status_code, answer["Location"]) == (302, "/en/account/")
    assert is_logged_in(client)


@pytest.mark.parametrize("written", ["0661 23 45 67", "+213 661-23-45-67", "00213661234567", "٠٦٦١٢٣٤٥٦٧"])
def test_person_logs_in_by_phone_however_it_is_written(client: Client, written: str) -> None:
    User.objects.create_user(phone="+213661234567", password=PASSWORD)

    log_in(client, written)

    assert is_logged_in(client)


def test_wrong_password_and_unknown_name_get_the_same_answer(client: Client) -> None:
    make_user("known@example.test")

    answers = [
        log_in(client, name, "wrong").content.decode() for name in ("known@example.test", "no@example.test")
    ]

    errors = [re.findall(r'role="alert".*?</div>', page, re.DOTALL) for page in answers]
    assert errors[0] == errors[1] != []
    assert not is_logged_in(client)


def test_person_logs_in_by_a_code_sent_to_their_email(client: Client) -> None:
    person = User.objects.create_user("amina@example.test")

    asked = client.post(BY_CODE, {"login": "amina@example.test"})
    code = sent_code()
    answer = client.post(asked["Location"], {"code": code})

    assert asked["Location"] == CONFIRM
    assert len(code) == 6
    assert answer["Location"] == "/en/account/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_person_logs_in_by_a_code_sent_to_their_phone(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.SMS_FOLDER = tmp_path
    User.objects.create_user(phone="+213661234567")

    client.post(BY_CODE, {"login": "0661234567"})
    outbox.drain(now=timezone.now())
    tasks.send_due()
    (message,) = [json.loads(path.read_text()) for path in tmp_path.glob("*.sms")]
    client.post(CONFIRM, {"code": re.search(r"\d{6}", message["text"]).group()})  # type: ignore[union-attr]

    assert message["to"] == "+213661234567"
    assert is_logged_in(client)
    assert User.objects.get().phone_verified


def test_code_is_good_once_and_three_wrong_ones_end_it(client: Client) -> None:
    make_user("amina@example.test")
    client.post(BY_CODE, {"login": "amina@example.test"})
    code = sent_code()
    wrong = "000000" if code != "000000" else "111111"

    for _try in range(3):
        client.post(CONFIRM, {"code": wrong})
    client.post(CONFIRM, {"code": code})

    assert not is_logged_in(client)


def test_code_for_one_person_cannot_be_sent_to_another_address(client: Client) -> None:
    """Two names in one form: whoever is found by the one must not have the code sent to the other."""
    victim = User.objects.create_user(email="victim@example.test", phone="+213661234567")

    client.post(BY_CODE, {"login": "0661234567", "email": "thief@example.test", "phone": "+213550000000"})
    outbox.drain(now=timezone.now())
    tasks.send_due()

    assert victim.pk
    assert [message.to for message in mail.outbox] == []


def test_unknown_address_gets_no_code_and_the_page_does_not_tell(client: Client) -> None:
    make_user("known@example.test")

    answers = [Client().post(BY_CODE, {"login": name}) for name in ("known@example.test", "no@example.test")]
    outbox.drain(now=timezone.now())
    tasks.send_due()

    assert [answer["Location"] for answer in answers] == [CONFIRM, CONFIRM]
    assert [message.to for message in mail.outbox] == [["known@example.test"]]


def test_session_is_a_new_one_after_login(client: Client) -> None:
    make_user("amina@example.test")
    client.get(LOGIN)
    session = client.session
    session["basket"] = "1"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before or ""

    log_in(client, "amina@example.test")

    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target",
    ["//evil.test/", "https:evil.test", "/\\evil.test", "javascript:alert(1)", "https://evil.test/x"],
)
def test_next_leads_to_our_pages_only(client: Client, target: str) -> None:
    make_user("amina@example.test")

    answer = log_in(client, "amina@example.test", next=target)

    assert answer["Location"] == "/en/account/"


def test_next_leads_back_to_the_page_that_asked(client: Client) -> None:
    make_user("amina@example.test")

    answer = log_in(client, "amina@example.test", next="/en/workspace/")

    assert answer["Location"] == "/en/workspace/"


def test_person_with_a_second_factor_is_not_in_before_it_was_shown(client: Client) -> None:
    enrol_totp(user=make_user("inspector@example.test"), secret=SECRET)

    first = log_in(client, "inspector@example.test")
    half_way = is_logged_in(client)
    client.post(SECOND, {"code": "000000" if totp_code() != "000000" else "111111"})
    wrong = is_logged_in(client)
    client.post(SECOND, {"code": totp_code()})

    assert first["Location"] == SECOND
    assert (half_way, wrong, is_logged_in(client)) == (False, False, True)


def test_login_code_does_not_stand_in_for_the_second_factor(client: Client) -> None:
    enrol_totp(user=make_user("inspector@example.test"), secret=SECRET)

    client.post(BY_CODE, {"login": "inspector@example.test"})
    answer = client.post(CONFIRM, {"code": sent_code()})

    assert answer["Location"] == SECOND
    assert not is_logged_in(client)


def test_code_of_the_app_is_good_once(client: Client) -> None:
    enrol_totp(user=make_user("inspector@example.test"), secret=SECRET)
    code = totp_code()
    outcomes = []

    for visitor in (client, Client()):
        log_in(visitor, "inspector@example.test")
        visitor.post(SECOND, {"code": code})
        outcomes.append(is_logged_in(visitor))

    assert outcomes == [True, False]


def test_secret_of_the_app_is_not_kept_in_the_clear() -> None:
    from allauth.mfa.models import Authenticator

    enrol_totp(user=make_user(), secret=SECRET)

    assert SECRET not in str(Authenticator.objects.get().data)


@pytest.mark.django_db(transaction=True)
def test_staff_enrols_and_is_let_in_without_a_second_asking(client: Client) -> None:
    inspector = make_user("inspector@example.test")
    make_membership(inspector, make_body(BodyKind.STAMPING_CENTRE), Role.INSPECTOR)
    log_in(client, "inspector@example.test")

    turned = client.get("/en/stamping/")
    asked = client.get(turned["Location"])
    again = client.post(asked["Location"], {"password": PASSWORD})
    page = client.get(again["Location"])
    secret = page.context_data["form"].secret if hasattr(page, "context_data") else ""
    done = client.post("/en/account/second-factor/totp/activate/", {"code": totp_code(secret)})

    assert "/totp/activate/" in turned["Location"]
    assert "/reauthenticate/" in asked["Location"]
    assert done["Location"] == "/en/account/second-factor/recovery-codes/"
    assert "<ol" in client.get(done["Location"]).content.decode()
    assert client.get("/en/stamping/").status_code == 200


def test_sign_up_is_closed(client: Client) -> None:
    page = client.get("/en/account/signup/").content.decode()

    client.post("/en/account/signup/", {"email": "new@example.test", "password1": "quite-a-password"})

    assert not User.objects.exists()
    assert 'name="password1"' not in page


def test_password_is_set_anew_by_a_link_of_our_host(client: Client, settings: Any) -> None:
    make_user("amina@example.test")

    client.post("/en/account/password/reset/", {"email": "amina@example.test"})
    outbox.drain(now=timezone.now())
    tasks.send_due()

    (letter,) = mail.outbox
    assert re.search(r"http://127\.0\.0\.1:8000/en/account/password/reset/key/\S+", str(letter.body))


@pytest.mark.parametrize("path", [LOGIN, BY_CODE, "/ar/account/login/", "/fr/account/login/code/"])
def test_login_pages_are_ours_and_hold_no_inline_code(client: Client, path: str) -> None:
    page = client.get(path).content.decode()

    assert 'class="comb"' in page
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize(
    "path", ["/en/account/password/reset/", "/en/account/signup/", "/en/account/inactive/"]
)
def test_other_pages_of_allauth_stand_in_our_head_and_foot(client: Client, path: str) -> None:
    page = client.get(path).content.decode()

    assert page.count("<!doctype html>") == 1
    assert page.count('id="main"') == 1
    assert 'class="foot"' in page
    assert "Menu:" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/en/account/logout/",
        "/en/account/password/change/",
        "/en/account/second-factor/",
    ],
)
def test_pages_of_who_is_logged_in_stand_in_our_head_and_foot(client: Client, path: str) -> None:
    page = sign_in(client, make_user("amina@example.test")).get(path)

    assert page.status_code == 200
    assert 'class="foot"' in page.content.decode()


def test_admin_has_no_login_of_its_own(client: Client) -> None:
    staff = make_user("admin@example.test", is_staff=True, is_superuser=True)

    stranger = client.get("/admin/", follow=False)
    turned = client.get(stranger["Location"])
    without = sign_in(Client(), staff).get("/admin/login/")
    nobody = sign_in(Client(), make_user()).get("/admin/login/")
    with_factor = sign_in(Client(), staff, second_factor=True).get("/admin/")

    assert "/account/login/?next=%2Fadmin%2F" in turned["Location"]
    assert "/second-factor/totp/activate/" in without["Location"]
    assert (nobody.status_code, with_factor.status_code) == (404, 200)


def test_code_is_asked_for_by_a_number_pad_that_the_phone_may_fill(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.SMS_FOLDER = tmp_path
    User.objects.create_user(phone="+213661234567")

    asked = client.post(BY_CODE, {"login": "0661 23 45 67"})
    field = re.search(r'<input[^>]*name="code"[^>]*>', client.get(asked["Location"]).content.decode())

    assert field
    assert 'autocomplete="one-time-code"' in field.group()
    assert 'inputmode="numeric"' in field.group()
