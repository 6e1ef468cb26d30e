"""The desk as its people use it, and who may not see it; the register as everybody does."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quality_labels import actions, signer
from quality_labels.models import Application, Decision, Evaluation, Label
from quality_labels.states import ApplicationState, LabelState
from shops.states import BodyKind, Role
from tests import factories
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import (
    KNOTTED,
    Centre,
    affixed,
    evaluated,
    make_carpet,
    printed,
    signed,
)

NEVER_PUBLIC = ("<svg viewBox", "HTTPS://DAMGHA.DZ/V/")


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> None:
    """Read the pages by their English addresses and words."""
    settings.LANGUAGE_CODE = "en"


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def filled(**changes: list[Any]) -> dict[str, Any]:
    """Return the posted fields of a sheet whose gates all hold."""
    fields = {
        f"{code}-{position}": str(value)
        for code, values in (KNOTTED | changes).items()
        for position, value in enumerate(values, start=1)
    }
    gates = ("fibre_pile", "fibre_warp_weft", "colours_stable", "new_piece", "not_already_stamped")
    return (
        fields
        | {f"gate-{code}": "yes" for code in gates}
        | {"gate-redhibitory_defects": ["none"], "note": ""}
    )


def accepted(centre: Centre) -> Application:
    application = actions.submit(product=make_carpet(title="Red carpet"), by=None, now=NOW)
    return actions.accept(application=application, by=centre.decider, now=NOW)


def test_two_people_take_a_piece_from_the_desk_to_its_label(centre: Centre, client: Client) -> None:
    application = actions.submit(product=make_carpet(title="Red carpet"), by=None, now=NOW)
    inspector = sign_in(Client(), centre.inspector, second_factor=True)
    decider = sign_in(Client(), centre.decider, second_factor=True)

    assert "Red carpet" in inspector.get(at("stamping")).content.decode()
    assert inspector.post(at("stamping_accept", application.pk)).status_code == 302
    kept = inspector.post(at("stamping_evaluation", application.pk), filled())
    assert kept.status_code == 302
    assert "Superior" in decider.get(at("stamping_decision", application.pk)).content.decode()
    granted = decider.post(
        at("stamping_decision", application.pk), {"verdict": "grant", "grant-grade": "50", "grant-why": ""}
    )
    assert granted.status_code == 302
    label = signer.sign(decision=Decision.objects.get(), now=NOW)
    page = decider.get(at("stamping_label", label.public_id)).content.decode()
    assert label.grouped_serial in page
    assert NEVER_PUBLIC[0] in page
    printed(label)
    fixed = decider.post(at("stamping_affix", label.public_id), {"said": label.serial})
    assert fixed.status_code == 302

    label.refresh_from_db()
    assert label.state == LabelState.ACTIVE
    assert label.decision.decider == centre.decider
    assert Evaluation.objects.get().inspector == centre.inspector


def test_sheet_reads_arabic_digits_and_commas(centre: Centre) -> None:
    application = accepted(centre)
    inspector = sign_in(Client(), centre.inspector, second_factor=True)

    inspector.post(at("stamping_evaluation", application.pk), filled(weft_per_cm=["١٠٫٥"], mass_g=["14 000"]))

    assert Evaluation.objects.get().values["weft_per_cm"] == "10.5"


@pytest.mark.parametrize(
    "change",
    [
        {"mass_g-1": ""},
        {"mass_g-1": "heavy"},
        {"mass_g-1": "1"},
        {"gate-fibre_pile": ""},
        {"gate-redhibitory_defects": []},
        {"gate-redhibitory_defects": ["none", "pockets"]},
    ],
    ids=str,
)
def test_sheet_with_something_missing_is_shown_again_and_not_kept(
    centre: Centre, change: dict[str, Any]
) -> None:
    application = accepted(centre)
    inspector = sign_in(Client(), centre.inspector, second_factor=True)

    answer = inspector.post(at("stamping_evaluation", application.pk), filled() | change)

    assert answer.status_code == 422
    assert not Evaluation.objects.exists()


def test_thresholds_are_shown_as_set_by_the_centre(centre: Centre) -> None:
    inspector = sign_in(Client(), centre.inspector, second_factor=True)

    page = inspector.get(at("stamping_evaluation", accepted(centre).pk)).content.decode()

    assert "set by the centre, not official" in page


def test_grade_above_the_readings_is_no_choice(centre: Centre) -> None:
    application = evaluated(centre)
    decider = sign_in(Client(), centre.decider, second_factor=True)

    answer = decider.post(at("stamping_decision", application.pk), {"verdict": "grant", "grant-grade": "60"})

    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_refusal_without_a_reason_is_said_in_its_form(centre: Centre) -> None:
    application = evaluated(centre)
    decider = sign_in(Client(), centre.decider, second_factor=True)

    answer = decider.post(at("stamping_decision", application.pk), {"verdict": "refuse"})

    assert answer.status_code == 422
    assert "Choose at least one reason." in answer.content.decode()
    assert not Decision.objects.exists()


def test_inspector_who_is_also_decider_does_not_decide_on_what_she_read(centre: Centre) -> None:
    centre.body.memberships.filter(user=centre.inspector).update(role=Role.DECIDER)
    application = evaluated(centre)
    both = sign_in(Client(), centre.inspector, second_factor=True)

    page = both.get(at("stamping_decision", application.pk))
    answer = both.post(at("stamping_decision", application.pk), {"verdict": "grant", "grant-grade": "50"})

    assert "Not yours to decide" in page.content.decode()
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_step_done_twice_says_so_and_changes_nothing(centre: Centre) -> None:
    application = accepted(centre)
    inspector = sign_in(Client(), centre.inspector, second_factor=True)

    answer = inspector.post(at("stamping_accept", application.pk), follow=True)

    assert "already done" in answer.content.decode()
    assert application.changes.count() == 2


def test_sending_back_asks_for_its_sentence(centre: Centre) -> None:
    application = actions.submit(product=make_carpet(), by=None, now=NOW)
    inspector = sign_in(Client(), centre.inspector, second_factor=True)

    refused = inspector.post(at("stamping_return", application.pk), {"why": ""})
    sent = inspector.post(at("stamping_return", application.pk), {"why": "The photo is dark."})

    application.refresh_from_db()
    assert (refused.status_code, sent.status_code) == (422, 302)
    assert application.state == ApplicationState.RETURNED


def _addresses(centre: Centre) -> list[str]:
    """Return every address of the desk with an id of this centre's in it."""
    waiting = actions.submit(product=make_carpet(), by=None, now=NOW)
    label = signed(centre)
    return [
        at("stamping_accept", waiting.pk),
        at("stamping_return", waiting.pk),
        at("stamping_evaluation", accepted(centre).pk),
        at("stamping_decision", evaluated(centre).pk),
        at("stamping_label", label.public_id),
        at("stamping_affix", label.public_id),
    ]


