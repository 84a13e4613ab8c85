"""The settlement on paper (PDF/A-3a and PDF/UA-1) and as JSON, which the paper carries along."""

from __future__ import annotations

import json
from typing import Any

from agreements.documents.pdf import PdfAttachment, render_pdf
from agreements.domain.months import month_key
from monitoring.choices import SettlementKind
from monitoring.documents.report_json import number_text
from monitoring.documents.settlement_words import settlement_title
from monitoring.domain.settlement import DutyResult, Settled, SettledTarget, SettlementSheet

FILE_WORDS = {SettlementKind.PROVISIONAL: "vorlaeufig", SettlementKind.FINAL: "endgueltig"}


def settlement_name(sheet: SettlementSheet, ending: str) -> str:
    """File names that sort: 2015-02-20_zielabrechnung-vorlaeufig_me-aktiv-2014.pdf, an excerpt marked as one."""
    excerpt = "_auszug" if sheet.excerpt else ""
    return f"{sheet.as_of_day:%Y-%m-%d}_zielabrechnung-{FILE_WORDS[sheet.kind]}_{sheet.agreement}{excerpt}.{ending}"


def settlement_pdf(sheet: SettlementSheet) -> bytes:
    """A file that can be archived and read by everybody; the same sheet gives the same bytes."""
    content = json.dumps(settlement_json(sheet), ensure_ascii=False, indent=1).encode()
    return render_pdf(
        "print/settlement.html",
        {"sheet": sheet, "print": True},
        title=f"{settlement_title(sheet)} – {sheet.jobcenter}",
        author=sheet.jobcenter,
        created=sheet.as_of_day,
        identifier=sheet.fingerprint or "",
        stylesheets=("report.css", "settlement.css"),
        attachments=(
            PdfAttachment(
                name=settlement_name(sheet, "json"),
                content=content,
                description="Die Zielabrechnung in maschinenlesbarer Form",
            ),
        ),
    )


def settlement_json(sheet: SettlementSheet) -> dict[str, Any]:
    """What this reader's sheet says; numbers are text of unrounded decimals, null is "no value"."""
    return {
        "agreement": sheet.agreement,
        "year": sheet.year,
        "kind": sheet.kind.value,
        "as_of_day": sheet.as_of_day.isoformat(),
        "by": sheet.by,
        "excerpt": sheet.excerpt,
        "fictitious": sheet.fictitious,
        "fingerprint": sheet.fingerprint,
        "targets": [_target(target) for target in sheet.targets],
    }


def _target(target: SettledTarget) -> dict[str, Any]:
    return {
        "code": target.code,
        "title": target.title,
        "kind": target.kind.value,
        "withheld": target.withheld,
        "reported": month_key(target.reported) if target.reported else None,
        "measures": [_measure(each) for each in target.results],
        "comment": target.comment,
        "duties": [_duty(duty) for duty in target.duties],
    }


def _measure(settled: Settled) -> dict[str, Any]:
    measure = settled.measure
    return {
        "code": measure.code,
        "name": measure.name,
        "unit": measure.unit,
        "role": measure.role.value,
        "as_of": month_key(measure.as_of) if measure.as_of else None,
        "actual": number_text(measure.actual),
        "plan": number_text(measure.plan),
        "annual_plan": number_text(measure.annual_plan),
        "deviation": number_text(measure.deviation),
        "deviation_percent": number_text(measure.deviation_percent),
        "percent_of_plan": number_text(measure.percent_of_plan),
        "data_status": measure.data_status.label if measure.data_status else None,
        "verdict": settled.verdict.value,
    }


def _duty(result: DutyResult) -> dict[str, Any]:
    report = result.report
    return {
        "title": result.duty.title,
        "sentence": result.duty.sentence,
        "responsible": list(result.duty.responsible),
        "due": result.duty.due.isoformat() if result.duty.due else None,
        "state": report.state.value if report else None,
        "text": report.text if report else "",
        "party": report.party if report else "",
        "on": report.on.isoformat() if report else None,
        "new_due": report.new_due.isoformat() if report and report.new_due else None,
        "link": report.link if report else "",
        "evidence": report.evidence if report else "",
    }
