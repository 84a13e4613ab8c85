"""Kennzahlenvergleich: the leading measures of all Jobcenter one may read, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agreements.domain.months import last_day, month_of
from agreements.models import Actor, Agreement, Party
from monitoring.domain.attainment import MeasureSpec
from monitoring.domain.comparison import ComparisonSheet, MeasureComparison, Unit, chosen_type
from monitoring.rules import may_read_report
from monitoring.selectors.glances import Glances, Leading, first_of_targets, leading_measures
from monitoring.selectors.lists import month_over


def readable_agreements(actor: Actor, year: int | None = None) -> list[Agreement]:
    """The agreements whose MBZ one reads, of one year or of all, by the name of the Jobcenter; two queries."""
    agreements = Agreement.objects.visible_to(actor).originals().with_partners()
    if year is not None:
        agreements = agreements.filter(year=year)
    return [agreement for agreement in agreements if may_read_report(actor, agreement)]


def comparison_month(actor: Actor, today: date) -> date | None:
    """The newest month that is over in a year one may compare; before a first month is over, its January."""
    found = readable_agreements(actor)
    over = [month for agreement in found if (month := month_over(agreement, today))]
    return max(over, default=None) or min((month_of(agreement.year, 1) for agreement in found), default=None)


def comparison_sheet(actor: Actor, month: date, *, today: date, wanted_type: str = "") -> ComparisonSheet | None:
    """Everybody whose MBZ the actor reads, at one month; None where there is nobody. At most nine queries."""
    agreements = readable_agreements(actor, month.year)
    if not agreements:
        return None
    own = actor.party_ids
    rows = leading_measures(agreements, month)
    glances = Glances(rows, agreements, month, today)
    types = {agreement.pk: _type(agreement.jobcenter, month) for agreement in agreements}
    chosen = chosen_type(wanted_type, [types[a.pk] for a in agreements if a.jobcenter_id in own], list(types.values()))
    found: dict[int, dict[int, Leading]] = {}
    for each in first_of_targets(rows):
        found.setdefault(each.row.measure_id, {})[each.agreement] = each
    return ComparisonSheet(
        month=month,
        as_of_day=today,
        comparison_type=chosen,
        types=tuple(sorted({each for each in types.values() if each})),
        jobcenter=tuple(agreement.jobcenter.name for agreement in agreements),
        fictitious=any(agreement.district.fictitious for agreement in agreements),
        measures=tuple(
            _comparison(
                glances.specs[measure],
                [
                    Unit(
                        agreement=agreement.key,
                        name=agreement.jobcenter.name,
                        own=agreement.jobcenter_id in own,
                        comparison_type=types[agreement.pk],
                        glance=glances.of(of_agreement[agreement.pk], agreement)
                        if agreement.pk in of_agreement
                        else None,
                    )
                    for agreement in agreements
                ],
            )
            for measure, of_agreement in found.items()
        ),
    )


def _comparison(spec: MeasureSpec, units: Sequence[Unit]) -> MeasureComparison:
    return MeasureComparison(
        code=spec.code,
        name=spec.name,
        unit=spec.unit,
        decimals=spec.decimals,
        observed=all(unit.glance is None or unit.glance.observed for unit in units),
        units=tuple(units),
    )


def _type(jobcenter: Party, month: date) -> str:
    """The Vergleichstyp that is valid in the month, be it for a day; "" without one."""
    begun = jobcenter.comparison_from is None or jobcenter.comparison_from <= last_day(month)
    lasts = jobcenter.comparison_to is None or jobcenter.comparison_to >= month
    return jobcenter.comparison_type if begun and lasts else ""
