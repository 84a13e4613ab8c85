"""What one version of an agreement changes against another: sections, targets, words and values (domain.md §2, Nachtrag)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import AgreementState, DutyRhythm, MeasureRole, SectionKind, Sphere, TargetKind
from agreements.domain.fingerprint import plain
from agreements.domain.redline import Change, compare, pair_sections
from agreements.domain.sheet import (
    AgreedTarget,
    AgreementSheet,
    BudgetSheet,
    DutySheet,
    PartySheet,
    SectionSheet,
    TargetMeasureSheet,
)

MEASURE = TargetMeasureSheet(
    code="IQ",
    name="Integrationsquote",
    unit="%",
    role=MeasureRole.LEADING,
    plan_printed="20,6",
    plan_words="mindestens 20,6 % im Jahr 2014",
    reading="",
)
BUDGET = BudgetSheet(purpose="Schuldnerberatung", amount=Decimal("5000.00"), carrier="Kreis")
DUTY = DutySheet(
    title="Bericht",
    sentence="Das Jobcenter berichtet.",
    responsible=("Jobcenter", "Kreis"),
    with_whom="Beirat",
    rhythm=DutyRhythm.ONCE,
    due=date(2014, 6, 30),
    due_reading=False,
)


def target(code: str, **changes) -> AgreedTarget:
    facts = {"title": f"Ziel {code}", "short_title": code, "description": f"Beschreibung von {code}"}
    facts |= {"kind": TargetKind.STEERING, "sphere": Sphere.BA, "city_duty": False, "in_mbz": True}
    return AgreedTarget(code=code, **(facts | {"measures": (MEASURE,), "budgets": (), "duties": ()} | changes))


def section(position: int, heading: str, *targets: AgreedTarget, **changes) -> SectionSheet:
    facts = {"number": f"{position})", "prose": "Ein Text.", "closing": "", "footnote": "", "column_heads": ("Ziel",)}
    return SectionSheet(
        position=position, heading=heading, kind=SectionKind.MEASURED, targets=targets, **(facts | changes)
    )


def sheet(*sections: SectionSheet, **changes) -> AgreementSheet:
    partner = PartySheet(linking="zwischen dem", function="Landrat\ndes Kreises", name="", party="Kreis")
    facts = {"title": "Zielvereinbarung 2014", "starts": date(2014, 1, 1), "ends": date(2014, 12, 31)}
    facts |= {"parties": (partner,), "state": AgreementState.DRAFT, "signatures": ()}
    return AgreementSheet(key="a", year=2014, jobcenter="JC", sections=sections, **(facts | changes))


def redline(old: AgreementSheet, new: AgreementSheet):
    return compare(plain(old), plain(new))


def read(lines) -> list[str]:
    return ["".join(run.text for run in line) for line in lines]


def told(found) -> list[tuple[str, list[str], list[str]]]:
    return [(each.label, read(each.old), read(each.new)) for each in found]


BASE = sheet(section(1, "BA-Ziele", target("iq"), target("lzb")), section(2, "Kreisziele", target("sucht")))


def with_target(**changes) -> AgreementSheet:
    return sheet(section(1, "BA-Ziele", target("iq", **changes), target("lzb")), BASE.sections[1])


def test_what_did_not_change_is_not_told():
    assert not redline(BASE, BASE)
    assert redline(BASE, BASE).sections == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Nachtrag"}, ("Titel", ["Zielvereinbarung 2014"], ["Nachtrag"])),
        ({"ends": date(2015, 6, 30)}, ("Laufzeit", ["01.01.2014 bis 31.12.2014"], ["01.01.2014 bis 30.06.2015"])),
        (
            {"parties": (PartySheet(linking="und", function="Chefin", name="N. N.", party="Agentur"),)},
            ("Partner", ["zwischen dem Landrat des Kreises (Kreis)"], ["und Chefin N. N. (Agentur)"]),
        ),
    ],
)
def test_the_head(changes, expected):
    found = redline(BASE, replace(BASE, **changes))
    assert told(found.head) == [expected]
    assert found


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"prose": "Ein anderer Text."}, ("Text", ["Ein Text."], ["Ein anderer Text."])),
        ({"closing": "Ende."}, ("Schlusstext", [], ["Ende."])),
        ({"footnote": "Siehe unten."}, ("Fußnote", [], ["Siehe unten."])),
        ({"column_heads": ("Ziel", "Wert")}, ("Spaltenköpfe", ["Ziel"], ["Ziel · Wert"])),
        ({"heading": "Bundesziele"}, ("Überschrift", ["1) BA-Ziele"], ["1) Bundesziele"])),
        ({"number": "I)"}, ("Überschrift", ["1) BA-Ziele"], ["I) BA-Ziele"])),
    ],
)
def test_the_texts_of_a_section(changes, expected):
    (found,) = redline(BASE, sheet(replace(BASE.sections[0], **changes), BASE.sections[1])).sections
    assert (found.change, found.moved, told(found.passages)) == (Change.CHANGED, False, [expected])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Mehr Integrationen"}, ("Ziel", ["Ziel iq"], ["Mehr Integrationen"])),
        ({"short_title": "Quote"}, ("Kurztitel", ["iq"], ["Quote"])),
        ({"description": "Neu."}, ("Beschreibung", ["Beschreibung von iq"], ["Neu."])),
        ({"kind": TargetKind.CEILING}, ("Art des Ziels", ["Steuerungsziel"], ["Obergrenze"])),
        ({"sphere": Sphere.BOTH}, ("Verantwortungsbereich", ["BA"], ["beide Träger"])),
        ({"city_duty": True}, ("stadtscharf", ["nein"], ["ja"])),
        ({"in_mbz": False}, ("im MBZ", ["ja"], ["nein"])),
    ],
)
def test_the_words_of_a_target(changes, expected):
    (found,) = redline(BASE, with_target(**changes)).sections
    (changed,) = found.targets
    assert (changed.code, changed.change, changed.moved) == ("iq", Change.CHANGED, "")
    assert told(changed.passages) == [expected]


NEW_PLAN = replace(MEASURE, plan_printed="20,0", plan_words="mindestens 20,0 % im Jahr 2014")
OTHER = replace(MEASURE, code="LZB", name="Bestand LZB", role=MeasureRole.SHOWN, plan_printed="")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            {"measures": (MEASURE,)},
            {"measures": (NEW_PLAN,)},
            [
                ("Integrationsquote: Wert im Druck", ["20,6"], ["20,0"]),
                ("Integrationsquote: vereinbart", [MEASURE.plan_words], [NEW_PLAN.plan_words]),
            ],
        ),
        (
            {"measures": (MEASURE,)},
            {"measures": (MEASURE, OTHER)},
            [
                ("Bestand LZB: vereinbart", [], [OTHER.plan_words]),
                ("Bestand LZB: Messgröße", [], ["Bestand LZB (nachrichtlich)"]),
            ],
        ),
        (
            {"measures": (MEASURE,)},
            {"measures": (replace(MEASURE, reading="unsere Lesart: im Jahr"),)},
            [("Integrationsquote: unsere Lesart", [], ["unsere Lesart: im Jahr"])],
        ),
        (
            {"budgets": (BUDGET,)},
            {"budgets": (replace(BUDGET, amount=Decimal("6000.50")),)},
            [
                (
                    "Budget",
                    ["5.000\u00a0€ Schuldnerberatung, stellt bereit: Kreis"],
                    ["6.000,50\u00a0€ Schuldnerberatung, stellt bereit: Kreis"],
                )
            ],
        ),
        ({"budgets": (BUDGET,)}, {}, [("Budget", ["5.000\u00a0€ Schuldnerberatung, stellt bereit: Kreis"], [])]),
        (
            {"duties": (DUTY,)},
            {"duties": (replace(DUTY, due=date(2014, 9, 30), due_reading=True, present_by=date(2014, 10, 1)),)},
            [
                (
                    "Pflicht, fällig",
                    ["bis 30.06.2014"],
                    ["bis 30.09.2014 (unsere Lesart), Vorlage bis 01.10.2014"],
                )
            ],
        ),
        (
            {},
            {"duties": (replace(DUTY, due=None, rhythm=DutyRhythm.ONGOING, with_whom=""),)},
            [
                ("Pflicht", [], ["Bericht", "„Das Jobcenter berichtet.“", "Jobcenter und Kreis"]),
                ("Pflicht, fällig", [], ["laufend"]),
            ],
        ),
    ],
    ids=["plan", "measure more", "reading", "amount", "budget gone", "date", "duty more"],
)
def test_the_values_of_a_target(before, after, expected):
    (found,) = redline(with_target(**before), with_target(**after)).sections
    (changed,) = found.targets
    assert told(changed.passages) == expected


def test_figures_are_told_from_words():
    found = redline(with_target(), with_target(measures=(NEW_PLAN,), description="Anders."))
    assert [passage.value for passage in found.sections[0].targets[0].passages] == [False, True, True]


def test_a_text_that_an_older_record_does_not_know_is_empty():
    new = plain(BASE)
    new["sections"][0]["targets"][0]["series_break"] = "Neu gezählt."
    (changed,) = compare(plain(BASE), new).sections[0].targets
    assert told(changed.passages) == [("Bruch in der Reihe", [], ["Neu gezählt."])]


def test_a_target_comes_and_another_goes():
    new = sheet(section(1, "BA-Ziele", target("iq"), target("u25")), BASE.sections[1])
    (found,) = redline(BASE, new).sections
    assert [(each.code, each.change, each.moved) for each in found.targets] == [
        ("u25", Change.ADDED, ""),
        ("lzb", Change.REMOVED, ""),
    ]
    assert [passage.label for passage in found.targets[0].passages if passage.old] == []
    assert [passage.label for passage in found.targets[1].passages if passage.new] == []


def test_a_target_moves_into_another_section():
    new = sheet(section(1, "BA-Ziele", target("iq")), section(2, "Kreisziele", target("sucht"), target("lzb")))
    (found,) = redline(BASE, new).sections
    (moved,) = found.targets
    assert (found.title, moved.code, moved.change) == ("2) Kreisziele", "lzb", Change.KEPT)
    assert moved.moved == "bisher in „1) BA-Ziele“"


def test_a_target_moves_within_its_section():
    three = section(1, "BA-Ziele", target("iq"), target("lzb"), target("u25"))
    turned = section(1, "BA-Ziele", target("u25"), target("iq"), target("lzb"))
    (found,) = redline(sheet(three), sheet(turned)).sections
    assert [(each.code, each.moved) for each in found.targets] == [("u25", "bisher an anderer Stelle des Abschnitts")]


def test_sections_come_go_and_move():
    first, second = BASE.sections
    new = sheet(replace(second, position=1, number="2)"), replace(first, position=2, number="1)"))
    assert [(each.title, each.change, each.moved) for each in redline(BASE, new).sections] == [
        ("2) Kreisziele", Change.KEPT, True)
    ]
    third = section(3, "Laufzeit")
    (added,) = redline(BASE, sheet(first, second, third)).sections
    assert (added.title, added.change, told(added.passages)) == (
        *("3) Laufzeit", Change.ADDED),
        [("Text", [], ["Ein Text."]), ("Spaltenköpfe", [], ["Ziel"])],
    )
    (removed,) = redline(BASE, sheet(first)).sections
    assert (removed.title, removed.change) == ("2) Kreisziele", Change.REMOVED)
    assert [(each.code, each.change) for each in removed.targets] == [("sucht", Change.REMOVED)]


def test_a_section_without_anything_in_it_is_told_too():
    empty = section(3, "Leer", prose="", column_heads=())
    (added,) = redline(BASE, sheet(*BASE.sections, empty)).sections
    assert (added.change, added.passages, added.targets) == (Change.ADDED, (), ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([(1, "A", "x")], [(4, " a ", "y")], [("A", " a ")]),
        ([(1, "A", "x")], [(4, "B", "x")], [("A", "B")]),
        ([(1, "A", "x")], [(1, "B", "y")], [("A", "B")]),
        ([(1, "A", "x")], [(2, "B", "y")], [(None, "B"), ("A", None)]),
        ([(1, "A", "x"), (2, "A", "z")], [(1, "A", "z"), (2, "A", "x")], [("A", "A"), ("A", "A")]),
    ],
    ids=["heading", "target", "place", "no place", "two of one name"],
)
def test_which_section_is_which(old, new, expected):
    def sections(rows):
        return plain([section(position, heading, target(code)) for position, heading, code in rows])

    pairs = pair_sections(sections(old), sections(new))
    assert [(was and was["heading"], now and now["heading"]) for was, now in pairs] == expected
