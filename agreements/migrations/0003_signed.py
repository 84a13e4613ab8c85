"""What was signed stays as it was signed."""

from django.db import migrations

from agreements.models.signed import protect_signed

forwards, backwards = protect_signed()


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
