"""The way into a dialogue's convening."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from convening.frame import PAGES, convening_or_404


@login_required
@require_safe
def hub(request, slug):
    """Lead on to the first page of the tab that the viewer may open."""
    dialogue = convening_or_404(request, slug)
    for _label, name, permission in PAGES.values():
        if request.user.has_perm(permission, dialogue):
            return redirect(name, slug=slug)
    raise PermissionDenied
