"""Addresses of the lower floor."""

from django.urls import path

urlpatterns: list = []
