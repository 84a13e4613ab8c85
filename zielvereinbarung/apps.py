"""The admin of this house: its own site, so that it uses the one login and hides from everybody but staff."""

from django.contrib.admin.apps import AdminConfig


class HouseAdminConfig(AdminConfig):
    default_site = "agreements.admin_site.HouseAdminSite"
