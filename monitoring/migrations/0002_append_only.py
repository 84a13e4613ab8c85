"""The history of figures is only added to."""

from django.db import migrations

from agreements.models.append_only import protect_all

forwards, backwards = protect_all("monitoring_actualrevision")


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
