"""Audit entries, frozen documents, steps and rounds of agreements are only added."""

from django.db import migrations

from agreements.models.append_only import protect_all

forwards, backwards = protect_all("agreements_auditentry", "agreements_frozendocument", "agreements_agreementstep", "agreements_agreementround")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
