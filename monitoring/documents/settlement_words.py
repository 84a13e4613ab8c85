"""German words of a settlement, the same on page, paper and in Word: titles, verdicts, duties, what still lacks."""

from __future__ import annotations

from agreements.domain.months import month_name
from agreements.domain.numbers import NO_BREAK_SPACE, format_value
from monitoring.choices import DutyState, SettlementKind, Verdict
from monitoring.documents.figures import value_words
from monitoring.documents.wording import count_words, gap_words, status_words
from monitoring.domain.duty_list import DutyLine
from monitoring.domain.settlement import DutyReply, DutyResult, Obstacle, Settled, SettledTarget, SettlementSheet
from monitoring.domain.sheet import MeasureSheet

NO_REPORT = "kein Bericht"
EXCERPT = (
    "Auszug: Ziele des MBZ erscheinen hier, wie sie der letzte abgenommene MBZ nennt; Kommentare des Jobcenters und "
    "stadtscharfe Zahlen sind nicht enthalten."
)


def settlement_title(sheet: SettlementSheet) -> str:
    """ "Vorläufige Zielabrechnung 2014"."""
    return f"{kind_words(sheet.kind)} Zielabrechnung {sheet.year}"


def kind_words(kind: SettlementKind) -> str:
    """ "Vorläufige", "Endgültige"."""
    return "Endgültige" if kind == SettlementKind.FINAL else "Vorläufige"


def verdict_words(settled: Settled) -> str:
    """ "erreicht", "vorläufig: leicht unter Soll", "nicht bewertet (97,9 % vom Soll)", "kein Wert"."""
    measure = settled.measure
    if settled.verdict == Verdict.PROVISIONAL:
        side = status_words(measure.status, measure.direction, measure.deviation, final=False)
        return f"{Verdict.PROVISIONAL.label}: {side}"
    if settled.verdict == Verdict.UNJUDGED and measure.percent_of_plan is not None:
        return f"{Verdict.UNJUDGED.label} ({format_value(measure.percent_of_plan, 1, '%')} vom Soll)"
    return settled.verdict.label


def plan_note(measure: MeasureSheet) -> str:
    """Where the value is not of December: to which month the Soll goes, and the plan of the year."""
    if measure.as_of is None or measure.as_of.month == 12 or measure.plan is None:
        return ""
    return f"bis {month_name(measure.as_of)}; im Jahr {value_words(measure, measure.annual_plan)}"


def result_note(target: SettledTarget, measure: MeasureSheet) -> str:
    """From when the value is and how sure its figures are; from which MBZ it comes where the reader sees only that."""
    said = [f"abgenommener MBZ {month_name(target.reported)}"] if target.reported else []
    if measure.as_of is not None and measure.as_of.month < 12:
        said.append(f"Stand: {month_name(measure.as_of)}")
    if measure.data_status is not None:
        said.append(f"Zahlen {measure.data_status.label}")
    return ", ".join(said)


def head_words(sheet: SettlementSheet) -> str:
    """ "9 Zielgrößen: vier erreicht, drei nicht erreicht, zwei noch vorläufig. Von 36 Pflichten sind 12 …"."""
    groups = [
        (Verdict.REACHED, "erreicht"),
        (Verdict.MISSED, "nicht erreicht"),
        (Verdict.PROVISIONAL, "noch vorläufig"),
    ]
    rest = len(sheet.lines) - sum(sheet.count(verdict) for verdict, _ in groups)
    said = [f"{_count(count)} {words}" for verdict, words in groups if (count := sheet.count(verdict))]
    said += [f"{_count(rest)} ohne Bewertung"] if rest else []
    targets = f"{_pieces(len(sheet.lines), 'Zielgröße', 'Zielgrößen')}: {', '.join(said)}." if said else ""
    return " ".join(filter(None, (targets, _duties(len(sheet.duties), sheet.duties_done))))


def duty_words(result: DutyResult) -> str:
    """ "erfüllt", "verschoben auf 31.03.2015", "kein Bericht"."""
    if result.report is None:
        return NO_REPORT
    if result.report.state == DutyState.POSTPONED and result.report.new_due is not None:
        return f"{result.report.state.label} auf {result.report.new_due:%d.%m.%Y}"
    return result.report.state.label


def duty_source(result: DutyResult | DutyLine) -> str:
    """ "Kreis Mettmann, 12.02.2015; angenommen von Agentur für Arbeit Mettmann, 20.02.2015"; "" without a report."""
    if result.report is None:
        return ""
    reply = reply_words(result.report.answer)
    return f"{result.report.party}, {result.report.on:%d.%m.%Y}" + (f"; {reply}" if reply else "")


def reply_words(reply: DutyReply | None) -> str:
    """ "angenommen von Kreis Mettmann, 20.02.2015", "Rückfrage von …"; "" while nobody answered."""
    if reply is None:
        return ""
    return f"{'angenommen' if reply.accepted else 'Rückfrage'} von {reply.party}, {reply.on:%d.%m.%Y}"


def obstacle_words(obstacle: Obstacle) -> str:
    """Why it keeps the settlement from being final, as one sentence without its target."""
    what = f"„{obstacle.measure}“"
    if obstacle.kind == "figures":
        why = f": {gap_words(obstacle.gaps)}" if obstacle.gaps else ""
        return f"{what} hat noch keinen Wert für Dezember{why}."
    if obstacle.kind == "provisional":
        return f"Die Zahlen zu {what} sind noch nicht alle endgültig."
    if obstacle.kind == "prior_year":
        return (
            f"Der Plan zu {what} folgt Zahlen des Vorjahres, die noch nicht endgültig sind, und ist nicht festgelegt."
        )
    return f"Zu {what} lässt sich kein Soll berechnen: {gap_words(obstacle.gaps) or 'es fehlen Zahlen des Vorjahres'}."


def withheld_words(target: SettledTarget) -> str:
    """Why a reader sees no result."""
    if target.in_mbz:
        return "erscheint mit dem ersten abgenommenen MBZ"
    return "stadtscharfe Leistung, hier nicht ausgewiesen"


def _count(count: int) -> str:
    return "eine" if count == 1 else count_words(count)


def _duties(count: int, done: int) -> str:
    if not count:
        return ""
    words = {0: "ist keine", 1: "ist eine"}.get(done, f"sind {done}")
    return f"Von {_pieces(count, 'Pflicht', 'Pflichten')} {words} als erfüllt gemeldet."


def _pieces(count: int, one: str, many: str) -> str:
    return f"{count}{NO_BREAK_SPACE}{one if count == 1 else many}"
