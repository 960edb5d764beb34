"""Addresses of what everybody may read of a roadmap, and of how it is published."""

from django.urls import path

from roadmaps.views import public

urlpatterns = [
    path("<int:pk>/public/", public.public, name="public"),
    path("<int:pk>/public/feed/", public.public_feed, name="public_feed"),
    path("versions/<int:pk>/preview/", public.version_preview, name="version_preview"),
    path("versions/<int:pk>/publish/", public.version_publish, name="version_publish"),
    path("versions/<int:pk>/withdraw/", public.version_withdraw, name="version_withdraw"),
]
