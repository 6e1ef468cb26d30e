"""What this app does when something was committed elsewhere: it writes the rows of letters, and nothing else."""

import uuid
from datetime import datetime
from functools import partial

from marketplace.notifications import actions, queries, rules
from marketplace.notifications.states import Letter
from marketplace.outbox import handles

for _kind in rules.NOTICES:
    if _kind.startswith("shop_order."):
        handles(_kind)(partial(actions.tell_of_part, kind=_kind))
    else:
        handles(_kind)(partial(actions.tell_of_order, kind=_kind))

for _kind in rules.STAMP_LETTERS:
    handles(_kind)(partial(actions.tell_of_stamp, kind=_kind))


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
