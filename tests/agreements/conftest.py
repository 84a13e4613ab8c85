"""What the tests of the lower floor share."""

from tests.fixtures_2014 import _loaded_2014, agreement_2014, paper_2014

__all__ = ["_loaded_2014", "agreement_2014", "paper_2014"]
