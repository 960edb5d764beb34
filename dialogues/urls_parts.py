"""Addresses of the parts of dialogues and initiatives, and of the tabs on which they stand."""

from django.urls import path

from dialogues.parts import views as parts
from dialogues.views import annexes, outcomes, people, said

PAGES = (
    ("add/", "part_add", parts.part_add),
    ("<int:pk>/", "part_edit", parts.part_edit),
    ("<int:pk>/delete/", "part_delete", parts.part_delete),
    ("<int:pk>/move/", "part_move", parts.part_move),
)

urlpatterns = [
    path("dialogues/<slug:slug>/people/", people.people, name="dialogue_people"),
    path("dialogues/<slug:slug>/people/add/", people.participant_add, name="participant_add"),
    path(
        "dialogues/<slug:slug>/people/<int:pk>/", people.participant_edit, name="participant_edit"
    ),
    path(
        "dialogues/<slug:slug>/people/<int:pk>/remove/",
        people.participant_remove,
        name="participant_remove",
    ),
    path("dialogues/<slug:slug>/said/", said.said, name="dialogue_said"),
    path("dialogues/<slug:slug>/said/<int:pk>/", said.session, name="session"),
    path("dialogues/<slug:slug>/outcomes/", outcomes.outcomes, name="dialogue_outcomes"),
    path("dialogues/<slug:slug>/annexes/", annexes.annexes, name="dialogue_annexes"),
    *(
        path(f"dialogues/<slug:slug>/parts/<slug:kind>/{route}", view, name=name)
        for route, name, view in PAGES
    ),
    *(
        path(
            f"initiatives/<slug:slug>/parts/<slug:kind>/{route}",
            view,
            {"scope": "initiative"},
            name=f"initiative_{name}",
        )
        for route, name, view in PAGES
    ),
]
