"""Reads of the lower floor, one file a purpose; all hand out frozen sheets or rows in a constant number of queries."""
