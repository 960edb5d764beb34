"""Pages that belong to no application: the door, the health check and the refusals."""

from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render

from core.styleguide import examples as styleguide_examples


def healthz(request):
    """Answer 200 when the database answers; for health checks, tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def styleguide(request):
    """Every component in every state, for those who build the application."""
    return render(request, "core/styleguide.html", {"examples": styleguide_examples()})
