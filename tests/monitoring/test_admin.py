"""The admin of the upper floor: figures are read-only and scoped, cities stay out, agreements and targets show where they stand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.choices import RegionKind, Role, Source
from agreements.domain.months import month_of
from agreements.domain.numbers import format_value
from agreements.models import Actor, Agreement, AgreementParty, Section, Series, Target, TargetMeasure, User
from monitoring.admin import AgreementWithFigures, TargetWithFigures
from monitoring.models import ActualRevision, ImportRun, MonthlyActual
from monitoring.selectors.lists import leading_sheets, month_over
from monitoring.selectors.report import measured_targets
from tests.factories import MembershipFactory, PartyFactory

SPENDING_BY_CITY = ("KIND_EUR", "SCHULD_EUR", "PSYCHO_EUR", "METHADON_EUR")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.ignore_template_errors]

ACTUALS, REVISIONS, IMPORTS = (
    f"/admin/monitoring/{name}/" for name in ("monthlyactual", "actualrevision", "importrun")
)
AGREEMENTS, TARGETS = "/admin/agreements/agreement/", "/admin/agreements/target/"
OTHERS = ("jobcenter", "jobcenter-leitung", "agentur", "agentur-leitung", "kreis", "landrat", "lesen")
TODAY = date(2014, 10, 20)
COUNTS = {
    ACTUALS: lambda: seen_by_staff(MonthlyActual).count(),
    REVISIONS: lambda: seen_by_staff(ActualRevision).count(),
    IMPORTS: ImportRun.objects.count,
    AGREEMENTS: Agreement.objects.count,
    TARGETS: Target.objects.count,
}
NBSP = "\u00a0"


def seen_by_staff(model):
    """Figures of districts, without the spending that could undo a mask."""
    return model.objects.filter(region__kind=RegionKind.DISTRICT).exclude(series__code__in=SPENDING_BY_CITY)


def shown(response) -> list[list[str]]:
    """The cells of the list as text, row by row."""
    model_admin = response.context["cl"].model_admin
    columns = [name for name in response.context["cl"].list_display if name != "action_checkbox"]
    rows = []
    for row in response.context["cl"].result_list:
        cells = [getattr(model_admin, name, None) or (lambda row, name=name: getattr(row, name)) for name in columns]
        rows.append([str(cell(row)) for cell in cells])
    return rows


def copies(agreement: Agreement, count: int) -> None:
    """More agreements of other Jobcenter with the same targets and with figures of their own."""
    for number in range(count):
        jobcenter = PartyFactory(jobcenter=True)
        made = Agreement.objects.create(
            key=f"kopie-{number}",
            year=2014,
            title="Kopie",
            jobcenter=jobcenter,
            starts=agreement.starts,
            ends=agreement.ends,
        )
        AgreementParty.objects.create(agreement=made, party=jobcenter, position=1, function="J")
        section = Section.objects.create(agreement=made, position=1, heading="Ziele")
        for target in agreement.targets.filter(code__in=["lzb", "u25"]):
            measures = list(target.measures.all())
            target.pk, target.section = None, section
            target.save()
            for row in measures:
                row.pk, row.target = None, target
                row.save()
        rows = MonthlyActual.objects.filter(region=agreement.district, series__code__in=["LZB", "INT_U25"])
        MonthlyActual.objects.bulk_create(
            MonthlyActual(
                series=r.series,
                region=jobcenter.region,
                month=r.month,
                value=r.value,
                status=r.status,
                by=r.by,
                at=r.at,
            )
            for r in rows
        )


def series_id(code: str) -> int:
    return Series.objects.get(code=code).pk


@pytest.mark.parametrize("path", [ACTUALS, REVISIONS, IMPORTS, AGREEMENTS, TARGETS])
def test_every_list_is_for_the_administration(path, client, login):
    assert client.get(path).url == f"/anmelden/?next={path}"
    for name in OTHERS:
        assert login(name).get(path).status_code == 404, name
    assert login("admin").get(path).context["cl"].result_count == COUNTS[path]()


def test_figures_are_shown_in_german(login):
    rows = shown(login("admin").get(ACTUALS, {"jahr": "2014", "series__id__exact": series_id("LLU")}))
    llu = MonthlyActual.objects.get(series__code="LLU", month=date(2014, 9, 1), region__key="05158")

    assert rows[0][2:4] == ["September 2014", format_value(llu.value, 2, "€")]
    assert rows[0][3].endswith(f"{NBSP}€")


@pytest.mark.parametrize("path", [ACTUALS, REVISIONS])
def test_figures_can_be_neither_added_nor_changed_nor_deleted(path, login):
    model = {ACTUALS: MonthlyActual, REVISIONS: ActualRevision}[path]
    row = model.objects.filter(region__key="05158").first()
    client = login("admin")
    page = client.get(f"{path}{row.pk}/change/")

    assert 'name="_save"' not in page.content.decode()
    assert client.get(f"{path}add/").status_code == 403
    assert client.post(f"{path}add/", {}).status_code == 403
    assert client.post(f"{path}{row.pk}/change/", {"value": "1"}).status_code == 403
    assert client.post(f"{path}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(path, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert model.objects.get(pk=row.pk).value == row.value


@pytest.mark.parametrize("path", [ACTUALS, REVISIONS])
def test_staff_without_membership_sees_no_counts_of_cities(path, login):
    model = {ACTUALS: MonthlyActual, REVISIONS: ActualRevision}[path]
    city = model.objects.filter(region__kind=RegionKind.CITY).first()
    response = login("admin").get(path, {"all": ""})
    kinds = set(response.context["cl"].queryset.values_list("region__kind", flat=True))

    assert city is not None
    assert kinds == {RegionKind.DISTRICT}
    assert response.context["cl"].result_count == seen_by_staff(model).count()
    assert login("admin").get(f"{path}{city.pk}/change/").status_code == 404
    assert login("admin").get(f"{path}{city.pk}/history/").status_code == 404
    assert login("admin").get(path, {"q": city.region.key}).context["cl"].result_count == 0


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("admin", {"KDU", "SUCHT_EUR"}),
        ("agentur", {"KDU", "SUCHT_EUR"}),
        ("kreis", {"KDU", "SUCHT_EUR", *SPENDING_BY_CITY}),
    ],
)
def test_spending_on_a_service_by_city_is_for_who_sees_the_cities(name, codes):
    """It hangs on targets with city duty and could undo a mask (§6)."""
    actor = Actor(User.objects.get(username=name), date(2014, 10, 20))
    rows = MonthlyActual.objects.visible_to(actor).filter(series__source=Source.KREIS)
    assert set(rows.values_list("series__code", flat=True)) == codes


def test_staff_with_a_membership_sees_what_it_opens(login, agreement):
    user = User.objects.get(username="admin")
    MembershipFactory(user=user, party=agreement.jobcenter, role=Role.ENTRY)
    city = MonthlyActual.objects.filter(region__kind=RegionKind.CITY).first()

    assert login("admin").get(f"{ACTUALS}{city.pk}/change/").context["original"] == city


@pytest.mark.parametrize("lookup", ["value__gt", "reason__contains", "region__parent__id", "series__measures__code"])
def test_no_filter_asks_past_the_page(lookup, login):
    assert login("admin").get(ACTUALS, {lookup: "1"}).status_code == 400


def test_warnings_of_an_import_stay_out(login):
    user = User.objects.get(username="jobcenter")
    run = ImportRun.objects.create(file_name="x.csv", sha256="0", by=user, at=timezone.now(), warnings=["Velbert: 2"])
    page = login("admin").get(f"{IMPORTS}{run.pk}/change/").content.decode()

    assert "x.csv" in page
    assert "Velbert" not in page
    assert login("admin").get(IMPORTS, {"warnings__icontains": "Velbert"}).status_code == 400


# --- where agreements and targets stand -------------------------------------------------------------------------------


def test_the_lists_with_figures_stand_in_place_of_the_plain_ones():
    assert type(admin.site.get_model_admin(Agreement)) is AgreementWithFigures
    assert type(admin.site.get_model_admin(Target)) is TargetWithFigures


def test_targets_show_what_the_report_shows(login, agreement):
    """The list and the sheet of the MBZ agree on every figure."""
    rows = {row[0]: row for row in shown(login("admin").get(TARGETS)) if row[1] == agreement.key}
    targets = list(agreement.targets.select_related("agreement__jobcenter__region"))
    sheets = leading_sheets(targets, today=TODAY)
    report = measured_targets(agreement, month_of(2014, 9), today=TODAY)
    expected = {target.pk: measures[0] for target, measures in report if measures}

    assert sheets.keys() == expected.keys()
    for key, sheet in expected.items():
        mine = sheets[key]
        fields = ("as_of", "actual", "plan", "deviation", "deviation_percent", "status", "annual_plan", "prior_year")
        assert [getattr(mine, name) for name in fields] == [getattr(sheet, name) for name in fields]
    iq, llu = agreement.targets.get(code="iq"), agreement.targets.get(code="llu")
    assert rows[iq.title][1:3] == ["me-aktiv-2014", f"Sep{NBSP}2014"]
    assert rows[iq.title][4].startswith("mind. ")
    assert rows[iq.title][5].endswith(f"{NBSP}Prozentpunkte")
    assert rows[llu.title][4].startswith("Prognose ")
    assert rows[llu.title][6] == "beobachtet"
    words_alone = Target.objects.get(code="kooperation")
    assert rows[words_alone.title][2:] == ["–"] * 5


def test_agreements_show_the_share_of_their_targets(login, agreement):
    row = shown(login("admin").get(AGREEMENTS))[0]
    sheets = leading_sheets(list(agreement.targets.select_related("agreement__jobcenter__region")), today=TODAY)
    statuses = [sheet.status for sheet in sheets.values() if sheet.status]
    total = len(statuses)

    def share(status: str) -> str:
        count = statuses.count(status)
        return f"{round(Decimal(100 * count) / total)}{NBSP}% ({count} von {total})"

    assert total > 0
    assert row[-3:] == [share("green"), share("yellow"), share("red")]


def test_an_amendment_is_read_with_its_original(agreement):
    amendment = Agreement.objects.create(
        key="nachtrag", year=2014, title="Nachtrag", jobcenter=agreement.jobcenter, starts=agreement.starts,
        ends=agreement.ends, amends=agreement, effective_from=date(2014, 7, 1), state="signed",
    )  # fmt: skip
    section = Section.objects.create(agreement=amendment, position=1, heading="Änderung")
    target = Target.objects.get(agreement=agreement, code="lzb")
    row = target.measures.get()
    changed = Target.objects.create(section=section, position=1, code="lzb", title="LZB", kind=target.kind, sphere="ba")
    TargetMeasure.objects.create(
        target=changed, measure=row.measure, way="absolute", plan=17000, direction=row.direction, course=row.course
    )
    own = Target.objects.filter(code="lzb", agreement__jobcenter=agreement.jobcenter)
    targets = list(own.select_related("agreement__jobcenter__region"))
    sheets = leading_sheets(targets, today=TODAY)

    assert list(sheets) == [target.pk]
    assert sheets[target.pk].annual_plan == 17000


@pytest.mark.parametrize(("year", "expected"), [(2013, date(2013, 12, 1)), (2014, date(2014, 9, 1)), (2015, None)])
def test_the_month_that_is_over(year, expected):
    assert month_over(Agreement(year=year), TODAY) == expected
    assert month_over(Agreement(year=2014), date(2014, 1, 31)) is None


@pytest.mark.parametrize(("path", "queries"), [(AGREEMENTS, 11), (TARGETS, 11), (ACTUALS, 7), (REVISIONS, 7)])
def test_lists_ask_the_same_however_many_agreements(path, queries, login, agreement):
    client = login("admin")
    client.get(path)
    for more in (0, 2):
        copies(agreement, more)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
        assert len(asked) == queries
    if path == AGREEMENTS:
        assert [row[-1] != "–" for row in shown(response)] == [True] * Agreement.objects.count()
