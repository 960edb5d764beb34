"""Addresses of roadmaps: indicators."""

urlpatterns = []
