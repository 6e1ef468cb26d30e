"""Search of the marketplace: three languages folded onto one set of words, on either database."""
