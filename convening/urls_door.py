"""Addresses of check-in on the day. The service worker rules over what lies beneath `door/`."""

from django.urls import path

from convening.views import attendance, door

BASE = "dialogues/<slug:slug>/convening"
urlpatterns = [
    path(f"{BASE}/door/", attendance.door, name="door"),
    path(f"{BASE}/door/walk-in/", attendance.walk_in, name="walk_in"),
    path(f"{BASE}/door/phone/", door.phone, name="door_phone"),
    path(f"{BASE}/door/people.json", door.people, name="door_people"),
    path(f"{BASE}/door/take-in/", door.take_in, name="door_take_in"),
    path(f"{BASE}/door/worker.js", door.worker, name="door_worker"),
    path(f"{BASE}/attendance/", attendance.attendance, name="attendance"),
    path(f"{BASE}/attendance/file/", attendance.export, name="attendance_export"),
]
