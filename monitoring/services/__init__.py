"""Writes of the upper floor: one verb a function, `by=` first, one transaction, one audit entry."""
