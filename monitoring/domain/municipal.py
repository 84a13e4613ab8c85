"""The municipal counterpart of the MBZ as a sheet: targets between Jobcenter and Kreis with money, duties and city services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from agreements.domain.numbers import to_decimal
from agreements.domain.sheet import DutySheet
from monitoring.choices import FigureStatus
from monitoring.domain.city_table import TableCell, city_table
from monitoring.domain.sheet import CitySheet, Gap, ReportSheet, TargetSheet
from monitoring.domain.staffing import Staffing


@dataclass(frozen=True, kw_only=True)
class Money:
    """Money promised and spent to date, in €; None is "no value" or withheld, never 0."""

    amount: Decimal  # promised for the year
    until: date | None = None  # the last month whose spending is in `spent`
    spent: Decimal | None = None
    projection: Decimal | None = None  # to the end of the year
    withheld: bool = False  # spent, but not for this reader: "nicht ausgewiesen"

    @property
    def remaining(self) -> Decimal | None:
        """What is left of the promise; negative where more was spent."""
        return None if self.spent is None else self.amount - self.spent

    @property
    def share_percent(self) -> Decimal | None:
        """How much of the promise is spent, in percent; None for a promise of 0."""
        if self.spent is None or not self.amount:
            return None
        return to_decimal(100 * Fraction(self.spent) / Fraction(self.amount))


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What was spent in one period (a quarter, named by its last month), or why no figure is there."""

    month: date
    value: Decimal | None
    gap: str | None  # "missing", "none", "not_yet"
    data_status: FigureStatus | None


@dataclass(frozen=True, kw_only=True)
class BudgetLine(Money):
    """One budget of a target with its spending."""

    purpose: str
    carrier: str
    series: str | None = None  # code of what is spent; None: spending is not entered here
    data_status: FigureStatus | None = None
    estimates: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()  # why the spending does not reach the month of the report
    periods: tuple[Spending, ...] = ()  # those expected from January to the month of the report


@dataclass(frozen=True, kw_only=True)
class ServiceLine:
    """The sum over all cities of a service with city duty, for readers with the exact right alone."""

    counted: str  # "erreichte Kundinnen und Kunden"
    until: date | None
    total: TableCell  # the same cell as in the last row of the city table


@dataclass(frozen=True, kw_only=True)
class MunicipalTarget(TargetSheet):
    """One target that is not in the MBZ, with what was promised for it."""

    readings: tuple[str, ...]  # "Befristungsanteil, unsere Lesart: …": what the paper does not say of its measures
    city_duty: bool
    budgets: tuple[BudgetLine, ...]
    duties: tuple[DutySheet, ...]
    service: ServiceLine | None  # None without city duty or exact right
    staffing: Staffing | None = None  # of a target of that kind

    @property
    def budget_lines(self) -> tuple[tuple[MunicipalTarget, BudgetLine], ...]:
        """Its budgets as the table of all budgets has them."""
        return tuple((self, budget) for budget in self.budgets)

    @property
    def periods(self) -> tuple[tuple[date, tuple[Spending | None, ...]], ...]:
        """What was spent period by period, one entry a budget; None where its rhythm has no figure in that month."""
        columns = [{period.month: period for period in budget.periods} for budget in self.budgets]
        months = sorted({month for column in columns for month in column})
        return tuple((month, tuple(column.get(month) for column in columns)) for month in months)

    @property
    def money(self) -> Money:
        """All budgets of this target together."""
        return total_of(self.budgets)


