"""Addresses of mail: mailings, reminders, a programme's own words."""

from django.urls import path

from convening.views import mail, mailing, reminders, templates

MAIL = "dialogues/<slug:slug>/convening/mail"
ONE = f"{MAIL}/<int:pk>"
WORDS = "convening/programmes/<slug:slug>/mail"
WORD = f"{WORDS}/<slug:kind>/<slug:language>"

urlpatterns = [
    path(f"{MAIL}/", mail.mail, name="mail"),
    path(f"{MAIL}/single/", mail.mail_single, name="mail_single"),
    path(f"{MAIL}/reminders/usual/", reminders.reminders_usual, name="reminders_usual"),
    path(f"{MAIL}/reminders/add/", reminders.reminder_add, name="reminder_add"),
    path(f"{MAIL}/reminders/<int:pk>/", reminders.reminder_edit, name="reminder_edit"),
    path(f"{MAIL}/reminders/<int:pk>/delete/", reminders.reminder_delete, name="reminder_delete"),
    path(f"{MAIL}/write/", mailing.mailing_add, name="mailing_add"),
    path(f"{ONE}/", mailing.mailing, name="mailing"),
    path(f"{ONE}/text/<slug:language>/", mailing.mailing_text, name="mailing_text"),
    path(f"{ONE}/send/", mailing.mailing_send, name="mailing_send"),
    path(f"{ONE}/drop/", mailing.mailing_drop, name="mailing_drop"),
    path(f"{ONE}/stop/", mailing.mailing_stop, name="mailing_stop"),
    path(f"{ONE}/again/", mailing.mailing_again, name="mailing_again"),
    path(f"{WORDS}/", templates.template_list, name="template_list"),
    path(f"{WORD}/", templates.template_edit, name="template_edit"),
    path(f"{WORD}/reset/", templates.template_reset, name="template_reset"),
]
