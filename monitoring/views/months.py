"""Months: how complete they are for one and for all one looks after, the calendar, and closing, reopening, another day."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date

from agreements.domain.months import month_name
from agreements.models import Agreement
from agreements.rules import is_logged_in
from agreements.web import HouseRequest, permitted
from monitoring import rules
from monitoring.selectors import completeness as reads
from monitoring.services.months import MonthRefused, close_month, reopen_month, set_due


@permitted(see=is_logged_in)
def overview(request: HouseRequest) -> HttpResponse:
    """Every agreement one looks after, one line each, of one year; 404 for who looks after none."""
    visible = Agreement.objects.visible_to(request.actor).originals().with_partners()
    watched = [each for each in visible if rules.may_see_completeness(request.actor, each)]
    years = sorted({each.year for each in watched}, reverse=True)
    if not years:
        raise Http404
    default = request.today.year if request.today.year in years else years[0]
    wanted = request.GET.get("jahr", str(default))
    if wanted not in map(str, years):
        raise Http404
    chosen = [each for each in watched if str(each.year) == wanted]
    sources = {each.pk: rules.watched_sources(request.actor, each) for each in chosen}
    context = {
        "rows": reads.completeness(chosen, sources, today=request.today),
        "year": int(wanted),
        "years": years if len(years) > 1 else [],
        "crumbs": [("Vollständigkeit", None)],
    }
    return render(request, "monitoring/completeness_overview.html", context)


@permitted(see=rules.may_see_completeness)
def completeness(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """One agreement: months by groups of series, and what is missing."""
    sources = {agreement.pk: rules.watched_sources(request.actor, agreement)}
    (sheet,) = reads.completeness([agreement], sources, today=request.today)
    context = {
        "agreement": agreement,
        "sheet": sheet,
        "typed": rules.typed_sources(request.actor, agreement),
        "may_type": rules.may_type_figures(request.actor, agreement),
        "crumbs": _crumbs(agreement, None),
    }
    return render(request, "monitoring/completeness.html", context)


@permitted(see=rules.may_see_completeness)
def calendar(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """When which series is expected: now and in the three months ahead."""
    sources = rules.watched_sources(request.actor, agreement)
    context = {
        "agreement": agreement,
        "days": reads.calendar(agreement, sources, today=request.today),
        "today": request.today,
        "may_type": rules.may_type_figures(request.actor, agreement),
        "crumbs": _crumbs(agreement, "Kalender"),
    }
    return render(request, "monitoring/calendar.html", context)


@permitted(see=rules.may_type_figures, do=rules.may_close_month)
def month(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponseBase:
    """Close or reopen a month for typing, or name another day for it; then back to the month page."""
    if month.year != agreement.year:
        raise Http404
    if request.method == "POST":
        try:
            messages.success(request, _change(request, agreement, month))
        except MonthRefused as refused:
            messages.error(request, str(refused))
    return redirect("entry", agreement.key, month)


def _change(request: HouseRequest, agreement: Agreement, month: date) -> str:
    """Do the verb that was sent; what happened as a sentence. Raises MonthRefused."""
    verb = request.POST.get("verb", "")
    if verb == "close":
        close_month(by=request.user, agreement=agreement, month=month, on=request.today)
        return f"{month_name(month)} ist abgeschlossen; Importe gehen weiter."
    if verb == "reopen":
        reopen_month(by=request.user, agreement=agreement, month=month, why=request.POST.get("why", ""))
        return f"{month_name(month)} ist wieder geöffnet."
    if verb == "due":
        row = set_due(by=request.user, agreement=agreement, month=month, due=_day(request.POST.get("due", "")))
        return f"{month_name(month)} ist fällig am {row.due:%d.%m.%Y}." if row.due else "Es gilt wieder die Regel."
    raise MonthRefused("Bitte wählen: abschließen, wieder öffnen oder die Fälligkeit ändern.")


def _day(text: str) -> date | None:
    """A day as a browser sends it (2014-10-31); empty is none. Raises MonthRefused."""
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise MonthRefused(f"„{text[:30]}“ ist kein Tag; richtig wäre zum Beispiel 2014-10-31.")
    return day


def _crumbs(agreement: Agreement, last: str | None) -> list[tuple[str, str | None]]:
    own = reverse("completeness", args=[agreement.key]) if last else None
    crumbs = [("Vollständigkeit", reverse("completeness-overview")), (agreement.title, own)]
    return [*crumbs, (last, None)] if last else crumbs
