"""Labels on paper: an A4 sheet to fold, a 58 mm roll for cloth, a tag for jewellery.

Nothing is handed to a printer that was not read back: every QR of the finished file is rasterised at the resolution of
a cheap thermal printer and decoded, and must say the very bytes that were signed.
The minutes of a session are drawn here too, with no QR in them.
Source: docs/quality-labels.md, R510 to R513 and R855.
"""

from quality_labels.printing.drawing import draw
from quality_labels.printing.minutes import draw_minutes
from quality_labels.printing.reading import unread

__all__ = ["draw", "draw_minutes", "unread"]
