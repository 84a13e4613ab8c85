"""Fictitious figures for the demonstration: made up, deterministic, of the size of a real Jobcenter; never for use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.domain.months import month_range

FIRST, LAST = date(2011, 12, 1), date(2014, 9, 1)
DISTRICT = "05158"
FINAL_UNTIL = date(2014, 6, 1)  # BA-Statistik: final after three months

# The worked figures of the attainment rules; tests reproduce their results to all printed digits.
WORKED = {
    "INT": {
        2013: "430 441 478 470 452 436 449 421 502 489 463 409",
        2014: "425 450 486 455 470 441 452 430 515",
    },
    "ELB": {
        2013: "27410 27480 27520 27490 27430 27380 27350 27300 27260 27210 27190 27240",
        2014: "27330 27390 27420 27400 27350 27310 27290 27250 27230",
    },
    "LZB": {
        2013: "17602 17590 17571 17560 17548 17530 17521 17509 17498 17482 17470 17461",
        2014: "17452 17440 17421 17395 17380 17366 17351 17340 17322",
    },
    "LLU": {
        2013: "7712345.10 7698112.55 7701988.20 7689001.00 7654321.99 7640077.45 7611200.10 7598345.67 7580012.34 "
        "7566001.80 7549870.25 7561234.56",
        2014: "7580123.45 7571002.10 7569880.00 7550431.77 7548001.20 7539004.05 7521877.90 7518340.66 7502110.08",
    },
}
EXACT = {("ELB", date(2012, 12, 1)): "27350"}

# code: value in January 2013, change a month, swing (share of the value), decimals
BASE: dict[str, tuple[str, str, str, int]] = {
    "INT": ("447", "0.2", "0.07", 0),
    "ELB": ("27380", "-9", "0.002", 0),
    "LZB": ("17600", "-8", "0.001", 0),
    "LLU": ("7710000", "-9000", "0.004", 2),
    "BG": ("20410", "-7", "0.002", 0),
    "KDU": ("9871000", "6200", "0.006", 2),
    "EGV_BASIS": ("24860", "-6", "0.003", 0),
    "KUNDEN": ("14720", "-4", "0.003", 0),
    "KUNDEN_SINGLE": ("10140", "-2", "0.003", 0),
    "VZA": ("391.40", "0.29", "0.003", 2),
    "VZA_BEFRISTET": ("33.60", "-0.10", "0.01", 2),
    "JOB_TEILN": ("312", "0.8", "0.06", 0),
    "KIND_EUR": ("1040", "6", "0.12", 2),
    "SCHULD_EUR": ("121300", "110", "0.03", 2),
    "PSYCHO_EUR": ("16850", "55", "0.05", 2),
    "METHADON_EUR": ("6210", "12", "0.04", 2),
    "SUCHT_EUR": ("10720", "18", "0.04", 2),
}
CONSTANT = {
    "VZA_SOLL": "405.93",
    "VZA_BUT": "11",
    "VZA_50PLUS": "4.25",
    "VZA_JOBOFFENSIVE": "15",
    "VZA_ALLEGRO": "10",
    "VZA_ZUSATZ_BA": "0",
    "VZA_ZUSATZ_KREIS": "0",
}
# code: of which series, share in 2013, share in 2014, swing
SHARE: dict[str, tuple[str, str, str, str]] = {
    "INT_F": ("INT", "0.424", "0.431", "0.02"),
    "INT_U25": ("INT", "0.215", "0.2255", "0.04"),
    "INT_ALLEIN": ("INT", "0.0975", "0.0985", "0.05"),
    "ELB_F": ("ELB", "0.506", "0.507", "0.001"),
    "ELB_U25": ("ELB", "0.187", "0.185", "0.004"),
    "ELB_ALLEIN": ("ELB", "0.158", "0.159", "0.003"),
    "EGV": ("EGV_BASIS", "0.782", "0.797", "0.008"),
    "KONTAKTE": ("KUNDEN", "0.172", "0.176", "0.05"),
    "KONTAKTE_SINGLE": ("KUNDEN_SINGLE", "0.452", "0.471", "0.05"),
    "KONTAKT_ERFUELLT": ("KUNDEN", "0.781", "0.806", "0.01"),
    "KONTAKT_ERFUELLT_SINGLE": ("KUNDEN_SINGLE", "0.688", "0.715", "0.01"),
    "JOB_INT": ("JOB_TEILN", "0.236", "0.251", "0.05"),
}
REST = {"INT_M": ("INT", "INT_F"), "ELB_M": ("ELB", "ELB_F")}
SMALL = {"SCHULD_PROFIL": "41 38 44 40", "SCHULD_INT": "12 9 14 11"}
QUARTERLY = {"JOB_TEILN", "JOB_INT", *SMALL, *(code for code in BASE if code.endswith("_EUR"))}
KREIS_SERIES = {"KDU", *(code for code in BASE if code.endswith("_EUR"))}
OWN_PREFIXES = ("EGV", "KONTAKT", "KUNDEN", "VZA", "JOB_", "SCHULD_", "KIND_", "PSYCHO_")

# Persons reached for the first time, by city and quarter of 2014; 0, 1, 2 and two ones occur in the year's sums.
CITIES_2014 = {
    "KIND_KUNDEN": {
        "05158004": "1 1 1 1",
        "05158008": "0 0 0 0",
        "05158012": "0 1 0 0",
        "05158016": "2 1 2 1",
        "05158020": "1 2 1 1",
        "05158024": "1 0 1 1",
        "05158026": "1 0 0 1",
        "05158028": "2 3 2 3",
        "05158032": "4 3 3 2",
        "05158036": "0 0 0 1",
        "05158000": "0 0 1 0",
    },
    "SCHULD_KUNDEN": {
        "05158004": "31 24 22 26",
        "05158008": "14 12 11 10",
        "05158012": "19 17 15 16",
        "05158016": "34 30 28 31",
        "05158020": "27 25 23 24",
        "05158024": "24 22 21 20",
        "05158026": "29 26 24 25",
        "05158028": "47 41 38 43",
        "05158032": "63 55 52 58",
        "05158036": "11 9 8 10",
        "05158000": "3 2 1 2",
    },
    "PSYCHO_KUNDEN": {
        "05158004": "7 5 6 6",
        "05158008": "1 0 0 1",
        "05158012": "5 4 4 5",
        "05158016": "8 7 6 7",
        "05158020": "6 6 5 5",
        "05158024": "5 5 4 4",
        "05158026": "6 5 5 6",
        "05158028": "11 9 9 10",
        "05158032": "15 13 12 14",
        "05158036": "0 0 1 1",
        "05158000": "0 0 0 0",
    },
}


@dataclass(frozen=True)
class DemoFigure:
    """One made-up figure: codes as in the catalogue, status as in contract.md."""

    series: str
    region: str
    month: date
    value: Decimal
    final: bool


def demo_figures() -> Iterator[DemoFigure]:
    """Every series, December 2011 to September 2014; quarterly ones in March, June, September and December."""
    months = month_range(FIRST, LAST)
    for code in [*BASE, *CONSTANT, *SHARE, *REST, *SMALL]:
        for month in months:
            if code not in QUARTERLY or month.month % 3 == 0:
                yield DemoFigure(code, DISTRICT, month, value(code, month), _final(code, month))
    for code, cities in CITIES_2014.items():
        for region in cities:
            for month in months:
                if month.month % 3 == 0:
                    yield DemoFigure(code, region, month, city_value(code, region, month), _final(code, month))


def value(code: str, month: date) -> Decimal:
    """The figure of a district series in a month."""
    row = WORKED.get(code, {}).get(month.year)
    if row:
        return Decimal(row.split()[month.month - 1])
    if (code, month) in EXACT:
        return Decimal(EXACT[code, month])
    if code in CONSTANT:
        return Decimal(CONSTANT[code])
    if code in REST:
        whole, part = REST[code]
        return value(whole, month) - value(part, month)
    if code in SHARE:
        return _share(code, month)
    if code in SMALL:
        base = Decimal(SMALL[code].split()[month.month // 3 - 1])
        return (base * wobble(code, month, Decimal("0.08"))).quantize(Decimal(1))
    start, step, swing, decimals = BASE[code]
    age = (month.year - 2013) * 12 + month.month - 1
    grown = Decimal(start) + Decimal(step) * age
    return (grown * wobble(code, month, Decimal(swing))).quantize(Decimal(1).scaleb(-decimals))


def city_value(code: str, region: str, month: date) -> Decimal:
    """The figure of a city in a quarter; years before 2014 are the same order of size."""
    base = Decimal(CITIES_2014[code][region].split()[month.month // 3 - 1])
    if month.year == 2014:
        return base
    return (base * wobble(code + region, month, Decimal("0.15"))).quantize(Decimal(1))


def _share(code: str, month: date) -> Decimal:
    whole, before, now, swing = SHARE[code]
    share = Decimal(now if month.year >= 2014 else before)
    return (value(whole, month) * share * wobble(code, month, Decimal(swing))).quantize(Decimal(1))


def wobble(code: str, month: date, width: Decimal) -> Decimal:
    """1 ± width, always the same for the same code and month."""
    digest = hashlib.sha256(f"{code} {month:%Y-%m}".encode()).digest()
    return 1 + width * (Decimal(int.from_bytes(digest[:4], "big")) / Decimal(2**31) - 1)


def _final(code: str, month: date) -> bool:
    """BA series after three months; own counts and the Kreis's figures when the year is over."""
    own = code in KREIS_SERIES or code.startswith(OWN_PREFIXES)
    return month < date(2014, 1, 1) if own else month <= FINAL_UNTIL
