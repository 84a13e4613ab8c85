"""How the text of agreements is written on page and paper: prose with paragraphs and lists, money, numbers, lines."""

from __future__ import annotations

import re
from decimal import Decimal

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from agreements.domain import numbers
from agreements.domain.prose import Line, Paragraph, Run, parse
from agreements.domain.sheet import AgreedTarget
from agreements.domain.wording import own_decimals

register = template.Library()

# What a line must not tear apart: § and its number, a number and its unit, short words of the law.
INSEPARABLE = re.compile(
    r"(?<=§) (?=\d)|(?<=\d) (?=[%€]|VZA\b|x\b)|(?<=\bAbs\.) (?=\d)|(?<=\bS\.) (?=\d)|(?<=\bNr\.) (?=\d)"
    r"|(?<=\bSGB) (?=[IVX]+\b)|(?<=\bz\.) (?=B\.)|(?<=\b[uv]\.) (?=a\.)|(?<=\w-) (?=und\b|oder\b|bzw\.)"
)
# On paper no line ends inside "ME-aktiv": who copies text out of a PDF loses a hyphen at the end of a line.
COMPOUND = re.compile(r"\w+(?:-\w+)+")


@register.filter
def prose(text: str) -> SafeString:
    """Paragraphs (parted by blank lines), lists with "- " and emphasis as HTML; everything else is text and escaped."""
    html = ""
    for block in parse(text):
        if isinstance(block, Paragraph):
            html += f"<p>{_set(block.lines)}</p>\n"
        else:
            items = "".join(f"<li>{_set(item)}</li>\n" for item in block.items)
            html += f"<ul>\n{items}</ul>\n"
    return mark_safe(html)  # noqa: S308  every run of words is escaped


@register.filter
def together(text: str) -> str:
    """No-break spaces where a line must not end: § 48b, 80 %, 405,93 VZA, SGB II."""
    return INSEPARABLE.sub(numbers.NO_BREAK_SPACE, text)


@register.filter
def lines(text: str) -> list[str]:
    """The lines of a text as they stand in the print."""
    return text.splitlines()


@register.filter
def number(value: Decimal, decimals: int = 0) -> str:
    """17283 → 17.283."""
    return numbers.format_number(value, decimals)


@register.filter
def euro(value: Decimal) -> str:
    """648000.00 → 648.000 €; cents only where there are any."""
    return numbers.format_value(value, 2 if own_decimals(value) else 0, "€")


@register.filter
def beyond_print(target: AgreedTarget) -> str:
    """What is known of a target beyond its printed row: "Budget 5.000 € · 4 Pflichten · stadtscharf"."""
    words = [f"Budget {euro(target.budget_total)}"] if target.budgets else []
    words += _counted(len(target.measures), "Messgröße", "Messgrößen")
    words += _counted(len(target.duties), "Pflicht", "Pflichten")
    words += ["stadtscharf"] if target.city_duty else []
    words += ["im MBZ"] if target.in_mbz else []
    return " · ".join(words)


def _counted(count: int, one: str, many: str) -> list[str]:
    return [f"{count} {one if count == 1 else many}"] if count else []


def _set(lines: tuple[Line, ...]) -> str:
    return "<br>\n".join("".join(_run(run) for run in line) for line in lines)


def _run(run: Run) -> str:
    words = COMPOUND.sub(r'<span class="compound">\g<0></span>', escape(together(run.text)))
    return f"<{run.weight}>{words}</{run.weight}>" if run.weight else words
