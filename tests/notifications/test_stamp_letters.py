"""What becomes of a request for a stamp is told to its shop: once, in its language, with what to do (I8)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from marketplace.notifications.models import Delivery
from quality_labels import actions
from quality_labels.progress import fixes
from tests.factories import NOW, make_shop
from tests.notifications.post import send_all, write_rows
from tests.quality_labels.centre import Centre, evaluated, make_carpet
from tests.quality_labels.conftest import centre

__all__ = ["centre"]
pytestmark = pytest.mark.django_db


def letters_to(address: str) -> list[Any]:
    return [letter for letter in mail.outbox if letter.to == [address]]


def html_of(letter: Any) -> str:
    return str(letter.alternatives[0][0])


def test_refusal_reaches_the_artisan_in_arabic_with_what_to_do(centre: Centre) -> None:
    carpet = make_carpet(shop=make_shop(slug="weaver", language="ar"), title_ar="زربية تيميمون")
    application = evaluated(centre, carpet)
    actions.refuse(
        application=application, decider=centre.decider, reasons=["asymmetry"], why="الجهة اليمنى", now=NOW
    )

    send_all()

    (letter,) = letters_to("weaver@example.test")
    assert "زربية تيميمون" in letter.subject
    for text in (letter.body, html_of(letter)):
        assert application.scheme_version.read().reasons["asymmetry"]["ar"] in text
        assert fixes()["asymmetry"]["ar"] in text
        assert "22\u00a0ديسمبر\u00a02026" in text
        assert "الجهة اليمنى" in text
        assert f"/ar/workspace/pieces/{carpet.pk}/" in text
    assert 'dir="rtl"' in html_of(letter)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_grant_is_told_in_the_shops_language(centre: Centre, language: str) -> None:
    carpet = make_carpet(shop=make_shop(slug="weaver", language=language))
    actions.grant(application=evaluated(centre, carpet), decider=centre.decider, grade=50, now=timezone.now())

    send_all()

    (letter,) = letters_to("weaver@example.test")
    word = {"ar": "عالية", "fr": "supérieure", "en": "superior"}[language]
    assert word in letter.body.lower()
    assert f'lang="{language}"' in html_of(letter)


def test_each_sending_back_is_told_once(centre: Centre) -> None:
    carpet = make_carpet(shop=make_shop(slug="weaver"))
    for day, sentence in enumerate(("صورة أوضح", "صورة الظهر")):
        application = actions.submit(product=carpet, by=None, now=NOW + timedelta(days=day))
        actions.send_back(
            application=application, by=centre.decider, why=sentence, now=NOW + timedelta(days=day, hours=1)
        )
        send_all()
        write_rows()

    first, second = letters_to("weaver@example.test")
    assert "صورة أوضح" in first.body
    assert "صورة الظهر" in second.body


def test_the_same_message_twice_is_one_letter(centre: Centre) -> None:
    from marketplace.notifications.actions import tell_of_stamp

    application = evaluated(centre, make_carpet(shop=make_shop(slug="weaver")))
    actions.refuse(application=application, decider=centre.decider, reasons=["asymmetry"], now=NOW)
    write_rows()

    tell_of_stamp(kind="stamp.refused", application_id=application.pk, now=NOW)

    assert Delivery.objects.filter(letter="stamp_refused").count() == 1


def test_refusal_that_fails_tells_nobody(centre: Centre) -> None:
    application = evaluated(centre, make_carpet(shop=make_shop(slug="weaver")))

    with pytest.raises(Exception, match="reason"):
        actions.refuse(application=application, decider=centre.decider, reasons=["nonsense"], now=NOW)
    send_all()

    assert letters_to("weaver@example.test") == []
