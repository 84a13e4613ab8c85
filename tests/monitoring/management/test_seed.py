"""The demonstration and the fictitious country: what stands there, that a second run changes nothing, that it is refused."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from agreements.models import Agreement, AuditEntry, Membership, Party, Region, User
from monitoring.management.demo_figures import FIRST
from monitoring.management.fictitious import NEIGHBOURS, SERIES, country, figures, first_month
from monitoring.models import ActualRevision, MonthlyActual
from monitoring.services.verification import differences

pytestmark = pytest.mark.django_db
MONTHS = 34  # December 2011 to September 2014


@pytest.fixture
def debug(settings, tmp_path):
    settings.DEBUG, settings.BASE_DIR = True, tmp_path


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def everything() -> list:
    """All that a second run could have touched."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (AuditEntry, Agreement, ActualRevision, Membership, MonthlyActual, Party, Region)
    ]


def test_the_figures_are_always_the_same_and_fit_each_other():
    for jobcenter in (*NEIGHBOURS, *country(3)):
        found = {(figure.series, figure.month): figure.value for figure in figures(jobcenter, FIRST)}

        assert found == {(figure.series, figure.month): figure.value for figure in figures(jobcenter, FIRST)}
        assert len(found) == len(SERIES) * MONTHS
        assert min(found.values()) > 0
        for month in {month for _, month in found}:
            for whole in ("INT", "ELB"):
                assert found[f"{whole}_F", month] + found[f"{whole}_M", month] == found[whole, month]
                assert found[f"{whole}_U25", month] < found[whole, month]


def test_a_larger_country_begins_with_the_smaller_one():
    assert list(country(7))[:3] == list(country(3))
    assert len({jobcenter.region for jobcenter in country(7)}) == 7


@pytest.mark.parametrize(("years", "first"), [(1, "2013-12-01"), (3, "2011-12-01"), (20, "1994-12-01")])
def test_years_begin_in_the_december_before(years, first):
    assert first_month(years).isoformat() == first


@pytest.mark.usefixtures("debug")
def test_a_second_run_changes_nothing():
    assert "2884 Ist-Werte neu" in run("seed_demo")
    password = User.objects.get(username="agentur").password
    before = everything()

    assert "0 Ist-Werte neu" in run("seed_demo")
    assert everything() == before
    assert User.objects.get(username="agentur").password == password


@pytest.mark.usefixtures("debug")
def test_a_country_grows_and_a_second_run_changes_nothing():
    first = run("seed_country", "--jobcenters", "2", "--years", "1")
    assert f"2 Jobcenter (2 neu), {2 * len(SERIES) * 10} Ist-Werte neu" in first
    grown = run("seed_country", "--jobcenters", "6", "--years", "2")
    assert f"6 Jobcenter (4 neu), {(6 * 22 - 2 * 10) * len(SERIES)} Ist-Werte neu" in grown
    before = everything()

    assert "6 Jobcenter (0 neu), 0 Ist-Werte neu" in run("seed_country", "--jobcenters", "6", "--years", "2")
    assert everything() == before
    assert list(differences()) == []
    of_two = Party.objects.filter(key__startswith="agentur-musterbezirk-").order_by("key")
    assert [agentur.partnerships.count() for agentur in of_two] == [5, 1]


@pytest.mark.usefixtures("debug")
def test_one_account_reads_the_whole_country(login):
    run("seed_country", "--jobcenters", "6", "--years", "1")

    assert login("bund").get("/mbz/musterkreis-6-2014/2014-09/").status_code == 200
    assert login("bund").get("/mbz/me-aktiv-2014/2014-09/").status_code == 200


@pytest.mark.parametrize("command", [["seed_demo"], ["seed_country", "--jobcenters", "1", "--years", "1"]])
def test_fictitious_data_never_comes_into_operation(command, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="nur mit DEBUG=1; in einen echten Betrieb gehören sie nicht"):
        call_command(*command)
    assert (User.objects.count(), Party.objects.count()) == (0, 0)


@pytest.mark.usefixtures("debug")
@pytest.mark.parametrize(("jobcenters", "years"), [(0, 1), (10_000, 1), (1, 0), (1, 41)])
def test_a_country_has_bounds(jobcenters, years):
    with pytest.raises(CommandError, match="Möglich sind 1 bis 9999 Jobcenter und 1 bis 40 Jahre"):
        call_command("seed_country", "--jobcenters", str(jobcenters), "--years", str(years))
