"""The centre makes itself ready: the rules it grades by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from marketplace.accounts.models import User
from quality_labels import schemes
from quality_labels.log import leaves
from quality_labels.models import (
    Scheme,
    SchemeVersion,
)
from quality_labels.states import Leaf
from shops.models import Body


@transaction.atomic
def adopt_scheme(
    *, document: Mapping[str, Any], owner: Body, by: User | None, now: datetime
) -> SchemeVersion:
    """Record that a centre grades by these rules from today on; adopting the same document again changes nothing.

    Thresholds marked `default` are from then on the centre's own, and every page says so.
    """
    sha256 = schemes.fingerprint(document)
    known = SchemeVersion.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    leaves.write(Leaf.SCHEME, leaves.scheme_adopted(sha256), now=now)
    scheme, _made = Scheme.objects.get_or_create(code=document["code"], defaults={"owner": owner})
    return SchemeVersion.objects.create(
        scheme=scheme,
        number=document["number"],
        document=document,
        sha256=sha256,
        valid_from_on=localdate(now),
        adopted_by=by,
        adopted_at=now,
    )
