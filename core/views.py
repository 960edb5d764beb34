"""Pages that belong to no application: the door, the health check and the refusals."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import links
from core.search import found_for
from core.styleguide import examples as styleguide_examples


@require_safe
def healthz(request):
    """Answer 200 when the database answers; for health checks, tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
def styleguide(request):
    """Every component in every state, for those who build the application; administrators in production."""
    if settings.PRODUCTION and not request.user.is_staff:
        raise Http404
    return render(request, "core/styleguide.html", {"examples": styleguide_examples()})


@require_safe
def personal_link(request, token):
    """The first visit with a personal link, by whomever: leads on to the page that it opens."""
    return links.enter(request, token)


@login_required
@require_safe
def search(request):
    """Everything that the viewer may see and whose name holds the words asked for, by kind."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    context = {"words": words, "findings": found_for(request.user, words)}
    return render(request, "core/search.html", context)
