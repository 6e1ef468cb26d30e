"""A piece on its way through the centre: who may do what, what each step leaves, what a no leaves behind: nothing."""

import stat
from datetime import timedelta
from typing import Any

import pytest

from catalog.models import Product
from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.refusal import Refusal
from quality_labels import (
    actions,
    carrier,
    cose,
    payload,
    queries,
    rules,
    schemes,
    serial,
    signer,
    status_list,
)
from quality_labels.models import Application, Decision, Evaluation, Label, Reading, SchemeVersion, SigningKey
from quality_labels.refusals import (
    ConflictOfInterest,
    NoSigningKey,
    NotReady,
    SecondReadingNeeded,
    UnsupportedGrade,
)
from quality_labels.states import ApplicationState, LabelState
from shops.states import Role
from tests import factories
from tests.factories import NOW
from tests.quality_labels.centre import (
    Centre,
    affixed,
    evaluated,
    make_carpet,
    photo_sha256,
    printed,
    sheet,
    signed,
)

BORDERLINE = [800, 800, 800, 800, 800]


def test_stamp_is_granted_signed_and_put_on_its_piece(centre: Centre) -> None:
    product = make_carpet()

    application = actions.submit(product=product, by=None, now=NOW)
    actions.accept(application=application, by=centre.decider, now=NOW)
    evaluation = actions.evaluate(application=application, inspector=centre.inspector, sheet=sheet(), now=NOW)
    decision = actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)
    label = signer.sign(decision=decision, now=NOW)
    actions.affix(label=printed(label), by=centre.decider, now=NOW, said=label.serial)

    product.refresh_from_db()
    application.refresh_from_db()
    assert (product.stamp_grade, product.stamp_public_id, product.stamped_at) == (
        50,
        label.public_id,
        label.signed_at,
    )
    assert [change.to_state for change in application.changes.all()] == [
        "submitted",
        "accepted",
        "evaluated",
        "granted",
    ]
    assert [change.to_state for change in label.changes.all()] == ["signed", "printed", "active"]
    assert evaluation.proposed == 50
    assert Reading.objects.filter(evaluation=evaluation).count() == 20
    assert queries.label_of(product) == label
    assert serial.is_valid(label.serial)
    assert label.serial.startswith("0126")


def test_signed_label_says_what_was_measured_and_verifies(centre: Centre) -> None:
    product = make_carpet(materials=["wool", "cotton"])

    label = signed(centre, product)

    envelope = cose.parse(bytes(label.cose))
    claims = payload.decode(envelope.payload)
    assert envelope.kid.hex() == centre.key.kid
    assert queries.verify(carrier.digits_of(bytes(label.cose))).outcome == "genuine"
    assert (claims.serial, claims.grade, claims.artisan_no) == (label.serial, 50, product.maker.number)
    assert (claims.size_mm, claims.mass_g) == ((2405, 1499), 14000)
    assert claims.measures == (85000, 30, 105, 120, 1)
    assert (claims.materials, claims.colours) == ((1, 2), (4, 1))
    assert claims.photo == bytes.fromhex(photo_sha256(label.product))[:16]
    assert (claims.kind, claims.scheme_version, claims.issued_at) == (10, 1, NOW)


@pytest.mark.parametrize("code", sorted(schemes.shipped()))
def test_label_of_every_scheme_fits_a_10_m_symbol_at_its_largest_values(code: str) -> None:
    scheme = schemes.read(schemes.shipped()[code])
    highest = {measure.code: measure.highest * measure.factor for measure in scheme.read_measures}
    claims = payload.Claims(
        serial="99" + "9" * 16 + serial.complete("9" * 18)[18:],
        issued_at=NOW,
        scheme_version=scheme.number,
        kind=36,
        grade=60,
        artisan_no=9_999_999,
        status_idx=status_list.SIZE - 1,
        size_mm=(9999, 9999, 9999)[: len(scheme.size)],
        mass_g=60000,
        measures=tuple(
            rules.as_payload_integer(highest[measure.code], measure.decimals)
            for measure in scheme.label_measures
        ),
        materials=(12, 15),
        colours=(1, 2, 3),
        photo=b"\x01" * 16,
    )

    blob = cose.sign(payload.encode(claims), kid=b"kid4", key=cose.Ed25519PrivateKey.generate())

    assert int(carrier.qr(blob, host="ab.gov.dz1").version) <= 10


