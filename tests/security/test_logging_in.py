"""One way in, with its tries counted and nothing told (5, 7, 9, 10, 11, 14, 15)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client

from marketplace.accounts.models import User
from marketplace.notifications.models import Delivery
from marketplace.outbox.models import Message
from shops.models import Membership
from shops.states import BodyKind, Role
from tests.factories import PASSWORD, TODAY, make_body, make_membership, make_shop, make_user
from tests.people import SECRET, sign_in, totp_code

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"
EVIL = [
    "//evil.example/",
    "https:evil.example",
    "https://evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example/",
    "http:///evil.example",
    "https:\\\\evil.example",
    "data:text/html,x",
    "//testserver@evil.example/",
    "https://testserver.evil.example/",
    "\x00//evil.example",
    "/%0d%0aLocation: https://evil.example",
]


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    """Begin with no tries counted."""
    caches["limits"].clear()


@pytest.fixture
def few_from_one_address(settings: Any) -> None:
    """Let one address try six times instead of sixty, so that a test need not."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "6/m/ip,5/5m/key"}


def log_in(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def leads_away(location: str) -> bool:
    """Tell whether a browser that reads `location` leaves our site; it takes a backslash for a slash."""
    plain = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    return plain.startswith("//") or (
        bool(re.match(r"(?i)[a-z][a-z0-9+.-]*:", plain)) and not plain.startswith("http://testserver/")
    )


def test_twentieth_wrong_password_is_not_even_looked_at() -> None:
    """9: then the right one does not help either, until the time is over."""
    make_user("amina@example.test")
    client = Client()

    answers = [log_in(client, "amina@example.test", f"wrong-{turn}") for turn in range(20)]

    assert "Too many failed login attempts" in answers[-1].content.decode()
    log_in(client, "amina@example.test")
    assert not is_in(client)


@pytest.mark.parametrize("name", ["AMINA@example.test", " amina@example.test ", "amina@EXAMPLE.test"])
def test_tries_at_one_name_are_counted_however_it_is_written(name: str) -> None:
    """9: by name."""
    make_user("amina@example.test")
    for turn in range(6):
        log_in(Client(), name if turn % 2 else "amina@example.test", "wrong")

    client = Client()
    log_in(client, "amina@example.test")

    assert not is_in(client)


def test_tries_from_one_address_are_counted_across_names(few_from_one_address: None) -> None:
    """9: by address, generously, because a town may share one."""
    make_user("amina@example.test")
    for turn in range(7):
        log_in(Client(), f"nobody{turn}@example.test", "wrong")

    client = Client()
    log_in(client, "amina@example.test")

    assert not is_in(client)


def test_address_that_a_stranger_makes_up_is_not_believed(settings: Any, few_from_one_address: None) -> None:
    """9: X-Forwarded-For counts from the outermost of our own proxies; what stands before it anybody can write."""
    make_user("amina@example.test")
    for proxies, spoof in ((0, "10.0.{}.{}"), (1, "10.1.{}.{}, 203.0.113.9")):
        caches["limits"].clear()
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        for turn in range(7):
            told = {
                "X-Forwarded-For": spoof.format(turn, turn),
                "X-Real-IP": f"10.2.0.{turn}",
                "Forwarded": f"for=10.3.0.{turn}",
            }
            log_in(Client(), f"nobody{turn}@example.test", "wrong", headers=told)
        client = Client()

        log_in(client, "amina@example.test", headers={"X-Forwarded-For": spoof.format(200, 200)})

        assert not is_in(client), proxies


def _plain(page: str, name: str) -> str:
    """Return a page without what differs by itself: the token and the name that was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page).replace(name, "NAME")


@pytest.mark.parametrize(
    ("path", "field"),
    [(LOGIN, "login"), ("/en/account/login/code/", "login"), ("/en/account/password/reset/", "email")],
)
def test_answer_does_not_tell_whether_somebody_is_known(path: str, field: str) -> None:
    """10: the page, the status, where it leads, and the cookies; step by step to the end."""
    make_user("known@example.test")
    said = []

    for name in ("known@example.test", "nobody@example.test"):
        client = Client()
        first = client.post(path, {field: name, "password": "wrong"})
        then = client.get(first["Location"]) if first.status_code == 302 else first
        told = (
            first.status_code,
            first.get("Location"),
            sorted(first.cookies),
            _plain(then.content.decode(), name),
        )
        said.append(told)

    assert said[0] == said[1]


def test_as_many_hashes_are_made_for_nobody_as_for_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """10: the time is in the hash."""
    make_user("known@example.test")
    made: list[str] = []
    encode = MD5PasswordHasher.encode

    def count(self: MD5PasswordHasher, password: str, salt: str) -> str:
        made.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    counts = []

    for name in ("known@example.test", "nobody@example.test", "+213550000000"):
        made.clear()
        log_in(Client(), name, "wrong password")
        counts.append(len(made))

    assert counts[0] == counts[1] == counts[2] > 0


def test_nobody_is_written_to_who_did_not_ask() -> None:
    """10: an unknown name gets no letter, so that nobody is bothered through us."""
    client = Client()
    client.post("/en/account/login/code/", {"login": "nobody@example.test"})
    client.post("/en/account/password/reset/", {"email": "nobody@example.test"})

    assert not Message.objects.filter(kind__startswith="account.").exists()
    assert not Delivery.objects.exists()


def test_session_is_a_new_one_after_logging_in() -> None:
    """11: a session somebody planted before is worth nothing afterwards."""
    make_user("amina@example.test")
    client = Client()
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    log_in(client, "amina@example.test")

    assert is_in(client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_session_of_somebody_else_ends_with_the_password() -> None:
    """11: whoever changes the password puts everybody else out."""
    person = make_user()
    here, there = sign_in(Client(), person), sign_in(Client(), person)

    person.set_password("another-demo-damgha")
    person.save()

    assert [client.get("/en/account/").status_code for client in (here, there)] == [302, 302]


def test_logging_out_ends_the_session_on_our_side() -> None:
    """11: a cookie copied before is worth nothing afterwards."""
    client = sign_in(Client(), make_user())
    key = client.session.session_key

    client.post("/en/account/logout/")

    thief = Client()
    thief.cookies["sessionid"] = key or ""
    assert thief.get("/en/account/").status_code == 302


def test_somebody_switched_off_is_out_at_the_next_request() -> None:
    """5."""
    person = make_user()
    client = sign_in(Client(), person)

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/en/account/").status_code == 302


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.DECIDER])
def test_role_taken_away_closes_every_page_at_the_next_request(role: str) -> None:
    """5: in the midst of a session, reading and writing."""
    person = make_user()
    membership = make_membership(person, make_body(BodyKind.STAMPING_CENTRE), role)
    client = sign_in(Client(), person, second_factor=True)
    assert client.get("/en/stamping/").status_code == 200

    Membership.objects.filter(pk=membership.pk).update(until_on=TODAY.replace(year=2025, day=1))

    assert client.get("/en/stamping/").status_code == 404
    assert client.post("/en/stamping/1/accept/").status_code == 404


@pytest.mark.parametrize("evil", EVIL)
def test_next_never_leads_away(evil: str) -> None:
    """14: after logging in, after a basket, after the language, after the second factor."""
    make_user("amina@example.test")
    staff = make_user(is_staff=True)
    sign_in(Client(), staff, second_factor=True)
    answers = [
        Client().post(LOGIN, {"login": "amina@example.test", "password": PASSWORD, "next": evil}),
        Client().post(
            LOGIN, {"login": "amina@example.test", "password": PASSWORD}, query_params={"next": evil}
        ),
        Client().post(
            "/en/basket/add/", {"product": "1", "next": evil}, headers={"Sec-Fetch-Site": "same-origin"}
        ),
        sign_in(Client(), make_user()).get(LOGIN, {"next": evil}),
        sign_in(Client(), make_user()).post("/en/account/logout/", {"next": evil}),
        sign_in(Client(), staff).post(
            "/en/account/second-factor/reauthenticate/", {"code": totp_code(), "next": evil}
        ),
        Client().get("/admin/login/", {"next": evil}),
        Client().get("/admin/", {"next": evil}),
    ]

    away = [
        answer["Location"]
        for answer in answers
        if answer.has_header("Location") and leads_away(answer["Location"])
    ]

    assert away == []
    assert SECRET


def test_piece_in_the_basket_leads_nowhere_else() -> None:
    """14: the form's own way on, when the piece is there."""
    from tests.factories import make_product

    product = make_product(stock=50)
    for evil in EVIL:
        fields = {"product": product.pk, "next": evil}
        answer = Client().post("/en/basket/add/", fields, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 303
        assert not leads_away(answer["Location"]), evil


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "//evil.example/%2e%2e",
        "/en//evil.example",
        "/\\evil.example/",
        "/en/catalog//evil.example",
    ],
)
def test_missing_slash_leads_nowhere_else(path: str) -> None:
    """14: a slash that is put at the end, and a language that is put in front."""
    answer = Client().get(path)

    assert not leads_away(answer.get("Location", "/"))


