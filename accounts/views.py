"""A person's own desk."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from core.work import work_for


@login_required
def my_work(request):
    """What needs this person, what is due first at the top."""
    return render(request, "accounts/my_work.html", {"items": work_for(request.user)})
