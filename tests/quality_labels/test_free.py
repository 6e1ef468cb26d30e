"""I18: the stamp costs the artisan nothing, from the request to the label on the piece."""

from django.apps import apps
from django.test import Client

from marketplace.order.models import Order
from marketplace.payment.models import PaymentAttempt
from marketplace.settlement.models import Transfer
from quality_labels import actions
from tests import factories
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, affixed, evaluated, make_carpet

OF_MONEY = ("price", "fee", "amount", "minor", "cost", "charge")


def test_whole_way_of_a_stamp_moves_no_money(centre: Centre) -> None:
    affixed(centre)
    refused = evaluated(centre, make_carpet(title="Refused"), length_mm=[2400, 2600, 2400])
    actions.refuse(application=refused, decider=centre.decider, reasons=["asymmetry"], now=NOW)
    actions.submit(product=refused.product, by=None, now=NOW)

    assert not Transfer.objects.exists()
    assert not PaymentAttempt.objects.exists()
    assert not Order.objects.exists()


def test_centre_keeps_no_column_in_which_money_could_stand() -> None:
    named = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("quality_labels").get_models()
        for field in model._meta.get_fields()
        if any(word in field.name.split("_") for word in OF_MONEY)
    ]
    assert named == []


def test_shop_reads_that_it_is_free(centre: Centre) -> None:
    owner = factories.make_user()
    factories.make_shop(owner=owner)

    assert "it costs nothing" in sign_in(Client(), owner).get("/en/workspace/stamps/").content.decode()
