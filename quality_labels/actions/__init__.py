"""Use cases of the stamping centre, in the order a piece walks through them:

submit → accept (or send_back) → evaluate → grant (or refuse) → sign → print_labels → affix.

Each is named by the verb of the trade, takes its people and its clock as arguments, and does all of it or nothing.
Source: docs/quality-labels.md.
"""

from quality_labels.actions.alike import tell_apart
from quality_labels.actions.appeals import begin_appeal, lodge_appeal
from quality_labels.actions.complaints import answer_complaint, complain
from quality_labels.actions.decisions import decidable, grant, refuse
from quality_labels.actions.drafts import adopt_draft, begin_draft, drop_draft, edit_draft
from quality_labels.actions.elsewhere import end_record, record_elsewhere
from quality_labels.actions.evaluations import evaluate
from quality_labels.actions.keys import publish_directory, retire_key, revoke_key
from quality_labels.actions.labels import (
    affix,
    confirm,
    expire,
    propose,
    replace,
    require_on_piece,
    suspend,
    void,
)
from quality_labels.actions.minutes import close_session, sign_minutes
from quality_labels.actions.people import accredit, declare_interest, end_accreditation, settle_policy
from quality_labels.actions.printing import print_labels
from quality_labels.actions.requests import accept, send_back, submit
from quality_labels.actions.schemes import adopt_scheme
from quality_labels.actions.sessions import (
    LEAST_TEAM,
    MOST_AT_ONCE,
    announce,
    cancel_session,
    open_session,
    plan_session,
    release,
    seat,
    unseat,
)

__all__ = [
    "LEAST_TEAM",
    "MOST_AT_ONCE",
    "accept",
    "accredit",
    "adopt_draft",
    "adopt_scheme",
    "affix",
    "announce",
    "answer_complaint",
    "begin_appeal",
    "begin_draft",
    "cancel_session",
    "close_session",
    "complain",
    "confirm",
    "decidable",
    "declare_interest",
    "drop_draft",
    "edit_draft",
    "end_accreditation",
    "end_record",
    "evaluate",
    "expire",
    "grant",
    "lodge_appeal",
    "open_session",
    "plan_session",
    "print_labels",
    "propose",
    "publish_directory",
    "record_elsewhere",
    "refuse",
    "release",
    "replace",
    "require_on_piece",
    "retire_key",
    "revoke_key",
    "seat",
    "send_back",
    "settle_policy",
    "sign_minutes",
    "submit",
    "suspend",
    "tell_apart",
    "unseat",
    "void",
]
