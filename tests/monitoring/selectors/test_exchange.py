"""Reads for import and export: a constant number of questions, and rights by region and source."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.choices import Source
from agreements.models import Actor, User
from monitoring.selectors.exchange import (
    figures_to_export,
    import_rights,
    missing_figures,
    visible_mappings,
    visible_runs,
    visible_sheets,
)
from monitoring.services.imports import Upload, preview
from tests.factories import AgreementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY = date(2014, 11, 3)


def actor(name: str) -> Actor:
    found = Actor(User.objects.get(username=name), TODAY)
    assert found.party_ids is not None  # the one query for memberships
    return found


@pytest.mark.parametrize(
    ("who", "sources", "count"),
    [
        ("jobcenter", {Source.BA, Source.JOBCENTER}, 12),
        ("agentur", {Source.BA}, 12 + 3),  # and the districts of the neighbours
        ("kreis", {Source.KREIS}, 12),
        ("lesen", None, 0),
        ("admin", None, 0),
    ],
)
def test_rights_hold_for_the_district_and_its_cities_alone(who, sources, count, agreement):
    AgreementFactory()
    regions = import_rights(actor(who)).regions

    assert set(regions.values()) == ({frozenset(sources)} if sources else set())
    assert len(regions) == count


def test_rights_cost_three_questions(agreement, django_assert_num_queries):
    who = actor("jobcenter")
    with django_assert_num_queries(3):
        import_rights(who)


def test_lists_cost_the_same_however_long(agreement, django_assert_num_queries):
    who = actor("jobcenter")
    rights = import_rights(who)
    with django_assert_num_queries(1):
        list(visible_runs(who, rights))
    with django_assert_num_queries(1):
        list(visible_mappings(who))
    with django_assert_num_queries(4):
        visible_sheets(who)


@pytest.mark.parametrize("months", [1, 3])
def test_what_is_missing_costs_three_questions(months, agreement, django_assert_num_queries):
    wanted = [date(2014, month, 1) for month in range(10, 10 + months)]
    with django_assert_num_queries(3):
        found = list(missing_figures(agreement, [Source.KREIS], wanted, on=TODAY))
    assert {(series.code, region.key, month) for series, region, month in found} == {
        ("KDU", "05158", date(2014, 10, 1))
    }


def test_an_export_is_one_question(agreement, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len({row.series.code for row in figures_to_export(agreement, [Source.KREIS], 2014)}) == 6


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_costs_the_same_for_one_row_and_for_three(rows, agreement, django_assert_num_queries):
    lines = [f"05158;LZB;2014-{month:02d};17000;;x" for month in range(9, 9 - rows, -1)]
    content = "\n".join(["gebiet;datenreihe;monat;wert;status;grund", *lines]).encode()
    by = User.objects.get(username="jobcenter")
    with django_assert_num_queries(QUERIES):
        found = preview(by=by, upload=Upload(content=content, name="werte.csv"), on=TODAY)
    assert len(found.of("changed")) == rows


QUERIES = 19
