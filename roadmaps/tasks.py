"""What the clock wakes a worker for. The rows say what is to be done; a lost message only delays."""

from celery import shared_task

from convening import production


@shared_task
def remind_owners():
    """Remind those who lead actions of what is due and of what nobody has heard of for long."""
    production.do("remind_owners")


@shared_task
def send_digests():
    """Tell members how their roadmap stands, when the week or month of their group begins."""
    production.do("send_digests")
