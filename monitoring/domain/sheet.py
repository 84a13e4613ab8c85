"""The one sheet between database and paper: page, PDF, XLSX, chart and JSON all read these frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from agreements.choices import Aggregation, Course, Direction, MeasureRole, TargetKind
from monitoring.choices import AttainmentStatus, FigureStatus, ReportState
from monitoring.domain.changes import Change
from monitoring.domain.report_record import CommentSheet, StepSheet
from monitoring.domain.steering_sheet import SteeringSheet
from monitoring.domain.workings import Workings

# Months are the first day of the month throughout. Numbers are unrounded Decimals of 28 digits; None is "no value", never 0.
# A field that comes later has a default: sheets that were frozen before do not hold it.


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A figure that a value needed and did not have (domain.md §4, rule 2)."""

    series: str
    series_name: str
    month: date
    kind: str  # "missing" (fehlt), "none" (keine Angabe), "not_yet" (noch nicht verfügbar)
    available_from: date | None = None  # only for "not_yet"


@dataclass(frozen=True, kw_only=True)
class Projection:
    """Hochrechnung to the end of the year, in the unit of the measure (domain.md §4)."""

    value: Decimal
    low: Decimal
    high: Decimal
    basis_years: tuple[int, ...]  # prior years used, newest first; empty: without prior year, or December itself
    shown: bool  # False before March: in the JSON, but not on the page


@dataclass(frozen=True, kw_only=True)
class Needed:
    """Noch nötig: what is left to do until December (domain.md §4)."""

    total: Decimal | None  # pieces, persons or € in all; None for MEAN, where only a mean makes sense
    per_month: Decimal  # for MEAN the mean the remaining months may have; else total / months
    what: str  # name of what is counted: "Integrationen", the name of the series …
    unit: str  # its unit: "Anzahl", "Personen", "€"
    decimals: int
    months: tuple[date, ...]  # the months still to come after as_of, up to December
    months_over: tuple[date, ...]  # those of them that are over by the calendar, though without a figure yet
    prior_year_per_month: Decimal | None  # what the same months of the prior year brought on average
    reached: bool  # "bereits erreicht": nothing more is needed
    hard: bool  # "rechnerisch kaum erreichbar" (unsere Lesart: beyond the best month of the last 24)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a Zerlegung; all parts add up exactly to the difference explained."""

    part: str  # "numerator", "denominator", "2014-03", "05158024", "number", "each"
    label: str
    amount: Decimal  # in the unit of the measure


@dataclass(frozen=True, kw_only=True)
class Component:
    """Numerator or denominator of a RATIO, to date."""

    label: str  # "Zähler" or "Nenner"
    name: str
    unit: str
    decimals: int
    value: Decimal
    prior_year: Decimal | None
    months: tuple[tuple[date, Decimal | None, Decimal | None], ...]  # month, figure, same month of the prior year


@dataclass(frozen=True, kw_only=True)
class MonthPoint:
    """One month of the year on the chart and in its data table; every value is to date."""

    month: date
    figure: Decimal | None  # the month's own figure; None for RATIO and where there is none
    gap: str | None  # why there is no own figure: "missing", "none", "not_yet"; None where there is one
    actual: Decimal | None  # None too after as_of: such figures are not looked at
    plan: Decimal | None
    prior_year: Decimal | None
    deviation: Decimal | None
    deviation_percent: Decimal | None
    status: AttainmentStatus | None
    data_status: FigureStatus | None
    projected_low: Decimal | None  # band of the projection after as_of
    projected_high: Decimal | None


@dataclass(frozen=True, kw_only=True)
class MeasureSheet:
    """One measure of one target at one month, with everything that page, paper and JSON say of it."""

    code: str
    name: str
    unit: str  # "%", "Personen", "€", "VZA", "Anzahl", "Kontakte"
    decimals: int  # digits shown
    aggregation: Aggregation
    is_rate: bool  # deviations are Prozentpunkte
    role: MeasureRole
    direction: Direction | None
    course: Course | None
    observed: bool  # monitoring: "Prognose", never "Soll", no status, no "noch nötig"
    has_status: bool  # False for monitoring, staffing and measures without plan
    month: date  # the month asked for
    as_of: date | None  # the last month ≤ month that has a value; every field below is taken there
    not_computable: bool  # denominator 0: "nicht berechenbar", no falling back
    actual: Decimal | None
    plan: Decimal | None  # S(as_of)
    annual_plan: Decimal | None  # P
    plan_printed: str  # as the paper says it: "20,6", "um 5 %"
    plan_fixed: bool  # False: P and course follow the prior year, "vorläufig"
    plan_changes: tuple[date, ...] = ()  # the months from which an amendment changes the plan
    plan_proposed: Decimal | None = None  # P by today's prior-year figures, where another P was fixed
    plan_fixed_on: date | None = None  # the day of the Festlegung in force
    plan_data_status: str = ""  # of the figures it was fixed on, in words
    plan_missing: tuple[Gap, ...]  # prior-year figures without which there is no course
    plan_difference: Decimal | None  # own months of a SUM: their total − P, where not 0
    deviation: Decimal | None
    deviation_pieces: Decimal | None  # RATIO of SUM over MEAN: (S − A)/factor · D, pieces short of the plan
    deviation_percent: Decimal | None
    percent_of_plan: Decimal | None
    prior_year: Decimal | None  # V(as_of)
    prior_year_total: Decimal | None  # V(12)
    prior_year_change_percent: Decimal | None
    agreed_change_share_percent: Decimal | None
    yellow_wider_than_change: bool  # warn: the yellow band is wider than the agreed change
    rolling_12: Decimal | None
    projection: Projection | None
    needed: Needed | None
    status: AttainmentStatus | None
    green: Decimal | None  # thresholds g and y in percent
    yellow: Decimal | None
    final: bool  # as_of is December and every figure is final: only then "erreicht / nicht erreicht"
    explanation_base: str | None  # "prior_year" or "plan"
    explanation_total: Decimal | None
    explanation: tuple[Part, ...]
    data_status: FigureStatus | None
    estimates: tuple[str, ...]  # "Bestand LZB März 2014 (Grund …)": which figures are geschätzt
    gaps: tuple[Gap, ...]  # why there is no value at `month` itself
    components: tuple[Component, ...]
    points: tuple[MonthPoint, ...]  # January to December
    workings: Workings | None = None  # the single figures and what was made of them


