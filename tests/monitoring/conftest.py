"""What the tests of the upper floor share."""

from tests.monitoring.quick_press import press

__all__ = ["press"]
