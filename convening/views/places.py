"""Pages of places, quotas, approval, the waiting list."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convening.frame import CONVENE, convening_frame, convening_or_404
from core.permissions import require


@login_required
@require_safe
def places(request, slug):
    """To be written."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    return render(request, "convening/frame.html", convening_frame(request, dialogue, "places"))
