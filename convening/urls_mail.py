"""Addresses of templates, mailings, reminders."""

from django.urls import path

from convening.views import mail

urlpatterns = [
    path("dialogues/<slug:slug>/convening/mail/", mail.mail, name="mail"),
]
