"""How a shop comes to be: what an artisan says of herself, what is asked of it, and the operator's one approval."""
