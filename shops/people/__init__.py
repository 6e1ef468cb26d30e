"""Makers, cards, consent, help and who works in a shop: the part of `shops` that the artisan's own panel is about."""
