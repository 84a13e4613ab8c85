"""Sheets of the upper floor to paper and files: bytes out, never a query."""
