"""What the clock wakes a worker for. The rows say what is to be done; a lost message only delays."""

from celery import shared_task

from convening import production


@shared_task
def end_offers():
    """End offers of places whose time is over, and offer what is free to who waits."""
    production.do("end_offers")


@shared_task
def send_reminders():
    """Send the reminders whose hour has come."""
    production.do("send_reminders")


@shared_task
def write_owed():
    """Write the mails that are owed because whoever was to write them died."""
    production.do("write_owed")
