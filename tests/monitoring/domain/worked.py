"""The worked figures (worked-examples.md) as data: made-up figures of the right size, and the results with all digits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from agreements.choices import Aggregation, Course, Direction, PlanWay, TargetKind
from agreements.domain.months import month_of
from monitoring.choices import FigureStatus
from monitoring.domain.attainment import MeasureSpec, PartSpec, PlanTerms
from monitoring.domain.series import Figure, SeriesData, SeriesSpec

TODAY = date(2014, 10, 20)

ROWS: dict[tuple[str, int], str] = {
    ("INT", 2013): "430 441 478 470 452 436 449 421 502 489 463 409",
    ("INT", 2014): "425 450 486 455 470 441 452 430 515",
    ("ELB", 2013): "27410 27480 27520 27490 27430 27380 27350 27300 27260 27210 27190 27240",
    ("ELB", 2014): "27330 27390 27420 27400 27350 27310 27290 27250 27230",
    ("LZB", 2013): "17602 17590 17571 17560 17548 17530 17521 17509 17498 17482 17470 17461",
    ("LZB", 2014): "17452 17440 17421 17395 17380 17366 17351 17340 17322",
    ("LLU", 2013): "7712345.10 7698112.55 7701988.20 7689001.00 7654321.99 7640077.45 7611200.10 7598345.67 7580012.34 "
    "7566001.80 7549870.25 7561234.56",
    ("LLU", 2014): "7580123.45 7571002.10 7569880.00 7550431.77 7548001.20 7539004.05 7521877.90 7518340.66 7502110.08",
}
ELB_DECEMBER_2012 = Decimal(27350)

SERIES = {
    "INT": SeriesSpec(code="INT", name="Integrationen", unit="Anzahl"),
    "ELB": SeriesSpec(code="ELB", name="Bestand eLb", unit="Personen"),
    "LZB": SeriesSpec(code="LZB", name="Bestand LZB", unit="Personen"),
    "LLU": SeriesSpec(code="LLU", name="Leistungen zum Lebensunterhalt", unit="€", decimals=2),
}

IQ = MeasureSpec(
    code="IQ",
    name="Integrationsquote",
    unit="%",
    decimals=1,
    aggregation=Aggregation.RATIO,
    numerator=PartSpec(series="INT", aggregation=Aggregation.SUM),
    denominator=PartSpec(series="ELB", aggregation=Aggregation.MEAN),
    lag=1,
    factor=Decimal(100),
)
LZB = MeasureSpec(
    code="LZB", name="Bestand LZB", unit="Personen", decimals=0, aggregation=Aggregation.MEAN, series="LZB"
)
LLU = MeasureSpec(code="LLU", name="LLU", unit="€", decimals=2, aggregation=Aggregation.SUM, series="LLU")
MEASURES = {"IQ": IQ, "LZB": LZB, "LLU": LLU}

TERMS = {
    "IQ": PlanTerms(way=PlanWay.ABSOLUTE, plan=Decimal("20.6"), course=Course.PRIOR_YEAR, direction=Direction.AT_LEAST),
    "LZB": PlanTerms(way=PlanWay.ABSOLUTE, plan=Decimal(17283), course=Course.PRIOR_YEAR, direction=Direction.AT_MOST),
    "LLU": PlanTerms(
        way=PlanWay.ABSOLUTE,
        plan=Decimal(90295768),
        course=Course.PRIOR_YEAR,
        direction=Direction.AT_MOST,
        kind=TargetKind.MONITORING,
    ),
}
# measure, month of 2014, A, S, A − S, dev. %, A in % of S, to prior year %, projection, status, S linear
RESULTS = tuple(
    tuple(line.split())
    for line in """
IQ   1 1.5602 1.6292 -0.0689 -4.2321 95.7679 -0.7637 19.7282 red 1.7167
IQ   3 4.9817 5.0992 -0.1175 -2.3040 97.6960 1.2342 20.1254 red 5.1500
IQ   6 9.9689 10.2200 -0.2510 -2.4563 97.5437 1.0764 20.0940 red 10.3000
IQ   9 15.0890 15.4191 -0.3301 -2.1409 97.8591 1.4033 20.1590 red 15.4500
LZB  1 17452.0000 17355.4706 96.5294 0.5562 100.5562 -0.8522 17379.1263 yellow 17283
LZB  3 17437.6667 17341.3380 96.3287 0.5555 100.5555 -0.8529 17379.0046 yellow 17283
LZB  6 17409.0000 17320.7964 88.2036 0.5092 100.5092 -0.8985 17371.0111 yellow 17283
LZB  9 17385.2222 17301.8982 83.3240 0.4816 100.4816 -0.9257 17366.2330 yellow 17283
LLU  1 7580123.4500 7605646.8549 -25523.4049 -0.3356 99.6644 -1.7144 89992749.0081 - 7524647.3333
LLU  3 22721005.5500 22792691.3031 -71685.7531 -0.3145 99.6855 -1.6936 90011776.9591 - 22573942.0000
LLU  6 45358442.5700 45458122.5051 -99679.9351 -0.2193 99.7807 -1.5997 90097768.7031 - 45147884.0000
LLU  9 67900771.2100 67932393.1342 -31621.9242 -0.0465 99.9535 -1.4294 90253736.1239 - 67721826.0000
""".strip().splitlines()
)


def figures() -> dict[str, dict[date, Figure]]:
    """Every worked figure by series and month, to be changed at will: a new dictionary each time."""
    found: dict[str, dict[date, Figure]] = {code: {} for code in SERIES}
    found["ELB"][month_of(2012, 12)] = figure(ELB_DECEMBER_2012)
    for (code, year), row in ROWS.items():
        for number, value in enumerate(row.split(), start=1):
            found[code][month_of(year, number)] = figure(Decimal(value))
    return found


def figure(value: Decimal | str | int | None, status: FigureStatus = FigureStatus.FINAL, reason: str = "") -> Figure:
    """One figure, final where nothing else is said."""
    return Figure(value=None if value is None else Decimal(value), status=status, reason=reason)


def data(given: dict[str, dict[date, Figure]] | None = None, specs: Iterable[SeriesSpec] = ()) -> dict[str, SeriesData]:
    """Figures as assess takes them: the worked ones, or those given."""
    known = SERIES | {spec.code: spec for spec in specs}
    given = figures() if given is None else given
    return {code: SeriesData(spec=known[code], figures=months) for code, months in given.items()}
