"""Papers for the day and after it: sign-in sheet, badges, table cards, certificates, letters."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convening.frame import CONVENE, convening_frame, convening_or_404
from core.permissions import require


@login_required
@require_safe
def day_papers(request, slug):
    """To be written."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    return render(request, "convening/frame.html", convening_frame(request, dialogue, "papers"))
