"""Small counts: the worked masks, the attack by enumeration on every small table, and what must hold for all tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.domain.disclosure import Mask, hides_more_than_half, mask, mask_sheet
from monitoring.domain.sheet import CityCell, CityService, CitySheet

Counts = tuple[int | None, ...]
Rule = Callable[[Sequence[int | None], int], Mask]
STAR = "*"


def printed(values: Counts, found: Mask) -> tuple[object, ...]:
    """The table as a reader sees it: cells, then the total."""
    cells = [STAR if hidden else value for value, hidden in zip(values, found.hidden, strict=True)]
    total = STAR if found.total_hidden else sum(value for value in values if value is not None)
    return (*cells, total)


def attack(tables: Iterable[Counts], k: int, rule: Rule) -> tuple[int, list[str]]:
    """What a reader who knows the rule finds out about stars beside an open total: tables that print alike are grouped,
    and within a group a star is known if it has one value only, known small if all its values are below k.

    Returns how many prints with stars and an open total were examined, and the leaks in words.
    """
    groups: defaultdict[tuple[object, ...], list[Counts]] = defaultdict(list)
    for table in tables:
        groups[printed(table, rule(table, k))].append(table)
    examined, leaks = 0, []
    for print_, members in groups.items():
        if STAR not in print_[:-1] or print_[-1] == STAR:
            continue
        examined += 1
        for place, sign in enumerate(print_[:-1]):
            possible = {member[place] for member in members}
            if sign == STAR and len(possible) == 1:
                leaks.append(f"{print_}: cell {place} is {possible}")
            if sign == STAR and all(value is not None and value < k for value in possible):
                leaks.append(f"{print_}: cell {place} is below {k}")
    return examined, leaks


def only_rule_one(values: Sequence[int | None], threshold: int) -> Mask:
    """The naive rule: small cells are starred, nothing else."""
    return Mask(hidden=tuple(value is not None and 0 < value < threshold for value in values), total_hidden=False)


def one_partner(values: Sequence[int | None], threshold: int) -> Mask:
    """Rules 1 and 3, but of several smallest values ≥ k only the first is hidden."""
    found = mask(values, threshold)
    partners = [place for place, hidden in enumerate(found.hidden) if hidden and (values[place] or 0) >= threshold]
    return replace(
        found, hidden=tuple(hidden and place not in partners[1:] for place, hidden in enumerate(found.hidden))
    )


WORKED = [
    ([1, 1, 0, 50], 3, (STAR, STAR, 0, STAR, 52)),
    ([2, 2, 2, 50], 3, (STAR, STAR, STAR, STAR, 56)),
    ([2, 0, 7, 7, 9], 3, (STAR, 0, STAR, STAR, 9, 25)),
    ([1, 0, 0, 0], 3, (STAR, STAR, STAR, STAR, STAR)),
    ([5, 0, 7], 3, (5, 0, 7, 12)),
    ([5, 0, 7], 10, (STAR, STAR, STAR, STAR)),
    ([3, 2, 9], 3, (STAR, STAR, 9, 14)),
    ([0, 0], 3, (0, 0, 0)),
    ([1, 50], 1, (1, 50, 51)),
    ([2, None, 7, 9], 3, (STAR, None, STAR, 9, 18)),
    ([1, None, 0], 3, (STAR, None, STAR, STAR)),
    ([None, None], 3, (None, None, 0)),
    ([], 3, (0,)),
]


@pytest.mark.parametrize(("values", "k", "expected"), WORKED)
def test_worked_masks(values, k, expected):
    assert printed(tuple(values), mask(values, k)) == expected


@pytest.mark.parametrize(("values", "k"), [([-1, 5], 3), ([1, 5], 0)])
def test_refuses_what_is_no_count(values, k):
    with pytest.raises(ValueError, match="at least"):
        mask(values, k)


@pytest.mark.parametrize(
    ("cells", "values", "k", "at_least"),
    [
        (1, range(9), 3, 0),
        (2, range(9), 3, 7),
        (3, range(9), 3, 90),
        (4, range(9), 3, 500),
        (3, range(13), 5, 100),
        (4, range(8), 5, 100),
        (4, [None, *range(6)], 3, 100),
    ],
)
def test_no_star_beside_an_open_total_is_known_or_known_to_be_small(cells, values, k, at_least):
    examined, leaks = attack(product(values, repeat=cells), k, mask)
    assert leaks == []
    assert examined >= at_least


@pytest.mark.parametrize("weaker", [only_rule_one, one_partner])
def test_the_same_attack_breaks_weaker_rules(weaker):
    _, leaks = attack(product(range(9), repeat=3), 3, weaker)
    assert len(leaks) > 10


def test_a_wholly_hidden_service_says_nothing_of_a_single_cell():
    """With rule 3 all tables of that kind print alike: every cell may be 0 and every cell may be the largest small value."""
    members = [table for table in product(range(3), repeat=3) if mask(table, 3).total_hidden]
    assert {printed(table, mask(table, 3)) for table in members} == {(STAR,) * 4}
    assert [{member[place] for member in members} for place in range(3)] == [{0, 1, 2}] * 3


tables = st.lists(st.none() | st.integers(0, 40), max_size=12)
thresholds = st.sampled_from([3, 5, 10])


@given(tables, thresholds)
def test_zeros_stay_open_unless_the_whole_service_is_hidden(values, k):
    found = mask(values, k)
    assert all(hidden is found.total_hidden for value, hidden in zip(values, found.hidden, strict=True) if value == 0)


@given(tables, thresholds)
def test_missing_figures_are_never_stars(values, k):
    assert not any(hidden for value, hidden in zip(values, mask(values, k).hidden, strict=True) if value is None)


@given(tables, thresholds)
def test_ties_are_treated_alike(values, k):
    fates = defaultdict(set)
    for value, hidden in zip(values, mask(values, k).hidden, strict=True):
        fates[value].add(hidden)
    assert all(len(fate) == 1 for fate in fates.values())


@given(tables, thresholds)
def test_without_small_counts_nothing_is_hidden(values, k):
    found = mask([value if value is None or value >= k else 0 for value in values], k)
    assert found == Mask(hidden=(False,) * len(values), total_hidden=False)


@given(st.permutations(range(8)), st.lists(st.none() | st.integers(0, 12), min_size=8, max_size=8), thresholds)
def test_the_order_of_the_cities_does_not_matter(order, values, k):
    shuffled = mask([values[place] for place in order], k)
    plain = mask(values, k)
    assert shuffled.hidden == tuple(plain.hidden[place] for place in order)
    assert shuffled.total_hidden == plain.total_hidden


@given(st.data(), tables, thresholds)
@settings(max_examples=200)
def test_exchanging_hidden_values_prints_the_same_table(data, values, k):
    """The argument of the docstring, by trial."""
    found = mask(values, k)
    places = [place for place, hidden in enumerate(found.hidden) if hidden]
    exchanged = list(values)
    for place, source in zip(places, data.draw(st.permutations(places)), strict=True):
        exchanged[place] = values[source]
    assert printed(tuple(exchanged), mask(exchanged, k)) == printed(tuple(values), found)


def service(*values: int | None, k: int = 3, unit: str = "Personen") -> CityService:
    known = [value for value in values if value is not None]
    return CityService(
        series="SCHULD_KUNDEN",
        name="Schuldnerberatung",
        unit=unit,
        threshold=k,
        cells=tuple(CityCell(value=value, gap="missing" if value is None else None) for value in values),
        total=CityCell(value=sum(known) if known else None),
        incomplete=len(known) < len(values),
    )


def sheet(*services: CityService) -> CitySheet:
    return CitySheet(
        agreement="me-2014",
        title="Zielvereinbarung 2014",
        jobcenter="Jobcenter ME-aktiv",
        year=2014,
        until=date(2014, 12, 1),
        masked=False,
        fictitious=True,
        as_of_day=date(2015, 1, 20),
        regions=(("05158004", "Erkrath"), ("05158008", "Haan"), ("05158012", "Heiligenhaus"), ("x", "auswärts")),
        services=services,
        notes=("k = 3",),
    )


def test_a_masked_sheet_holds_no_hidden_value():
    masked = mask_sheet(sheet(service(1, 1, 0, 50), service(1, 0, 0, 0), service(4, None, 2, 9)))
    hidden = CityCell(value=None, hidden=True)
    assert masked.masked
    assert [each.cells for each in masked.services] == [
        (hidden, hidden, CityCell(value=0), hidden),
        (hidden,) * 4,
        (hidden, CityCell(value=None, gap="missing"), hidden, CityCell(value=9)),
    ]
    assert [each.total for each in masked.services] == [CityCell(value=52), hidden, CityCell(value=15)]
    assert [each.incomplete for each in masked.services] == [False, False, True]


def test_every_service_has_its_own_threshold():
    masked = mask_sheet(sheet(service(4, 20, 20, 30), service(4, 20, 20, 30, k=10)))
    assert [sum(cell.hidden for cell in each.cells) for each in masked.services] == [0, 3]


def test_masking_twice_changes_nothing():
    masked = mask_sheet(sheet(service(1, 1, 0, 50)))
    assert mask_sheet(masked) is masked


def test_amounts_have_no_count_here_and_are_never_shown_by_city():
    (amounts,) = mask_sheet(sheet(service(5000, None, 12, 0, unit="€"))).services
    assert [cell.hidden for cell in (*amounts.cells, amounts.total)] == [True, False, True, True, True]


@pytest.mark.parametrize(
    ("values", "more"),
    [((1, 1, 0, 50), True), ((2, 7, 9, 10), False), ((2, 7, None, 9), True), ((5, 6, 7), False), ((), False)],
)
def test_more_than_half_hidden(values, more):
    (masked,) = mask_sheet(sheet(service(*values))).services
    assert hides_more_than_half(masked) is more
