"""Where a request stands, as its shop reads it; and what a refusal says to do, in three languages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from quality_labels import actions, queries, schemes
from quality_labels.models import Application
from quality_labels.progress import OTHER_REASON, fixes
from tests.factories import NOW, make_artisan, make_shop, make_user
from tests.quality_labels.centre import Centre, affixed, evaluated, make_carpet, signed

LATER = NOW + timedelta(days=3)


def progress(application: Application) -> Any:
    return queries.request(application.pk).progress


def refused(centre: Centre, *reasons: str, why: str = "", **carpet: Any) -> Application:
    application = evaluated(centre, make_carpet(**carpet))
    actions.refuse(application=application, decider=centre.decider, reasons=reasons, why=why, now=LATER)
    return application


def states(found: Any) -> list[str]:
    return [step.state for step in found.steps]


def test_every_reason_says_what_to_do_in_three_languages() -> None:
    known = {OTHER_REASON}
    for document in schemes.shipped().values():
        known |= set(schemes.read(document).reasons)

    assert set(fixes()) == known
    for code, texts in fixes().items():
        assert set(texts) == {"ar", "fr", "en"}, code
        assert all(text.strip().endswith(".") for text in texts.values()), code


def test_what_to_do_is_written_as_the_house_writes() -> None:
    """These sentences stand in no catalogue, so the words and signs of the house are asked for here."""
    from tests.house.test_words import EASTERN_DIGIT_OR_LATIN_SIGN, ORDERS_TO_A_MAN, WORDS_NOT_OURS

    for texts in fixes().values():
        words = texts["ar"].replace("،", " ").replace(".", " ").split()
        assert not set(words) & {*WORDS_NOT_OURS, *ORDERS_TO_A_MAN}
        assert not EASTERN_DIGIT_OR_LATIN_SIGN.search(texts["ar"])
        assert "'" not in texts["fr"]
        assert " ;" not in texts["fr"]
        assert "\u00a0;" in texts["fr"] or ";" not in texts["fr"]


def test_steps_follow_the_request_from_asking_to_the_tag(centre: Centre) -> None:
    carpet = make_carpet()
    application = actions.submit(product=carpet, by=None, now=NOW)
    asked = progress(application)
    actions.accept(application=application, by=centre.decider, now=LATER)
    accepted = progress(application)

    assert states(asked) == ["done", "now", "next", "next", "next", "next"]
    assert states(accepted) == ["done", "done", "now", "next", "next", "next"]
    assert [step.when for step in accepted.steps[:2]] == [NOW, LATER]
    assert not asked.may_ask_again


def test_granted_signed_and_affixed_are_steps_of_their_own(centre: Centre) -> None:
    waiting = evaluated(centre)
    actions.grant(application=waiting, decider=centre.decider, grade=50, now=LATER)
    label, fixed = signed(centre), affixed(centre)

    assert states(progress(waiting)) == ["done", "done", "done", "done", "now", "next"]
    assert states(progress(label.decision.application)) == ["done"] * 5 + ["now"]
    assert states(progress(fixed.decision.application)) == ["done"] * 6


def test_sent_back_shows_the_centres_sentence_and_lets_ask_again(centre: Centre) -> None:
    application = actions.submit(product=make_carpet(), by=None, now=NOW)
    actions.send_back(application=application, by=centre.decider, why="صورة أوضح", now=LATER)
    back = progress(application)
    actions.submit(product=application.product, by=None, now=LATER + timedelta(days=1))

    assert (back.said, back.may_ask_again, states(back)) == ("صورة أوضح", True, ["done", "now"])
    assert states(progress(application))[:2] == ["done", "now"]
    assert not progress(application).may_ask_again


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_refusal_says_why_what_to_do_and_until_when_to_appeal(centre: Centre, language: str) -> None:
    application = refused(centre, "asymmetry", "other", why="الحافة")
    scheme = application.scheme_version.read()

    with translation.override(language):
        found = progress(application)

    assert [reason.fix for reason in found.reasons] == [
        fixes()[code][language] for code in ("asymmetry", "other")
    ]
    assert found.reasons[0].sentence == scheme.reasons["asymmetry"][language]
    assert found.said == "الحافة"
    assert found.appeal_until_on == (LATER + timedelta(days=30)).date()
    assert states(found)[-1] == "off"


@pytest.mark.parametrize("room", ["workspace_stamps", "workspace_piece"])
def test_artisan_reads_the_refusal_in_arabic_and_asks_again_once(
    client: Client, centre: Centre, room: str
) -> None:
    owner = make_user()
    shop = make_shop(owner=owner)
    application = refused(centre, "colours_run", shop=shop, maker=make_artisan(shop))
    client.force_login(owner)
    address = reverse(room, args=[application.product_id] if room == "workspace_piece" else [])

    shown = client.get(address).content.decode()
    client.post(reverse("workspace_ask_for_stamp", args=[application.product_id]))
    client.post(reverse("workspace_ask_for_stamp", args=[application.product_id]))

    later = Application.objects.exclude(pk=application.pk).get(product=application.product)
    assert fixes()["colours_run"]["ar"] in shown
    assert "25\u00a0ديسمبر\u00a02026" in shown
    assert later.previous == application


def test_list_of_stamps_shows_own_requests_only_in_few_questions(
    client: Client, centre: Centre, django_assert_max_num_queries: Any
) -> None:
    owner = make_user()
    shop = make_shop(owner=owner)
    for _piece in range(4):
        refused(centre, "asymmetry", shop=shop, title="Own", maker=make_artisan(shop))
    refused(centre, "asymmetry", title="Foreign")
    client.force_login(owner)

    with django_assert_max_num_queries(12):
        page = client.get("/en/workspace/stamps/").content.decode()

    assert page.count("Own") == 4
    assert "Foreign" not in page