def test_letters_name_our_own_host_whoever_asked(settings: Any) -> None:
    """15: the address in a letter is the configured one, not the one that a request claims."""
    settings.ALLOWED_HOSTS = ["*"]
    make_user("amina@example.test")
    client = Client(headers={"host": "evil.example"})

    client.post("/en/account/password/reset/", {"email": "amina@example.test"})

    told = Message.objects.get(kind="account.password_link")
    assert str(told.payload["address"]).startswith(settings.PUBLIC_ORIGIN)


def test_posting_rights_at_any_form_of_an_account_gives_none() -> None:
    """4: no form knows these fields."""
    person = make_user()
    make_shop(owner=person)
    client = sign_in(Client(), person)
    rights = {
        "is_staff": "on", "is_superuser": "on", "is_active": "on", "role": "operator", "groups": "1",
        "user_permissions": "1", "commission_basis_points": "0", "shop": "1", "phone_verified": "on",
    }  # fmt: skip

    client.post(
        "/en/account/password/change/", rights | {"oldpassword": PASSWORD, "password1": "a-new-demo-word"}
    )
    Client().post(
        "/en/account/signup/", rights | {"email": "new@example.test", "password1": "a-new-demo-word"}
    )

    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert not User.objects.filter(email="new@example.test").exists()
    assert list(Membership.objects.filter(user=person).values_list("role", flat=True)) == [Role.OWNER]


