"""Pages of inviting people, and their answers as the team sees them."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convening.frame import VIEW_ANSWERS, convening_frame, convening_or_404
from core.permissions import require


@login_required
@require_safe
def answers(request, slug):
    """To be written."""
    dialogue = convening_or_404(request, slug)
    require(request.user, VIEW_ANSWERS, dialogue)
    return render(request, "convening/frame.html", convening_frame(request, dialogue, "answers"))
