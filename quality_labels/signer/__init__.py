"""Who signs: a process of its own, which nothing of the web may import (the import contract sees to it).

It alone reads private keys. It believes nobody: what it signs it has judged again from the rows.
Source: docs/quality-labels.md, R11 and R14 to R17.
"""

from quality_labels.signer.keyring import key_path, make_label_key
from quality_labels.signer.signing import sign

__all__ = ["key_path", "make_label_key", "sign"]
