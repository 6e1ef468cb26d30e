"""The transparency log of the centre (C2SP tlog-tiles over RFC 6962 hashing).

Source: docs/quality-labels.md, labels and their log.
"""
