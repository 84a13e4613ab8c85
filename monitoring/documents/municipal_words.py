"""German words of the municipal report: who may see it, how the measures stand, what was spent, when a duty is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from agreements.domain.months import month_name
from agreements.domain.numbers import format_value
from agreements.domain.sheet import DutySheet
from monitoring.choices import AttainmentStatus
from monitoring.documents.report_cells import NO_FIGURE
from monitoring.documents.wording import gap_words, listed, month_range_words, name_of
from monitoring.domain.municipal import BudgetLine, Money, MunicipalSheet, ServiceLine, Spending
from monitoring.domain.sheet import ReportSheet

WITHHELD = "nicht ausgewiesen"
CLOSING = (
    "Die Hochrechnung schreibt die Ausgaben gleichmäßig bis Dezember fort, sobald alle bis dahin erwarteten Angaben vorliegen "
    "(unsere Lesart). Die Ausgaben für Dezember bleiben bis zum Kassenschluss offen."
)


def report_title(sheet: ReportSheet) -> str:
    """ "Kommunaler Bericht September 2014"."""
    return f"Kommunaler Bericht {month_name(sheet.month)}"


def audience(sheet: MunicipalSheet) -> str:
    """Who may see this version, in the words of the city table; "" where there is nothing to be careful with."""
    if sheet.withholds:
        return (
            f"Ausgaben zu Zielen, die stadtscharf darzulegen sind, und die Summen daraus sind hier {WITHHELD}: Aus ihnen "
            "ließen sich kleine Anzahlen errechnen, die in der Städtetabelle geschützt sind. Genau sehen sie Eingabe und "
            "Freigabe des Jobcenters und das Controlling des Kreises."
        )
    if sheet.exact and any(target.city_duty for target in sheet.targets):
        return (
            "Diese Fassung enthält genaue Anzahlen und Ausgaben, die nur Eingabe und Freigabe des Jobcenters und das "
            "Controlling des Kreises sehen. Sie verlässt das Haus nicht."
        )
    return ""


def judged(sheet: ReportSheet) -> str:
    """ "Von 5 bewerteten Messgrößen: 1 im Soll, 3 leicht daneben, 1 deutlich daneben. Ohne Bewertung: …"."""
    lines = [(target, measure) for target, measure in sheet.lines if measure.has_status]
    statuses = [measure.status for _, measure in lines if measure.status is not None]
    if lines and all(measure.final for _, measure in lines):
        reached = statuses.count(AttainmentStatus.GREEN)
        groups = [(reached, "erreicht"), (len(statuses) - reached, "nicht erreicht")]
    else:
        groups = [(statuses.count(status), status.label) for status in AttainmentStatus]
    others = [measure.name for _, measure in sheet.lines if measure.status is None]
    said = [f"{count} {words}" for count, words in groups if count]
    sentences = []
    if said:
        sentences.append(f"Von {len(statuses)} bewerteten Messgrößen: {', '.join(said)}.")
    if others:
        sentences.append(f"Ohne Bewertung: {listed(others)}.")
    return " ".join(sentences)


def euro(value: Decimal | None, decimals: int = 2) -> str:
    """ "366.123,45 €"; "–" without one."""
    return "–" if value is None else format_value(value, decimals, "€")


def spent_words(money: Money) -> str:
    """What was spent, or why no number stands there: "nicht ausgewiesen", "fehlt", "noch nicht verfügbar", "nicht erfasst"."""
    if money.spent is not None:
        return euro(money.spent)
    if money.withheld:
        return WITHHELD
    if isinstance(money, BudgetLine):
        return NO_FIGURE[money.gaps[0].kind] if money.gaps else "nicht erfasst" if money.series is None else "–"
    return "keine Summe"


def spent_until(money: Money, month: date) -> str:
    """ "bis Juni", where the spending does not reach as far as that of all budgets together; else ""."""
    return f"bis {name_of(money.until)}" if money.until and money.until != month else ""


def money_finding(money: Money) -> str:
    """ "Von 5.000,00 € (Kreis Mettmann) sind bis September 2014 3.688,16 € ausgegeben, 73,8 %; es bleiben 1.311,84 €."."""
    carrier = f" ({money.carrier})" if isinstance(money, BudgetLine) else ""
    promised = f"{euro(money.amount)}{carrier} sind zugesagt"
    gaps = gap_words(money.gaps) if isinstance(money, BudgetLine) else ""
    if money.spent is None or money.until is None:
        why = gaps or {WITHHELD: f"die Ausgaben sind {WITHHELD}"}.get(spent_words(money), "")
        return f"{promised}; {why}." if why else f"{promised}."
    share = f", {format_value(money.share_percent, 1, '%')}" if money.share_percent is not None else ""
    said = (
        f"Von {euro(money.amount)}{carrier} sind bis {month_name(money.until)} {euro(money.spent)} ausgegeben{share}; "
    )
    rest = money.amount - money.spent
    said += f"es bleiben {euro(rest)}." if rest >= 0 else f"das sind {euro(-rest)} mehr als zugesagt."
    if money.projection is not None and money.until.month < 12:
        said += f" Gleichmäßig fortgeschrieben wären es im Jahr {euro(money.projection, 0)}."
    return f"{said} {gaps[0].upper()}{gaps[1:]}." if gaps else said


def period_words(period: Spending | None) -> str:
    """ "1.234,56 €", "fehlt", "keine Angabe", "noch nicht verfügbar"; "–" where the rhythm expects nothing."""
    if period is None:
        return "–"
    return euro(period.value) if period.value is not None else NO_FIGURE[period.gap or "missing"]


def service_words(service: ServiceLine) -> str:
    """ "Alle Städte zusammen, Januar bis September 2014: 34 erreichte Kundinnen und Kunden."."""
    when = f", {month_range_words((service.until.replace(month=1), service.until))}" if service.until else ""
    remark = f" ({service.total.remark})" if service.total.remark else ""
    counted = f"{service.total.text} {service.counted}" if service.total.value is not None else service.total.text
    return f"Alle Städte zusammen{when}: {counted}{remark}."


def money_notes(lines: Iterable[BudgetLine]) -> tuple[str, ...]:
    """Below a table of budgets: gaps and estimates with the names of their series, and how the spending is carried on."""
    found = list(lines)
    notes = []
    if words := gap_words(gap for line in found for gap in line.gaps):
        notes.append(f"{words[0].upper()}{words[1:]}.")
    if estimates := [words for line in found for words in line.estimates]:
        notes.append(f"Geschätzt: {listed(estimates)}.")
    if any(line.spent is not None for line in found):
        notes.append(CLOSING)
    return tuple(notes)


def term_words(duty: DutySheet, day: date) -> str:
    """ "bis 31.12.2014", "war fällig am 31.12.2014", "laufend"; with the day by which it is to be presented."""
    said = duty.rhythm.label
    if duty.due is not None:
        said = f"bis {duty.due:%d.%m.%Y}" if duty.due >= day else f"war fällig am {duty.due:%d.%m.%Y}"
    presented = f", Vorlage bis {duty.present_by:%d.%m.%Y}" if duty.present_by else ""
    return f"{said}{presented}"


def next_words(sheet: MunicipalSheet) -> str:
    """What is due next: "Als Nächstes fällig, am 31.12.2014: 14 Pflichten."; "" where nothing lies ahead."""
    if sheet.next_due is None:
        return ""
    count = len(sheet.due_next)
    return f"Als Nächstes fällig, am {sheet.next_due:%d.%m.%Y}: {count} {'Pflicht' if count == 1 else 'Pflichten'}."
