"""The door for gunicorn and runserver; it stays shut without a secret key."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zielvereinbarung.settings")
if not settings.HAS_SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY fehlt: ohne geheimen Schlüssel wird nicht ausgeliefert. Ein Wert entsteht mit: "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
application = get_wsgi_application()
