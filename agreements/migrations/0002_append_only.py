"""Audit entries and frozen documents are only added."""

from django.db import migrations

from agreements.models.append_only import protect_all

forwards, backwards = protect_all("agreements_auditentry", "agreements_frozendocument")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
