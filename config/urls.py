"""All addresses: each application has its own below."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from core import views

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("accounts.urls")),
    path("", include("dialogues.urls")),
    path("", include("convening.urls")),
    path("stakeholders/", include("stakeholders.urls")),
    path("roadmaps/", include("roadmaps.urls")),
    path("search/", include("core.urls")),
    path("l/<str:token>/", views.personal_link, name="link"),
    path("accounts/", include("allauth.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("styleguide", views.styleguide, name="styleguide"),
]

if settings.ADMIN_SITE:
    urlpatterns.append(path("admin/", admin.site.urls))
