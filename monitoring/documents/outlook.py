"""Words for noch nötig, Hochrechnung and Zerlegung: what is ahead of a measure, and of what its difference is made."""

from __future__ import annotations

from decimal import Decimal

from agreements.choices import Aggregation, Direction
from agreements.domain.months import add_months
from agreements.domain.numbers import NO_BREAK_SPACE, format_number, round_down, round_half_up, round_up
from monitoring.documents.figures import MILLION, Scale, difference_scale, difference_words, scale_for, scale_of
from monitoring.documents.wording import month_range_words
from monitoring.domain.sheet import MeasureSheet, Needed


def needed_words(measure: MeasureSheet) -> str:
    """What is still needed: "noch 1.502 Integrationen bis Jahresende, 501 je Monat; Okt–Dez 2013: 454"; "" if nothing is to say.

    Rounded up for mindestens, down for höchstens, so that who keeps to the number shown keeps the plan.
    """
    needed, direction = measure.needed, measure.direction
    if needed is None or direction is None:
        return ""
    if needed.reached:
        return "bereits erreicht"
    if needed.total is not None and direction == Direction.AT_MOST and needed.total < 0:
        scale = scale_for(needed.unit, needed.decimals, needed.total)
        return f"die Obergrenze für das Jahr ist um {scale.value(-needed.total)} überschritten"
    said = [_needed_mean(needed, direction) if needed.total is None else _needed_total(needed, needed.total, direction)]
    if needed.months_over:
        over = month_range_words(needed.months_over, year=False)
        said.append(f"{over} {'sind' if len(needed.months_over) > 1 else 'ist'} schon vorbei, noch ohne Wert")
    if needed.hard:
        said.append("rechnerisch kaum erreichbar")
    return "; ".join(said)


def projection_words(measure: MeasureSheet) -> str:
    """ "20,2 % zum Jahresende auf Basis 2013"; from three prior years on with "Spannweite 19,9–20,4"; "" where none is shown."""
    basis = projection_basis_words(measure)
    if not basis or measure.projection is None:
        return ""
    comma = "," if not measure.projection.basis_years else ""
    return f"{scale_of(measure).value(measure.projection.value)} zum Jahresende{comma} {basis}"


def projection_basis_words(measure: MeasureSheet) -> str:
    """What a projection rests on, without its value: "auf Basis 2013; Spannweite …"; "" where none is shown."""
    projection = measure.projection
    if projection is None or not projection.shown or measure.as_of is None or measure.as_of.month == 12:
        return ""
    if not projection.basis_years:
        how = "Mittel unverändert" if measure.aggregation == Aggregation.MEAN else "gleichmäßig"
        return f"{how} fortgeschrieben ohne Vorjahr"
    said = f"auf Basis {projection.basis_years[0]}"
    if len(projection.basis_years) < 3:
        return said
    scale = scale_of(measure)
    years = f"{min(projection.basis_years)} bis {max(projection.basis_years)}"
    return f"{said}; Spannweite {scale.number(projection.low)}–{scale.number(projection.high)} ({years})"


def explanation_words(measure: MeasureSheet) -> str:
    """The Zerlegung: "Veränderung zum Vorjahr +0,209 Prozentpunkte: Mengeneffekt (Integrationen) +0,164 · …"; "" without one
    or with a single part, which would be the total.

    Parts have one digit more than the total; of percent measures, both have two more than the measure, for the effects are
    small. Where the shown parts do not add up to the shown total, "(Rundungsdifferenz)" says so.
    """
    total = measure.explanation_total
    if total is None or len(measure.explanation) < 2:
        return ""
    base = "von der Prognose" if measure.observed else "vom Soll"
    name = "Veränderung zum Vorjahr" if measure.explanation_base == "prior_year" else f"Abweichung {base}"
    scale = difference_scale(measure, total)
    more, more_each = (2, 2) if measure.is_rate else (0, 1)
    parts = [f"{part.label} {scale.signed(part.amount, more_each)}" for part in measure.explanation]
    shown = sum((scale.rounded(part.amount, more_each) for part in measure.explanation), Decimal(0))
    note = "" if round_half_up(shown, scale.decimals + more) == scale.rounded(total, more) else " (Rundungsdifferenz)"
    return f"{name} {difference_words(measure, total, more)}: {' · '.join(parts)}{note}"


def _needed_total(needed: Needed, total: Decimal, direction: Direction) -> str:
    scale = scale_for(needed.unit, needed.decimals, total)
    whole, each = (rounded_for(direction, value, scale) for value in (total, needed.per_month))
    # Names of series are plurals; of a single one the number alone is said.
    what = f" {needed.what}" if needed.unit == "Anzahl" and whole != "1" else ""
    most = "höchstens " if direction == Direction.AT_MOST else ""
    return f"{most}noch {whole}{what} bis Jahresende, {each} je Monat{_prior_year(needed, scale)}"


def _needed_mean(needed: Needed, direction: Direction) -> str:
    scale = scale_for(needed.unit, needed.decimals, needed.per_month)
    each = rounded_for(direction, needed.per_month, scale)
    months = f"({month_range_words(needed.months, year=False)})"
    verbs = {Direction.AT_LEAST: "muss im Mittel mindestens", Direction.AT_MOST: "darf im Mittel höchstens"}
    return f"{verbs.get(direction, 'müsste im Mittel')} {each} betragen {months}{_prior_year(needed, scale)}"


def _prior_year(needed: Needed, scale: Scale) -> str:
    """ "; Okt–Dez 2013: 454": what the same months brought a year before, each on average."""
    if needed.prior_year_per_month is None or not needed.months:
        return ""
    before = month_range_words([add_months(month, -12) for month in needed.months], short=True)
    return f"; {before}: {scale.number(needed.prior_year_per_month)}{_unit(scale)}"


def _unit(scale: Scale) -> str:
    return f"{NO_BREAK_SPACE}{scale.unit}" if scale.divisor == MILLION or scale.unit == "€" else ""


def rounded_for(direction: Direction, value: Decimal, scale: Scale) -> str:
    """A number that keeps the plan for who keeps to it: up for mindestens, down for höchstens; € and Mio. € with unit."""
    rounding = {Direction.AT_LEAST: round_up, Direction.AT_MOST: round_down}.get(direction, round_half_up)
    return f"{format_number(rounding(value / scale.divisor, scale.decimals), scale.decimals)}{_unit(scale)}"
