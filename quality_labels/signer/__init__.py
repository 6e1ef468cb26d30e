"""Who signs: a process of its own, which nothing of the web may import (the import contract sees to it).

It alone reads private keys. It believes nobody: what it signs it has judged again from the rows.
Source: docs/quality-labels.md, R11 and R14 to R17.
"""

from quality_labels.signer.keyring import key_path, make_key, make_label_key, make_root, read_private
from quality_labels.signer.service import forget_log, look, publish, refresh_status_list
from quality_labels.signer.signing import sign

__all__ = [
    "forget_log",
    "key_path",
    "look",
    "make_key",
    "make_label_key",
    "make_root",
    "publish",
    "read_private",
    "refresh_status_list",
    "sign",
]