def test_password_link_does_not_go_past_the_second_factor() -> None:
    """7: whoever reads somebody's mail still needs the app."""
    inspector = make_user("inspector@example.test")
    make_membership(inspector, make_body(BodyKind.STAMPING_CENTRE), Role.INSPECTOR)
    sign_in(Client(), inspector, second_factor=True)
    client = Client()
    client.post("/en/account/password/reset/", {"email": inspector.email})
    link = str(Message.objects.get(kind="account.password_link").payload["address"])
    form = client.get(re.sub(r"^https?://[^/]+", "", link), follow=True)

    client.post(form.request["PATH_INFO"], {"password1": "stolen-demo-word", "password2": "stolen-demo-word"})
    log_in(client, "inspector@example.test", "stolen-demo-word")

    assert client.get("/en/stamping/", follow=True).status_code == 200
    assert client.get("/en/stamping/").status_code == 302


def test_second_factor_takes_few_wrong_codes() -> None:
    """8, 9: a million codes cannot be tried."""
    staff = make_user("staff@example.test", is_staff=True)
    sign_in(Client(), staff, second_factor=True)
    client = Client()
    log_in(client, "staff@example.test")
    assert not is_in(client)
    wrong = "000000" if totp_code() != "000000" else "000001"

    for _turn in range(20):
        client.post("/en/account/second-factor/authenticate/", {"code": wrong})
    client.post("/en/account/second-factor/authenticate/", {"code": totp_code()})

    assert not is_in(client)
