"""What the tests of the upper floor share."""

from tests.fixtures_2014 import _loaded_2014, agreement_2014
from tests.monitoring.quick_press import press

__all__ = ["_loaded_2014", "agreement_2014", "press"]
