"""What people agreed to: addresses below /stakeholders/."""

from django.urls import path

from stakeholders.views import consents

urlpatterns = [
    path("people/<int:pk>/consents/new/", consents.consent_add, name="consent_add"),
]
