"""German words of staffing: how many posts are filled, how many may be fixed-term, and whether the extra posts hold."""

from __future__ import annotations

from decimal import Decimal

from agreements.domain.months import month_name
from agreements.domain.numbers import format_value
from monitoring.domain.staffing import Staffing

DECIMALS = 2


def posts_words(value: Decimal | None) -> str:
    """ "397,10 VZA"; "fehlt" without a figure."""
    return "fehlt" if value is None else format_value(value, DECIMALS, "VZA")


def staffing_findings(staffing: Staffing) -> tuple[str, ...]:
    """What the figures say, one sentence a thing: filled posts, fixed terms, extra posts."""
    return tuple(filter(None, (_filled(staffing), _fixed(staffing), _extra(staffing))))


def _filled(staffing: Staffing) -> str:
    vacant = staffing.vacant
    if staffing.posts.value is None or vacant is None:
        return f"Für {month_name(staffing.month)} fehlt die Zahl der besetzten Stellen."
    said = f"Ende {month_name(staffing.month)} sind {posts_words(staffing.posts.value)} von {posts_words(staffing.plan)} besetzt"
    if not vacant:
        return f"{said}."
    return f"{said}; {posts_words(abs(vacant))} {'sind frei' if vacant > 0 else 'sind es mehr als vereinbart'}."


def _fixed(staffing: Staffing) -> str:
    ceiling, fixed, room = staffing.ceiling, staffing.fixed_term, staffing.room
    if ceiling is None or staffing.ceiling_percent is None:
        return ""
    percent = format_value(staffing.ceiling_percent, 1, "%")
    said = f"Befristet sein sollen höchstens {percent} davon, {posts_words(ceiling)}"
    if fixed is None or fixed.value is None or room is None:
        return f"{said}; wie viele es sind, fehlt."
    if room < 0:
        return f"{said}; es sind {posts_words(fixed.value)}, {posts_words(-room)} zu viel."
    return f"{said}; es sind {posts_words(fixed.value)}, Raum bleibt für {posts_words(room)}."


def _extra(staffing: Staffing) -> str:
    if not staffing.extra:
        return ""
    total = staffing.extra_total
    said = (
        "Wie viele zusätzliche Stellen besetzt sind, fehlt"
        if total is None
        else f"Zusätzlich besetzt: {posts_words(total)}"
    )
    if staffing.uneven:
        said += ", nicht je zur Hälfte durch beide Träger"
    if staffing.unlocked is None:
        return f"{said}."
    if staffing.unlocked:
        return f"{said}. Die Bedingungen der zusätzlichen Stellen sind erfüllt und angenommen."
    if staffing.premature:
        return f"{said}, obwohl ihre Bedingungen noch nicht erfüllt und angenommen sind."
    return f"{said}. Sie gelten erst, wenn ihre Bedingungen erfüllt und angenommen sind."
