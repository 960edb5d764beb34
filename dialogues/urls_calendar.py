"""Addresses of the calendar, its feeds, the timeline, budgets; dialogues/urls.py takes them in."""

from django.urls import path

from dialogues.views import budget, calendar, dialogues, timeline

LINE = "initiatives/<slug:slug>/budget/lines/<int:pk>/"

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/timeline/", timeline.timeline, name="timeline"),
    path("calendar/feeds/", calendar.feeds, name="feeds"),
    path("calendar/feeds/<int:pk>/revoke/", calendar.feed_revoke, name="feed_revoke"),
    path("calendar/feeds/<str:token>.ics", calendar.feed, name="feed"),
    path(
        "programmes/<slug:slug>/timeline/", timeline.programme_timeline, name="programme_timeline"
    ),
    path("dialogues/<slug:slug>/calendar.ics", calendar.dialogue_ics, name="dialogue_ics"),
    path("dialogues/<slug:slug>/cancel/", dialogues.dialogue_cancel, name="dialogue_cancel"),
    path(
        "dialogues/<slug:slug>/reinstate/",
        dialogues.dialogue_reinstate,
        name="dialogue_reinstate",
    ),
    path("dialogues/<slug:slug>/budget/", budget.dialogue_budget, name="dialogue_budget"),
    path(
        "dialogues/<slug:slug>/budget/preset/",
        budget.budget_from_preset,
        name="budget_from_preset",
    ),
    path("initiatives/<slug:slug>/budget/", budget.initiative_budget, name="initiative_budget"),
    path("initiatives/<slug:slug>/budget/new/", budget.line_add, name="budget_line_add"),
    path(LINE, budget.line, name="budget_line"),
    path(f"{LINE}edit/", budget.line_edit, name="budget_line_edit"),
    path(f"{LINE}delete/", budget.line_delete, name="budget_line_delete"),
    path(f"{LINE}entries/<int:entry_pk>/", budget.entry_edit, name="budget_entry"),
    path(
        f"{LINE}entries/<int:entry_pk>/delete/",
        budget.entry_delete,
        name="budget_entry_delete",
    ),
]
