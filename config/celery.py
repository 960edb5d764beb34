"""The Celery application: `celery -A config worker` and `celery -A config beat`."""

import os

from celery import Celery

import core.broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

core.broker.register()
app = Celery("baraza")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
