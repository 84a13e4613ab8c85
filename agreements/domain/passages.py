"""What of an agreement is compared, place by place and in words: texts and values of its head, a section, a target."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from agreements.choices import DutyRhythm, MeasureRole, Sphere, TargetKind
from agreements.domain.numbers import format_value
from agreements.domain.wording import own_decimals
from agreements.domain.wordwise import Line, Run, line_runs

Plain = Mapping[str, Any]
Pair = tuple[Plain | None, Plain | None]
Words = Callable[[Plain], str]


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One place that changed: "Beschreibung", "Planwert". `value` for figures and dates, else words."""

    label: str
    lines: tuple[Line, ...]
    value: bool

    @property
    def old(self) -> tuple[Line, ...]:
        """The lines as they stood, what went marked; nothing where the place is new."""
        return _side(self.lines, lambda run: not run.added)

    @property
    def new(self) -> tuple[Line, ...]:
        """The lines as they stand now, what came marked; nothing where the place is gone."""
        return _side(self.lines, lambda run: not run.removed)


def head_passages(old: Plain, new: Plain) -> tuple[Passage, ...]:
    """Title, term and partners."""
    places: tuple[tuple[str, Words, bool], ...] = (
        ("Titel", lambda sheet: sheet["title"], False),
        ("Laufzeit", lambda sheet: f"{_day(sheet['starts'])} bis {_day(sheet['ends'])}", True),
        ("Partner", _partners, False),
    )
    return tuple(_changed((old, new), places))


def section_passages(old: Plain | None, new: Plain | None) -> tuple[Passage, ...]:
    """The texts of a section; its heading where it has another one now."""
    places: tuple[tuple[str, Words, bool], ...] = (
        ("Text", lambda section: section["prose"], False),
        ("Spaltenköpfe", lambda section: " · ".join(section["column_heads"]), False),
        ("Schlusstext", lambda section: section["closing"], False),
        ("Fußnote", lambda section: section["footnote"], False),
    )
    if old and new:
        places = (("Überschrift", section_title, False), *places)
    return tuple(_changed((old, new), places))


def target_passages(old: Plain | None, new: Plain | None) -> tuple[Passage, ...]:
    """Texts and kind of a target, then its measures, budgets and duties; its title where it has another one now."""
    places: tuple[tuple[str, Words, bool], ...] = (
        ("Beschreibung", lambda target: target["description"], False),
        ("Art des Ziels", lambda target: TargetKind(target["kind"]).label, False),
        ("Verantwortungsbereich", lambda target: Sphere(target["sphere"]).label, False),
        ("stadtscharf", lambda target: _yes(target["city_duty"]), False),
        ("im MBZ", lambda target: _yes(target["in_mbz"]), False),
        ("Bruch in der Reihe", lambda target: target.get("series_break", ""), False),
    )
    if old and new:
        titles: tuple[tuple[str, Words, bool], ...] = (
            ("Ziel", lambda target: target["title"], False),
            ("Kurztitel", lambda target: target["short_title"], False),
        )
        places = (*titles, *places)
    return (*_changed((old, new), places), *_parts(old, new))


def section_title(section: Plain) -> str:
    """Heading with its printed number, where it has one."""
    return f"{section['number']} {section['heading']}".strip()


def _parts(old: Plain | None, new: Plain | None) -> Iterator[Passage]:
    """What hangs on a target, each with the one it was before: by code, purpose or short form, else by its order."""
    for measure in _aligned(old, new, "measures", lambda each: each["code"]):
        name = (measure[1] or measure[0] or {})["name"]
        yield from _changed(
            measure,
            (
                (f"{name}: Wert im Druck", lambda each: each["plan_printed"], True),
                (f"{name}: vereinbart", lambda each: each["plan_words"], True),
                (f"{name}: Messgröße", _measure, False),
                (f"{name}: unsere Lesart", lambda each: each["reading"], False),
            ),
        )
    for budget in _aligned(old, new, "budgets", lambda each: f"{each['purpose']} {each['carrier']}"):
        yield from _changed(budget, (("Budget", _budget, True),))
    for duty in _aligned(old, new, "duties", lambda each: each["title"]):
        yield from _changed(duty, (("Pflicht", _duty, False), ("Pflicht, fällig", _due, True)))


def _changed(pair: Pair, places: Sequence[tuple[str, Words, bool]]) -> Iterator[Passage]:
    """The places that read otherwise on both sides; one side may have no such thing at all."""
    old, new = pair
    for label, words, value in places:
        before, after = words(old) if old else "", words(new) if new else ""
        if before != after:
            yield Passage(label=label, lines=line_runs(before, after), value=value)


def _aligned(old: Plain | None, new: Plain | None, name: str, key: Callable[[Plain], str]) -> list[Pair]:
    before, after = list(old[name]) if old else [], list(new[name]) if new else []
    pairs: list[Pair] = []
    for each in after[:]:
        found = next((other for other in before if key(other) == key(each)), None)
        if found is not None:
            before.remove(found)
            after.remove(each)
            pairs.append((found, each))
    return [*pairs, *zip_longest(before, after)]


def _side(lines: tuple[Line, ...], stands: Callable[[Run], bool]) -> tuple[Line, ...]:
    kept = (tuple(run for run in line if stands(run)) for line in lines)
    return tuple(line for line in kept if line)


def _partners(sheet: Plain) -> str:
    return "\n".join(
        " ".join(
            filter(None, (each["linking"], " ".join(each["function"].split()), each["name"], f"({each['party']})"))
        )
        for each in sheet["parties"]
    )


def _measure(row: Plain) -> str:
    return f"{row['name']} ({MeasureRole(row['role']).label})"


def _budget(row: Plain) -> str:
    amount = Decimal(row["amount"])
    money = format_value(amount, 2 if own_decimals(amount) else 0, "€")
    return f"{money} {row['purpose']}, stellt bereit: {row['carrier']}"


def _duty(row: Plain) -> str:
    who = " und ".join(row["responsible"]) + (f", mit: {row['with_whom']}" if row["with_whom"] else "")
    return f"{row['title']}\n„{row['sentence']}“\n{who}"


def _due(row: Plain) -> str:
    due = f"bis {_day(row['due'])}" if row["due"] else DutyRhythm(row["rhythm"]).label
    reading = " (unsere Lesart)" if row["due_reading"] else ""
    return due + reading + (f", Vorlage bis {_day(row['present_by'])}" if row.get("present_by") else "")


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d.%m.%Y}"


def _yes(is_so: bool) -> str:
    return "ja" if is_so else "nein"