def test_signing_twice_gives_the_same_label(centre: Centre) -> None:
    decision = actions.grant(application=evaluated(centre), decider=centre.decider, grade=50, now=NOW)

    first = signer.sign(decision=decision, now=NOW)
    second = signer.sign(decision=decision, now=NOW + timedelta(days=1))

    assert first == second
    assert Label.objects.count() == 1


@pytest.mark.parametrize(
    ("why_not", "arrange"),
    [
        ("kind", lambda product: factories.make_kind("carpet.unheard", craft="textiles")),
        ("maker", lambda product: None),
        ("card", lambda product: factories.make_artisan(product.shop, card=False)),
    ],
)
def test_request_needs_a_known_kind_a_maker_and_a_valid_card(
    centre: Centre, why_not: str, arrange: Any
) -> None:
    product = make_carpet()
    setattr(product, "kind" if why_not == "kind" else "maker", arrange(product))

    with pytest.raises(NotReady):
        actions.submit(product=product, by=None, now=NOW)

    assert not Application.objects.exists()


def test_request_needs_a_photo(centre: Centre) -> None:
    shop = factories.make_shop()
    product = factories.make_product(shop=shop, maker=factories.make_artisan(shop))

    with pytest.raises(NotReady):
        actions.submit(product=product, by=None, now=NOW)

    assert not Application.objects.exists()


def test_piece_has_one_open_request_and_one_stamp(centre: Centre) -> None:
    asked, stamped = make_carpet(), make_carpet()
    actions.submit(product=asked, by=None, now=NOW)
    affixed(centre, stamped)

    for product in (asked, stamped):
        with pytest.raises(NotReady):
            actions.submit(product=product, by=None, now=NOW)

    assert Application.objects.count() == 2


def test_request_sent_back_is_sent_in_again(centre: Centre) -> None:
    product = make_carpet()
    application = actions.submit(product=product, by=None, now=NOW)
    actions.send_back(application=application, by=centre.decider, why="The photo is dark.", now=NOW)

    again = actions.submit(product=product, by=None, now=NOW + timedelta(days=1))

    assert again == application
    assert [(change.to_state, change.why) for change in again.changes.all()] == [
        ("submitted", ""),
        ("returned", "The photo is dark."),
        ("submitted", ""),
    ]


def test_sending_back_needs_a_sentence(centre: Centre) -> None:
    application = actions.submit(product=make_carpet(), by=None, now=NOW)

    with pytest.raises(Refusal):
        actions.send_back(application=application, by=centre.decider, why="  ", now=NOW)

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_request_after_a_refusal_links_to_the_first(centre: Centre) -> None:
    product = make_carpet()
    first = evaluated(centre, product, length_mm=[2400, 2600, 2400])
    actions.refuse(application=first, decider=centre.decider, reasons=["asymmetry"], now=NOW)

    second = actions.submit(product=product, by=None, now=NOW + timedelta(days=30))

    assert second.previous == first


def test_nobody_inspects_for_their_own_shop(centre: Centre) -> None:
    product = make_carpet()
    factories.make_membership(centre.inspector, product.shop.body, Role.SELLER)
    application = actions.submit(product=product, by=None, now=NOW)
    actions.accept(application=application, by=centre.decider, now=NOW)

    with pytest.raises(ConflictOfInterest):
        actions.evaluate(application=application, inspector=centre.inspector, sheet=sheet(), now=NOW)

    assert not Evaluation.objects.exists()


