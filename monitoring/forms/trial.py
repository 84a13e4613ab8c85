"""What the reader tries out in the analysis of the MBZ: "was wäre bei … je Monat", read from the address of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from agreements.domain.numbers import NumberError, parse
from monitoring.domain.sheet import ReportSheet


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One pace for one measure, as typed: the number, or one German sentence why it is none."""

    code: str  # of the measure
    text: str
    pace: Decimal | None = None
    error: str = ""


def read_trial(query: Mapping[str, str], sheet: ReportSheet) -> Trial | None:
    """`?bei=INT_U25&wenn=130`; None where nothing is tried, or with a measure that has no pace to try.

    The number is read as a figure of the series would be (domain.md §8).
    """
    code, text = query.get("bei", ""), query.get("wenn")
    measures = [measure for target in sheet.targets for measure in target.measures]
    needed = next((measure.needed for measure in measures if measure.code == code), None)
    if text is None or needed is None:
        return None
    try:
        pace = parse(text, decimals=needed.decimals, unit=needed.unit, allow_negative=needed.unit == "€")
    except NumberError as error:
        return Trial(code=code, text=text, error=str(error))
    return Trial(code=code, text=text, pace=pace)
