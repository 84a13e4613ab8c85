"""Addresses of the upper floor."""

from django.urls import path

urlpatterns: list = []
