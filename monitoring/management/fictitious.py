"""Fictitious Jobcenter: three neighbours for the demonstration, or a whole country; made up, deterministic, never for use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.domain.months import add_months, month_of, month_range, months_between, year_months
from monitoring.management.demo_figures import FINAL_UNTIL, LAST, DemoFigure, wobble

YEAR = 2014
TYPES = ("Muster A", "Muster B", "Muster C", "Muster D", "Muster E")
TYPE_OF_ME_AKTIV = TYPES[0]

# Of a series of the BA targets: per eLb and month in the middle of 2013, season (the same every year), noise, decimals.
BASE: dict[str, tuple[str, str, str, int]] = {
    "INT": ("0.0165", "0.07", "0.012", 0),
    "INT_U25": ("0.00355", "0.06", "0.012", 0),
    "INT_ALLEIN": ("0.00165", "0.05", "0.015", 0),
    "ELB": ("1", "0.003", "0.001", 0),
    "ELB_U25": ("0.187", "0.006", "0.002", 0),
    "ELB_ALLEIN": ("0.158", "0.004", "0.002", 0),
    "LZB": ("0.64", "0.002", "0.001", 0),
    "BG": ("0.745", "0.003", "0.001", 0),
    "LLU": ("281.50", "0.005", "0.002", 2),
}
WOMEN = {"INT_F": ("INT", "0.427"), "ELB_F": ("ELB", "0.506")}
MEN = {"INT_M": ("INT", "INT_F"), "ELB_M": ("ELB", "ELB_F")}
SERIES = (*BASE, *WOMEN, *MEN)
OLDEST_CHANGE = -36  # months before the middle of 2013; what lies before stays on that level


@dataclass(frozen=True, kw_only=True)
class FictitiousJobcenter:
    """One made-up Jobcenter with its Kreis. Changes are percent a year by series, what is not named stays level."""

    region: str  # begins with 99: no such key in the Gemeindeverzeichnis
    slug: str
    kreis: str
    comparison_type: str
    customers: int  # eLb in the middle of 2013
    integration: Decimal  # how its integrations stand to the usual, as a share
    changes: Mapping[str, Decimal]

    @property
    def name(self) -> str:
        """As the cover prints it."""
        return f"Jobcenter {self.kreis}"

    def value(self, code: str, month: date) -> Decimal:
        """The figure of a series in a month."""
        if code in MEN:
            whole, women = MEN[code]
            return self.value(whole, month) - self.value(women, month)
        if code in WOMEN:
            whole, share = WOMEN[code]
            return (self.value(whole, month) * Decimal(share) * self._swing(code, month, "0.01")).quantize(Decimal(1))
        level, season, noise, decimals = BASE[code]
        age = max(months_between(date(2013, 7, 1), month), OLDEST_CHANGE)
        value = self.customers * Decimal(level) * (1 + self.changes.get(code, Decimal(0)) * age / 1200)
        value *= self.integration if code.startswith("INT") else 1
        same_every_year = month.replace(year=YEAR)
        value *= self._swing(f"{code} Saison", same_every_year, season) * self._swing(code, month, noise)
        return value.quantize(Decimal(1).scaleb(-decimals))

    def _swing(self, code: str, month: date, width: str) -> Decimal:
        return wobble(self.region + code, month, Decimal(width))


NEIGHBOURS = (
    FictitiousJobcenter(
        region="99001",
        slug="musterkreis-nord",
        kreis="Musterkreis Nord",
        comparison_type=TYPES[0],
        customers=21_400,
        integration=Decimal("1.08"),
        changes={
            "INT": Decimal("3.6"),
            "INT_U25": Decimal("6.8"),
            "INT_ALLEIN": Decimal("4.0"),
            "ELB": Decimal("-0.6"),
            "LZB": Decimal("-2.1"),
            "LLU": Decimal("-1.2"),
        },
    ),
    FictitiousJobcenter(
        region="99002",
        slug="musterkreis-sued",
        kreis="Musterkreis Süd",
        comparison_type=TYPES[0],
        customers=33_900,
        integration=Decimal("0.91"),
        changes={
            "INT": Decimal("-1.4"),
            "INT_U25": Decimal("4.2"),
            "INT_ALLEIN": Decimal("7.5"),
            "ELB": Decimal("0.5"),
            "LZB": Decimal("1.7"),
            "LLU": Decimal("1.4"),
        },
    ),
    FictitiousJobcenter(
        region="99003",
        slug="mustertal",
        kreis="Mustertal",
        comparison_type=TYPES[1],
        customers=12_650,
        integration=Decimal("1.19"),
        changes={
            "INT": Decimal("0.3"),
            "INT_U25": Decimal("0.4"),
            "INT_ALLEIN": Decimal("3.8"),
            "ELB": Decimal("-0.2"),
            "LZB": Decimal("-0.3"),
            "LLU": Decimal("-0.4"),
        },
    ),
)


def country(count: int) -> Iterator[FictitiousJobcenter]:
    """So many Jobcenter more, each different, the first ones the same whatever the count."""
    for number in range(1, count + 1):
        yield FictitiousJobcenter(
            region=f"999{number:04d}",
            slug=f"musterkreis-{number}",
            kreis=f"Musterkreis {number}",
            comparison_type=TYPES[int(_drawn(number, "type", 0, len(TYPES)))],
            customers=int(_drawn(number, "size", 4_000, 45_000)),
            integration=_drawn(number, "integration", 80, 125) / 100,
            changes={
                "INT": _drawn(number, "INT", -3, 6),
                "INT_U25": _drawn(number, "INT_U25", -1, 9),
                "INT_ALLEIN": _drawn(number, "INT_ALLEIN", 0, 9),
                "ELB": _drawn(number, "ELB", -1, 1),
                "LZB": _drawn(number, "LZB", -4, 2),
                "LLU": _drawn(number, "LLU", -2, 2),
            },
        )


def figures(jobcenter: FictitiousJobcenter, first: date) -> Iterator[DemoFigure]:
    """Every series of the BA targets from that month to September 2014, final up to June."""
    for code in SERIES:
        for month in month_range(first, LAST):
            value = jobcenter.value(code, month)
            yield DemoFigure(code, jobcenter.region, month, value, month <= FINAL_UNTIL)


def plans(jobcenter: FictitiousJobcenter) -> dict[str, Decimal]:
    """What was agreed for 2014 by code of the measure: 2 % more integrations, 1 % fewer LZB, 1 % less LLU than in 2013."""
    months = year_months(YEAR - 1)
    integrations = sum(jobcenter.value("INT", month) for month in months)
    customers = sum(jobcenter.value("ELB", add_months(month, -1)) for month in months)
    return {
        "IQ": (Decimal(1200) * integrations / customers * Decimal("1.02")).quantize(Decimal("0.1")),
        "LZB": (sum((jobcenter.value("LZB", month) for month in months), Decimal(0)) / 12 * Decimal("0.99")).quantize(
            Decimal(1)
        ),
        "LLU": (sum(jobcenter.value("LLU", month) for month in months) * Decimal("0.99")).quantize(Decimal(1)),
    }


def first_month(years: int) -> date:
    """So many years up to 2014 begin in the December before: the Integrationsquote of January needs it."""
    return add_months(month_of(YEAR - years + 1, 1), -1)


def _drawn(number: int, what: str, low: int, high: int) -> Decimal:
    """A number from low up to (not including) high, always the same for the same words."""
    digest = hashlib.sha256(f"{number} {what}".encode()).digest()
    return low + (high - low) * Decimal(int.from_bytes(digest[:4], "big")) / Decimal(2**32)