def _everything() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Application, Evaluation, Decision, Label)
    ]


def test_desk_does_not_exist_for_other_people(centre: Centre) -> None:
    addresses = [at("stamping"), *_addresses(centre)]
    owner, outsider = factories.make_user(), factories.make_user()
    factories.make_shop(owner=owner)
    before = _everything()

    for person in (owner, outsider):
        client = sign_in(Client(), person, second_factor=True)
        for address in addresses:
            assert client.get(address).status_code == 404, address
            assert client.post(address).status_code == 404, address

    assert _everything() == before


def test_another_centres_pieces_do_not_exist(centre: Centre, tmp_path: Any, settings: Any) -> None:
    addresses = _addresses(centre)
    other = factories.make_body(BodyKind.STAMPING_CENTRE)
    stranger = factories.make_user()
    factories.make_membership(stranger, other, Role.DECIDER)
    client = sign_in(Client(), stranger, second_factor=True)
    before = _everything()

    for address in addresses:
        assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}, address

    assert _everything() == before
    assert "Piece" not in client.get(at("stamping")).content.decode()


def test_strangers_log_in_first_and_staff_shows_a_second_factor(centre: Centre) -> None:
    for client in (Client(), sign_in(Client(), centre.decider)):
        answer = client.get(at("stamping"))

        assert answer.status_code == 302
        assert "/account/" in answer["Location"]


def test_inspector_does_not_open_the_decision(centre: Centre) -> None:
    application = evaluated(centre)
    inspector2 = sign_in(Client(), centre.inspector2, second_factor=True)

    assert inspector2.get(at("stamping_decision", application.pk)).status_code == 404


def test_desk_asks_the_database_the_same_for_one_piece_and_for_many(
    centre: Centre, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _piece in range(8):
        actions.submit(product=make_carpet(), by=None, now=NOW)
    evaluated(centre, knots_per_m2=[800] * 5)
    signed(centre)
    decider = sign_in(Client(), centre.decider, second_factor=True)

    with django_assert_max_num_queries(9):
        page = decider.get(at("stamping")).content.decode()

    assert page.count("desk-row") == 10


def test_register_and_sheet_show_the_last_digits_only(
    centre: Centre, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    label = affixed(centre)
    for _piece in range(3):
        affixed(centre)

    with django_assert_max_num_queries(4):
        register = Client().get(at("stamps"))
    with django_assert_max_num_queries(4):
        shown = Client().get(at("stamp", label.public_id))

    for answer in (register, shown):
        page = answer.content.decode()
        assert answer.status_code == 200
        assert label.last_four in page
        assert label.serial not in page
        assert label.grouped_serial not in page
        assert not any(mark in page for mark in NEVER_PUBLIC)
        assert not answer.cookies
        assert "csrf" not in page
    assert "85,000" in shown.content.decode()
    assert "Colour fastness in a laboratory" in shown.content.decode()


def test_register_counts_refusals_too(centre: Centre) -> None:
    affixed(centre)
    refused = evaluated(centre, length_mm=[2400, 2600, 2400])
    actions.refuse(application=refused, decider=centre.decider, reasons=["asymmetry"], now=NOW)

    page = Client().get(at("stamps")).content.decode()

    assert "Granted: 1 · Refused: 1" in page


def test_label_not_yet_on_its_piece_is_not_public(centre: Centre) -> None:
    label = signed(centre)

    assert Client().get(at("stamp", label.public_id)).status_code == 404
    assert label.last_four not in Client().get(at("stamps")).content.decode()


def test_product_page_tells_of_the_stamp_without_its_number(centre: Centre) -> None:
    product = make_carpet(title="Red carpet")
    label = affixed(centre, product)

    page = Client().get(f"/en/catalog/{product.slug}_{product.pk}/").content.decode()

    assert label.last_four in page
    assert label.serial not in page
    assert label.grouped_serial not in page
    assert at("stamp", label.public_id) in page
