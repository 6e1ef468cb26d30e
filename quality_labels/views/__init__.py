"""HTTP in, one call, HTTP out: the rooms of the stamping centre and its public pages, a module each."""
