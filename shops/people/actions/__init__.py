"""Use cases of makers and the people of a shop, a room each."""
