"""The stamping centre: schemes, evaluations, decisions, signed labels, and the verifier anyone can use."""
