"""Addresses of actions and the updates that move them, also through personal links."""

from django.urls import path

from roadmaps.views import owners, updates, updates_by_link

urlpatterns = [
    path("actions/<int:pk>/", updates.action, name="action"),
    path("actions/<int:pk>/update/", updates.update_new, name="update_new"),
    path("updates/<int:pk>/correct/", updates.update_correct, name="update_correct"),
    path("updates/files/<int:pk>/", updates.update_file, name="update_file"),
    path("<int:pk>/reminders/", owners.reminders, name="reminders"),
    path("<int:pk>/owners/<str:key>/link/", owners.owner_link, name="owner_link"),
    path("<int:pk>/owners/<str:key>/revoke/", owners.owner_revoke, name="owner_revoke"),
    path("mine/<uuid:key>/", updates_by_link.mine, name="mine"),
    path("mine/<uuid:key>/<int:pk>/", updates_by_link.mine_action, name="mine_action"),
    path("seat/<uuid:key>/", updates_by_link.seat_by_link, name="seat_by_link"),
]