@dataclass(frozen=True, kw_only=True)
class TargetSheet:
    """One target of the report with its measures; the first is the leading one."""

    code: str
    title: str
    description: str
    kind: TargetKind
    sphere: str
    section: str
    position: int
    measures: tuple[MeasureSheet, ...]
    comment: CommentSheet | None
    previous_comment: CommentSheet | None
    steering: tuple[SteeringSheet, ...] = ()  # agreed measures of the month; empty where nobody asked for them
    series_break: str = ""  # what changes against the prior year in term or definition

    @property
    def leading(self) -> MeasureSheet | None:
        """The measure the overview shows; None for a target of words alone."""
        return self.measures[0] if self.measures else None

    @property
    def led(self) -> tuple[MeasureSheet, ...]:
        """All its leading measures, each a line of the overview: the contacts with and without single households."""
        return tuple(measure for measure in self.measures if measure.role == MeasureRole.LEADING)

    @property
    def observed(self) -> bool:
        """Monitoring stands apart from the targets (§ 3 of domain.md)."""
        return self.kind == TargetKind.MONITORING


@dataclass(frozen=True, kw_only=True)
class ReportSheet:
    """One MBZ: one agreement, one month."""

    agreement: str  # key
    title: str
    jobcenter: str
    parties: tuple[str, ...]
    month: date
    number: int
    state: ReportState
    previous: tuple[int, ReportState] | None
    fingerprint: str | None
    fictitious: bool
    as_of_day: date  # the day on which the sheet was made
    targets: tuple[TargetSheet, ...]
    municipal: bool = False
    steps: tuple[StepSheet, ...] = ()  # of this number and those before it, in their order
    accepted_by: str = "die Agentur"  # who the Jobcenter talks to, on the paper of the dialogue
    changed_since: datetime | None = None  # when the last report before this one was frozen; None: it is the first
    changes: tuple[Change, ...] = ()  # of the figures it reads, since then; the latest first

    @property
    def steering(self) -> tuple[TargetSheet, ...]:
        """The targets proper."""
        return tuple(t for t in self.targets if not t.observed)

    @property
    def monitored(self) -> tuple[TargetSheet, ...]:
        """What is observed, apart."""
        return tuple(t for t in self.targets if t.observed)

    @property
    def lines(self) -> tuple[tuple[TargetSheet, MeasureSheet], ...]:
        """The lines of the overview, what is observed last; a target of words alone has none."""
        return tuple((t, measure) for t in (*self.steering, *self.monitored) for measure in t.led)


@dataclass(frozen=True, kw_only=True)
class CityCell:
    """One count of one service in one city."""

    value: int | None  # None: missing, keine Angabe, or hidden
    hidden: bool = False  # masked: printed "*"
    gap: str | None = None  # "missing", "none", "not_yet" where there is no figure


@dataclass(frozen=True, kw_only=True)
class CityService:
    """One column: a service with its count per region and its total."""

    series: str  # code, "SCHULD_KUNDEN"
    name: str
    unit: str
    threshold: int  # k of domain.md §6
    cells: tuple[CityCell, ...]  # in the order of the sheet's regions
    total: CityCell
    incomplete: bool  # the total leaves regions out


@dataclass(frozen=True, kw_only=True)
class CitySheet:
    """The stadtscharf table of one agreement and year; exact, or masked before anyone reads it."""

    agreement: str
    title: str
    jobcenter: str
    year: int
    until: date | None  # last period with figures
    masked: bool
    fictitious: bool
    as_of_day: date
    regions: tuple[tuple[str, str], ...]  # key, name
    services: tuple[CityService, ...]
    notes: tuple[str, ...]
