"""Rows of the stamping centre. What must hold whatever the code does stands in the database:
constraints here, triggers in marketplace/guards.py.
"""

from quality_labels.models.alike import AlikePiece, PhotoHash
from quality_labels.models.appeals import Appeal, AppealChange
from quality_labels.models.applications import (
    Application,
    ApplicationChange,
    Decision,
    Evaluation,
    EvaluationPhoto,
    Reading,
)
from quality_labels.models.complaints import Complaint, ComplaintChange, Scan
from quality_labels.models.drafts import SchemeDraft
from quality_labels.models.elsewhere import ForeignStamp
from quality_labels.models.keys import KeyDirectory, SigningKey, StatusListVersion
from quality_labels.models.labels import Label, LabelChange, LabelProposal, Replacement
from quality_labels.models.log import Checkpoint, Cosignature, LogEntry, LogTile
from quality_labels.models.minutes import Minutes, MinutesSignature
from quality_labels.models.people import Accreditation, AccreditationEnd, CentrePolicy, InterestDeclaration
from quality_labels.models.printing import Affixing, PrintedLabel, PrintRun
from quality_labels.models.schemes import Scheme, SchemeVersion
from quality_labels.models.sessions import SessionChange, SessionPiece, SessionSeat, StampingSession

__all__ = [
    "Accreditation",
    "AccreditationEnd",
    "Affixing",
    "AlikePiece",
    "Appeal",
    "AppealChange",
    "Application",
    "ApplicationChange",
    "CentrePolicy",
    "Checkpoint",
    "Complaint",
    "ComplaintChange",
    "Cosignature",
    "Decision",
    "Evaluation",
    "EvaluationPhoto",
    "ForeignStamp",
    "InterestDeclaration",
    "KeyDirectory",
    "Label",
    "LabelChange",
    "LabelProposal",
    "LogEntry",
    "LogTile",
    "Minutes",
    "MinutesSignature",
    "PhotoHash",
    "PrintRun",
    "PrintedLabel",
    "Reading",
    "Replacement",
    "Scan",
    "Scheme",
    "SchemeDraft",
    "SchemeVersion",
    "SessionChange",
    "SessionPiece",
    "SessionSeat",
    "SigningKey",
    "StampingSession",
    "StatusListVersion",
]
