"""Writes of the lower floor: one verb a function, `by=` first, one transaction, one audit entry."""
