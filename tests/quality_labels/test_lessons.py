"""Each refusal teaches (I20), and the rules are public."""

from __future__ import annotations

import re
from html import escape

import pytest
from django.test import Client

from quality_labels import actions, lessons, schemes
from quality_labels.models import SchemeVersion
from shops.states import BodyKind, Role
from tests import factories
from tests.factories import NOW
from tests.notifications.post import send_all
from tests.people import sign_in
from tests.quality_labels.centre import Centre, accepted, evaluated, make_carpet

LANGUAGES = ("ar", "fr", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_every_shipped_scheme_has_a_lesson(language: str) -> None:
    refusals = {code for document in schemes.shipped().values() for code in schemes.read(document).reasons}
    assert refusals == lessons.codes()
    for found in lessons.lessons(language):
        assert found.title, found.code
        assert found.why, found.code
        assert len(found.steps) == 3, found.code
        assert all(found.steps), found.code


def test_lessons_are_written_as_the_house_writes() -> None:
    """They stand in no catalogue, so the words and signs of the house are asked for here."""
    from tests.house.test_words import EASTERN_DIGIT_OR_LATIN_SIGN, ORDERS_TO_A_MAN, WORDS_NOT_OURS

    for found in lessons.lessons("ar"):
        for text in (found.title, found.why, *found.steps):
            words = re.sub("[،.:؛«»]", " ", text).split()
            assert not set(words) & {*WORDS_NOT_OURS, *ORDERS_TO_A_MAN}, text
            assert not EASTERN_DIGIT_OR_LATIN_SIGN.search(text), text
    for found in lessons.lessons("fr"):
        for text in (found.title, found.why, *found.steps):
            assert not re.search("'| [:;?!»]|« ", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_lesson_is_public_and_says_who_teaches(client: Client, db: None, language: str) -> None:
    chamber = factories.make_body(BodyKind.CHAMBER, name="Chamber of Adrar", phone="049960000")
    page = client.get(f"/{language}/stamps/lessons/cracked/").content.decode()
    found = lessons.lesson("cracked", language)
    assert found is not None
    assert all(step in page for step in found.steps)
    assert chamber.name in page
    assert "tel:049960000" in page
    assert client.get(f"/{language}/stamps/lessons/no-such-lesson/").status_code == 404
    assert found.title in client.get(f"/{language}/stamps/lessons/").content.decode()


def test_refused_shop_is_led_to_the_lesson_by_its_letter_and_its_page(
    centre: Centre, mailoutbox: list[object]
) -> None:
    owner = factories.make_user()
    shop = factories.make_shop(slug="weaver", owner=owner, language="ar")
    carpet = make_carpet(shop=shop)
    actions.refuse(
        application=evaluated(centre, carpet), decider=centre.decider, reasons=["asymmetry"], now=NOW
    )

    send_all()

    (letter,) = [one for one in mailoutbox if one.to == ["weaver@example.test"]]  # type: ignore[attr-defined]
    assert "/ar/stamps/lessons/asymmetry/" in letter.body  # type: ignore[attr-defined]
    assert "/ar/stamps/lessons/asymmetry/" in letter.alternatives[0][0]  # type: ignore[attr-defined]
    page = sign_in(Client(), owner).get(f"/en/workspace/pieces/{carpet.pk}/").content.decode()
    assert "/en/stamps/lessons/asymmetry/" in page


def test_reader_of_a_second_presentation_sees_why_it_was_refused_first(centre: Centre) -> None:
    carpet = make_carpet()
    actions.refuse(
        application=evaluated(centre, carpet), decider=centre.decider, reasons=["asymmetry"], now=NOW
    )
    again = accepted(centre, carpet)

    client = sign_in(Client(), centre.inspector2, second_factor=True)
    page = client.get(f"/en/stamping/{again.pk}/evaluation/").content.decode()

    assert "Presented again" in page
    assert "The carpet is asymmetric" in page


def test_reader_on_appeal_does_not_see_it(centre: Centre) -> None:
    owner = factories.make_user()
    guest = factories.make_user()
    factories.make_membership(guest, centre.body, Role.DECIDER)
    refused = evaluated(centre, make_carpet(shop=factories.make_shop(owner=owner)))
    actions.refuse(application=refused, decider=centre.decider, reasons=["asymmetry"], now=NOW)
    refused.refresh_from_db()
    appeal = actions.lodge_appeal(application=refused, by=owner, why="Measured in rain", now=NOW)
    second = actions.begin_appeal(appeal=appeal, by=centre.inspector2, now=NOW)
    client = sign_in(Client(), centre.inspector2, second_factor=True)
    page = client.get(f"/en/stamping/{second.pk}/evaluation/").content.decode()
    assert "Presented again" not in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(schemes.shipped()))
def test_rules_of_every_scheme_are_public_in_every_language(
    centre: Centre, client: Client, code: str, language: str
) -> None:
    version = SchemeVersion.objects.get(scheme__code=code)
    scheme = version.read()
    page = re.sub(r"\s+", " ", client.get(f"/{language}/stamps/rules/{code}/").content.decode())
    said = [named.names[language] for named in (*scheme.gates, *scheme.read_measures)]
    for sentence in (*said, *(untested[language] for untested in scheme.not_tested)):
        assert re.sub(r"\s+", " ", escape(sentence)) in page
    assert version.sha256 in page
    assert {"ar": "ليست رسمية", "fr": "non officiels", "en": "not official"}[language] in page
    assert scheme.names[language] in client.get(f"/{language}/stamps/rules/").content.decode()


def test_scheme_nobody_adopted_has_no_page(client: Client, db: None) -> None:
    assert client.get("/en/stamps/rules/carpet.knotted/").status_code == 404
    assert "has not adopted" in client.get("/en/stamps/rules/").content.decode()
