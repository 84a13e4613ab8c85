"""Reads of the upper floor: querysets for pages, rows to sheets in a constant number of queries."""
