"""Papers: conformity, fonts, structure."""