def test_incomplete_sheet_leaves_nothing(centre: Centre) -> None:
    application = actions.submit(product=make_carpet(), by=None, now=NOW)
    actions.accept(application=application, by=centre.decider, now=NOW)

    with pytest.raises(rules.IncompleteSheet):
        actions.evaluate(application=application, inspector=centre.inspector, sheet=sheet(mass_g=[]), now=NOW)

    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED
    assert not Evaluation.objects.exists()
    assert not Reading.objects.exists()


def test_piece_is_not_inspected_before_it_is_accepted(centre: Centre) -> None:
    application = actions.submit(product=make_carpet(), by=None, now=NOW)

    with pytest.raises(IllegalMove):
        actions.evaluate(application=application, inspector=centre.inspector, sheet=sheet(), now=NOW)

    assert not Evaluation.objects.exists()


def test_who_took_a_reading_does_not_decide(centre: Centre) -> None:
    application = evaluated(centre)

    with pytest.raises(ConflictOfInterest):
        actions.grant(application=application, decider=centre.inspector, grade=50, now=NOW)
    with pytest.raises(ConflictOfInterest):
        actions.refuse(application=application, decider=centre.inspector, reasons=["asymmetry"], now=NOW)

    assert not Decision.objects.exists()


def test_owner_of_the_shop_does_not_decide(centre: Centre) -> None:
    product = make_carpet()
    factories.make_membership(centre.decider, product.shop.body, Role.OWNER)
    application = evaluated(centre, product)

    with pytest.raises(ConflictOfInterest):
        actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)

    assert not Decision.objects.exists()


def test_grade_above_the_readings_is_refused(centre: Centre) -> None:
    application = evaluated(centre)

    with pytest.raises(UnsupportedGrade):
        actions.grant(application=application, decider=centre.decider, grade=60, now=NOW)

    application.refresh_from_db()
    assert application.state == ApplicationState.EVALUATED
    assert not Decision.objects.exists()
    assert signer.look(now=NOW).signed == 0


def test_lower_grade_needs_a_reason(centre: Centre) -> None:
    application = evaluated(centre)

    with pytest.raises(UnsupportedGrade):
        actions.grant(application=application, decider=centre.decider, grade=40, now=NOW)
    decision = actions.grant(
        application=application, decider=centre.decider, grade=40, why="The red is uneven.", now=NOW
    )

    assert (decision.grade, decision.why) == (40, "The red is uneven.")


def test_failed_gate_can_only_be_refused(centre: Centre) -> None:
    application = evaluated(centre, length_mm=[2400, 2600, 2400])

    with pytest.raises(UnsupportedGrade):
        actions.grant(application=application, decider=centre.decider, grade=10, why="Pity.", now=NOW)
    decision = actions.refuse(application=application, decider=centre.decider, reasons=["asymmetry"], now=NOW)

    assert (decision.grade, decision.reasons) == (None, ["asymmetry"])
    assert signer.look(now=NOW).signed == 0


@pytest.mark.parametrize(("reasons", "why"), [([], ""), (["nonsense"], ""), (["other"], " ")])
def test_refusal_needs_a_known_reason(centre: Centre, reasons: list[str], why: str) -> None:
    application = evaluated(centre)

    with pytest.raises(Refusal):
        actions.refuse(application=application, decider=centre.decider, reasons=reasons, why=why, now=NOW)

    assert not Decision.objects.exists()


def test_borderline_piece_waits_for_a_second_inspector(centre: Centre) -> None:
    application = evaluated(centre, knots_per_m2=BORDERLINE)

    with pytest.raises(SecondReadingNeeded):
        actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)
    with pytest.raises(NotReady):
        actions.evaluate(application=application, inspector=centre.inspector, sheet=sheet(), now=NOW)
    actions.evaluate(
        application=application,
        inspector=centre.inspector2,
        sheet=sheet(knots_per_m2=[790, 790, 790, 790, 790]),
        now=NOW,
    )
    with pytest.raises(UnsupportedGrade):
        actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)
    decision = actions.grant(application=application, decider=centre.decider, grade=40, now=NOW)
    label = signer.sign(decision=decision, now=NOW)

    claims = payload.decode(cose.parse(bytes(label.cose)).payload)
    assert claims.measures is not None
    assert (label.grade, claims.measures[0]) == (40, 79000)


