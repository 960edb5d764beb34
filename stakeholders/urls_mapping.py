"""The stakeholder map: addresses below /stakeholders/maps/."""

from django.urls import path

from stakeholders.views import map_entries, maps

ONE = "maps/<slug:slug>/"
ENTRY = f"{ONE}stakeholders/<int:pk>/"

urlpatterns = [
    path("maps/", maps.map_list, name="map_list"),
    path("maps/new/", maps.map_add, name="map_add"),
    path(ONE, maps.show_map, name="map"),
    path(f"{ONE}edit/", maps.map_edit, name="map_edit"),
    path(f"{ONE}compare/", maps.map_compare, name="map_compare"),
    path(f"{ONE}svg/", maps.map_svg, name="map_svg"),
    path(f"{ONE}table/", map_entries.map_table, name="map_table"),
    path(f"{ONE}stakeholders/new/", map_entries.stakeholder_add, name="stakeholder_add"),
    path(ENTRY, map_entries.stakeholder, name="stakeholder"),
    path(f"{ENTRY}assess/", map_entries.stakeholder_assess, name="stakeholder_assess"),
    path(f"{ENTRY}place/", map_entries.map_place, name="map_place"),
    path(f"{ENTRY}remove/", map_entries.stakeholder_remove, name="stakeholder_remove"),
    path(
        f"{ENTRY}assessments/<int:assessment_pk>/delete/",
        map_entries.assessment_delete,
        name="assessment_delete",
    ),
]
