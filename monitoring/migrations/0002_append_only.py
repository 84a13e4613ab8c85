"""The history of figures, steps of reports, reports on duties and consents are only added to."""

from django.db import migrations

from agreements.models.append_only import protect_all

forwards, backwards = protect_all(
    "monitoring_actualrevision",
    "monitoring_reportstep",
    "monitoring_dutyreview",
    "monitoring_dutyanswer",
    "monitoring_fixingconsent",
    "monitoring_dialogueconfirmation",
)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
