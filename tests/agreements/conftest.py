"""What the tests of the lower floor share."""

from tests.fixtures_2014 import agreement_2014, paper_2014

__all__ = ["agreement_2014", "paper_2014"]