def test_certain_piece_takes_no_second_reading(centre: Centre) -> None:
    application = evaluated(centre)

    with pytest.raises(NotReady):
        actions.evaluate(application=application, inspector=centre.inspector2, sheet=sheet(), now=NOW)

    assert Evaluation.objects.count() == 1


def test_decision_is_taken_once(centre: Centre) -> None:
    application = evaluated(centre)
    actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)

    with pytest.raises(AlreadyThere):
        actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)
    with pytest.raises(IllegalMove):
        actions.refuse(application=application, decider=centre.decider, reasons=["asymmetry"], now=NOW)

    assert Decision.objects.count() == 1


def test_nothing_is_granted_without_a_key_for_the_day(centre: Centre) -> None:
    application = evaluated(centre)
    too_late = centre.key.use_until_at

    with pytest.raises(NoSigningKey):
        actions.grant(application=application, decider=centre.decider, grade=50, now=too_late)

    assert not Decision.objects.exists()


def test_signing_without_the_file_of_the_key_leaves_no_label(centre: Centre) -> None:
    decision = actions.grant(application=evaluated(centre), decider=centre.decider, grade=50, now=NOW)
    signer.key_path(centre.key.kid).unlink()

    with pytest.raises(NoSigningKey):
        signer.sign(decision=decision, now=NOW)

    assert not Label.objects.exists()


def test_key_file_is_for_its_owner_only(centre: Centre) -> None:
    path = signer.key_path(centre.key.kid)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert SigningKey.objects.get().public_key not in path.read_text()


def test_adopting_the_same_scheme_again_changes_nothing(centre: Centre) -> None:
    before = SchemeVersion.objects.count()

    again = actions.adopt_scheme(
        document=schemes.shipped()["carpet.knotted"], owner=centre.body, by=None, now=NOW
    )

    assert again.adopted_by == centre.decider
    assert SchemeVersion.objects.count() == before


def test_scheme_of_the_nearest_family_is_used(centre: Centre) -> None:
    for kind, scheme in (
        ("carpet.flat.hanbal", "carpet.flat"),
        ("carpet.flat.dokkali.adrar", "carpet.flat.dokkali"),
    ):
        nearest = queries.scheme_version_for(kind, on=NOW.date())
        assert nearest is not None
        assert nearest.scheme.code == scheme
    assert queries.scheme_version_for("carpet.flatter", on=NOW.date()) is None
    assert queries.scheme_version_for("carpet.flat", on=(NOW - timedelta(days=301)).date()) is None


def test_label_is_affixed_once(centre: Centre) -> None:
    label = affixed(centre)

    with pytest.raises(AlreadyThere):
        actions.affix(label=label, by=centre.decider, now=NOW, said=label.serial)

    assert label.state == LabelState.ACTIVE


def test_grade_on_a_product_is_not_there_before_the_label_is_on_it(centre: Centre) -> None:
    label = signed(centre)

    assert Product.objects.get(pk=label.product_id).stamp_grade is None


def test_photo_of_another_piece_is_refused_and_the_first_is_named(centre: Centre) -> None:
    """I7: the same bytes on a second piece, at the request already."""
    first = make_carpet(title="The first carpet", photo_sha256="cd" * 32)
    second = make_carpet(title="Another", photo_sha256="cd" * 32)
    application = actions.submit(product=first, by=None, now=NOW)

    with pytest.raises(NotReady, match="The first carpet"):
        actions.submit(product=second, by=None, now=NOW)

    assert list(Application.objects.all()) == [application]


def test_photo_of_a_refused_piece_is_free_again(centre: Centre) -> None:
    application = evaluated(centre, make_carpet(photo_sha256="cd" * 32))
    actions.refuse(application=application, decider=centre.decider, reasons=["asymmetry"], now=NOW)

    assert actions.submit(product=make_carpet(title="Listed anew", photo_sha256="cd" * 32), by=None, now=NOW)
