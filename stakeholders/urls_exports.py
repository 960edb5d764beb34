"""Files that leave the register, and who took them: addresses below /stakeholders/."""

from django.urls import path

from stakeholders.views import exports

urlpatterns = [
    path("people/export/", exports.people_export, name="people_export"),
    path("organisations/export/", exports.organisations_export, name="organisations_export"),
    path("disclosures/", exports.disclosure_list, name="disclosure_list"),
]