@dataclass(frozen=True, kw_only=True)
class MunicipalSheet(ReportSheet):
    """One agreement, one month, the targets that are not in the MBZ.

    No release, no comments, no acceptance: the follow-up process holds for the targets of the BA alone. So number, state
    and fingerprint say only that this is a live paper.
    """

    targets: tuple[MunicipalTarget, ...]
    exact: bool  # the reader has the exact right (domain.md §7, "city breakdown exact")
    municipal: bool = True

    @property
    def budget_lines(self) -> tuple[tuple[MunicipalTarget, BudgetLine], ...]:
        """All budgets with their targets."""
        return tuple(line for target in self.targets for line in target.budget_lines)

    @property
    def quarters(self) -> tuple[date, ...]:
        """The last months of the periods in which something was or should have been spent."""
        return tuple(sorted({period.month for _, budget in self.budget_lines for period in budget.periods}))

    @property
    def spending(self) -> tuple[tuple[MunicipalTarget, BudgetLine, tuple[Spending | None, ...]], ...]:
        """Every budget with what was spent in each of the quarters; None where its rhythm has no figure in that month."""
        known = [(target, budget, {p.month: p for p in budget.periods}) for target, budget in self.budget_lines]
        return tuple((t, b, tuple(periods.get(month) for month in self.quarters)) for t, b, periods in known)

    @property
    def money(self) -> Money:
        """All budgets together."""
        return total_of(budget for _, budget in self.budget_lines)

    @property
    def duties(self) -> tuple[tuple[MunicipalTarget, DutySheet], ...]:
        """All duties with their targets."""
        return tuple((target, duty) for target in self.targets for duty in target.duties)

    @property
    def withholds(self) -> bool:
        """Something of this sheet is not for its reader."""
        return any(budget.withheld for _, budget in self.budget_lines)

    @property
    def next_due(self) -> date | None:
        """The next day on which a duty is due or to be presented, the day of the sheet included."""
        return min((day for _, duty in self.duties for day in _days(duty) if day >= self.as_of_day), default=None)

    @property
    def due_next(self) -> tuple[tuple[MunicipalTarget, DutySheet], ...]:
        """The duties of that day."""
        return tuple((target, duty) for target, duty in self.duties if self.next_due in _days(duty))


def total_of(budgets: Iterable[Money]) -> Money:
    """Budgets together. Spent is a sum only where every budget has a value, all of the same month; a sum without one of
    them would look like thrift. Withheld as soon as one is: the others and the sum would give it away.
    """
    found = tuple(budgets)
    amount = sum((budget.amount for budget in found), Decimal(0))
    withheld = any(budget.withheld for budget in found)
    spent = [budget.spent for budget in found if budget.spent is not None]
    untils = {budget.until for budget in found}
    if withheld or len(spent) < len(found) or len(untils) != 1:
        return Money(amount=amount, withheld=withheld)
    ahead = [budget.projection for budget in found if budget.projection is not None]
    return Money(
        amount=amount,
        until=untils.pop(),
        spent=sum(spent, Decimal(0)),
        projection=sum(ahead, Decimal(0)) if len(ahead) == len(found) else None,
    )


def services_of(sheet: CitySheet) -> dict[str, ServiceLine]:
    """The sums of the exact city table, by the code of the series, in the table's own words."""
    table = city_table(sheet)
    return {
        column.series: ServiceLine(counted=column.counted, until=sheet.until, total=total)
        for column, total in zip(table.columns, table.total.cells, strict=True)
    }


def withhold(sheet: MunicipalSheet) -> MunicipalSheet:
    """The sheet for a reader without the exact right; nothing that reads it later can print what is not in it.

    Which figures could undo a mask of the city tables (domain.md §6)?

    - The sum of a service. Where a published table hides its total (rule 3), the sum is the secret; where it does not,
      the table says it at year end. During the year there is no published table yet, and the sums of two months differ by
      the persons newly reached, which may be fewer than k: a second publication by the back door. Withheld.
    - The spending of a service with city duty. Amounts take the mask of their service, total included. Who knows the
      price of a case divides and has the number of persons; two quarters give the new ones. Withheld, with all that is
      derived from it: rest, share, projection, and the fact of an estimate, whose reason may name figures.
    - Other budgets of the same target (the Methadon journeys beside the psychosocial support). They have no city table
      that they could undo, but no count of their own persons either, are few and concern health, and nothing in the
      agreement's data tells them from the service. In doubt withheld (unsere Lesart).
    - The sum over budgets, of the target and in all: with the open budgets beside it, it is the withheld one. Withheld.
    - Measures of a target with city duty: none in 2014, but a count of the service would be the sum itself. Withheld.

    Not withheld: what was promised (it stands in the agreement), the spending of services without city duty (addiction
    counselling has no city table), measures of all other targets, and every duty in words.
    """
    return replace(sheet, exact=False, targets=tuple(_withheld(target) for target in sheet.targets))


def _withheld(target: MunicipalTarget) -> MunicipalTarget:
    if not target.city_duty:
        return target
    return replace(
        target, measures=(), readings=(), service=None, budgets=tuple(_bare(budget) for budget in target.budgets)
    )


def _bare(budget: BudgetLine) -> BudgetLine:
    """The promise alone; where spending is not entered there is nothing to withhold."""
    bare = BudgetLine(purpose=budget.purpose, carrier=budget.carrier, amount=budget.amount, series=budget.series)
    return replace(bare, withheld=budget.series is not None)


def _days(duty: DutySheet) -> tuple[date, ...]:
    return tuple(day for day in (duty.due, duty.present_by) if day is not None)
