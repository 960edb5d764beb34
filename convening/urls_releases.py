"""Addresses of released agendas."""

from django.urls import path

from convening.views import agenda_by_link, agenda_public, releases

CONVENING = "dialogues/<slug:slug>/convening"

urlpatterns = [
    path(f"{CONVENING}/releases/", releases.releases, name="releases"),
    path(f"{CONVENING}/releases/make/", releases.release_make, name="release_make"),
    path(f"{CONVENING}/releases/<int:number>/", releases.release, name="release"),
    path(f"{CONVENING}/my-agenda/", agenda_public.my_agenda, name="my_agenda"),
    path(f"{CONVENING}/my-agenda.ics", agenda_public.my_agenda_ics, name="my_agenda_ics"),
    path("dialogues/<slug:slug>/programme/", agenda_public.programme, name="programme"),
    path("dialogues/<slug:slug>/programme.ics", agenda_public.programme_ics, name="programme_ics"),
    path("attending/<uuid:key>/agenda/", agenda_by_link.agenda_by_link, name="agenda_by_link"),
    path(
        "attending/<uuid:key>/agenda.ics",
        agenda_by_link.agenda_by_link_ics,
        name="agenda_by_link_ics",
    ),
]
