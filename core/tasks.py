"""What the worker is woken for. The rows say what is to be done; a lost message only delays."""

from celery import shared_task

from core import post, uploads


@shared_task
def send_mail():
    """Send what waits in the outbox; wakes the next worker if there is more than one turn's worth."""
    if post.send_waiting():
        send_mail.delay()


@shared_task
def sweep_mail():
    """Wake a worker if a mail is due that nobody is sending."""
    if post.something_waits():
        send_mail.delay()


@shared_task
def forget_lost_files():
    """Delete uploaded files that no row names."""
    uploads.forget_lost_files()
