"""What the worker is woken for. The rows say what is to be done; a lost message only delays."""

from celery import shared_task

from reports import production


@shared_task
def print_reports():
    """Print what waits; wakes the next worker if there is more than one turn's worth."""
    if production.print_waiting():
        print_reports.delay()


@shared_task
def sweep_printings():
    """Wake a worker if a printing waits that nobody holds, and clear away what killed workers left."""
    production.clear_leftovers()
    if production.something_waits():
        print_reports.delay()
