"""All tests: they mirror the source path by path; architecture/, roles/, documents/ and e2e/ stand beside."""
