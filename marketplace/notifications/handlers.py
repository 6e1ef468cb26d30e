"""What this app does when something was committed elsewhere: it writes the rows of letters, and nothing else."""

import uuid
from datetime import datetime
from functools import partial

from marketplace.notifications import actions, queries, recipients, rules
from marketplace.notifications.states import Letter
from marketplace.outbox import handles
from shops.people import queries as people
from shops.people.models import AssistanceConsent, Recovery

for _kind in rules.NOTICES:
    if _kind.startswith("shop_order."):
        handles(_kind)(partial(actions.tell_of_part, kind=_kind))
    elif _kind.startswith("listing"):
        handles(_kind)(partial(actions.tell_of_listing, kind=_kind))
    else:
        handles(_kind)(partial(actions.tell_of_order, kind=_kind))

for _kind in rules.SHOP_NOTICES:
    if _kind.startswith("application."):
        handles(_kind)(partial(actions.tell_applicant, kind=_kind))
    elif _kind.startswith("destination."):
        handles(_kind)(partial(actions.tell_of_destination, kind=_kind))
    else:
        handles(_kind)(partial(actions.tell_shop_of_itself, kind=_kind))


@handles("account.destination_code", secret=True)
def destination_code(*, code: str, email: str, phone: str, language: str, now: datetime) -> None:
    """Send a code to change where money goes. Each is a letter of its own, as with logging in."""
    actions.tell_code(
        letter=Letter.DESTINATION_CODE,
        about=f"destination_code:{uuid.uuid4()}",
        email=email,
        phone=phone,
        language=language,
        payload={"code": code},
        now=now,
    )


for _kind in rules.STAMP_LETTERS:
    handles(_kind)(partial(actions.tell_of_stamp, kind=_kind))

for _kind in rules.SESSION_LETTERS:
    handles(_kind)(partial(actions.tell_of_session, kind=_kind))


@handles("checkout.code")
def contact_code(*, contact_code_id: int, now: datetime) -> None:
    """Send the code that confirms the contact of an order that is paid in cash."""
    row = queries.contact_code(contact_code_id)
    by_email = "@" in row.contact
    actions.tell_code(
        letter=Letter.CONTACT_CODE,
        about=f"contact_code:{row.pk}",
        email=row.contact if by_email else "",
        phone="" if by_email else row.contact,
        language=row.language,
        payload={"contact_code_id": row.pk},
        now=now,
    )


@handles("account.login_code", secret=True)
def login_code(*, code: str, email: str, phone: str, language: str, now: datetime) -> None:
    """Send a code to log in. Each is a letter of its own; the handler's transaction keeps it at one."""
    actions.tell_code(
        letter=Letter.LOGIN_CODE,
        about=f"login_code:{uuid.uuid4()}",
        email=email,
        phone=phone,
        language=language,
        payload={"code": code},
        now=now,
    )


@handles("account.password_link", secret=True)
def password_link(*, address: str, email: str, language: str, now: datetime) -> None:
    """Send the link from which a new password is set."""
    actions.tell_code(
        letter=Letter.PASSWORD_LINK,
        about=f"password_link:{uuid.uuid4()}",
        email=email,
        phone="",
        language=language,
        payload={"address": address},
        now=now,
    )


@handles("card.due")
def card_due(*, reminder_id: int, now: datetime) -> None:
    """Tell a maker and her shop that a card expires. Twice is harmless: one letter per reminder and address."""
    artisan = people.reminder(reminder_id).card.artisan
    actions.write_rows(
        letter=Letter.CARD_DUE,
        about=f"{Letter.CARD_DUE}:{reminder_id}",
        to=recipients.every_channel(artisan.shop, also=[artisan.user], now=now),
        payload={"reminder_id": reminder_id},
        now=now,
    )


@handles("assistance.began")
def assistance_began(*, consent_id: int, now: datetime) -> None:
    """Tell a shop that staff may act for it from now on. Twice is harmless, as above."""
    shop = AssistanceConsent.objects.select_related("shop__body").get(pk=consent_id).shop
    actions.write_rows(
        letter=Letter.ASSISTANCE_BEGAN,
        about=f"{Letter.ASSISTANCE_BEGAN}:{consent_id}",
        to=recipients.every_channel(shop, now=now),
        payload={"consent_id": consent_id},
        now=now,
    )


@handles("recovery.approved")
def recovery_approved(*, recovery_id: int, now: datetime) -> None:
    """Tell every old channel of a person that a new phone was asked for. Twice is harmless, as above."""
    recovery = Recovery.objects.select_related("user").get(pk=recovery_id)
    actions.write_rows(
        letter=Letter.PHONE_REPLACED,
        about=f"{Letter.PHONE_REPLACED}:{recovery_id}",
        to=recipients.old_channels(recovery, now=now),
        payload={"recovery_id": recovery_id},
        now=now,
    )


@handles("label.changed")
def label_changed(*, label_id: int, change_id: int, now: datetime) -> None:
    """Tell a shop what became of the stamp of its piece. Twice is harmless, as above."""
    actions.tell_of_label(label_id=label_id, change_id=change_id, now=now)
