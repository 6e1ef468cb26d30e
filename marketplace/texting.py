"""Whether this installation can send text messages: asked by whoever offers one, or would rather not call."""

from django.conf import settings


def can_text() -> bool:
    """Tell whether a gateway is set: by HTTP, or the folder of the demonstration."""
    return bool(settings.SMS_URL) or settings.SMS_FOLDER is not None
