"""Everything that exists only to show the house off: demo pictures and demo rows."""
