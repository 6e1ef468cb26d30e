"""Where a shop's money goes: what is written of it, how it changes, and when payouts wait."""
