"""A person's own desk and account."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.desk import desk_of, parts_of
from accounts.forms import ProfileForm
from core.work import work_for


@login_required
@require_safe
def my_work(request):
    """What needs this person, by kind; the kind and the item that are due first at the top."""
    items = work_for(request.user)
    first_place = {}
    for place, item in enumerate(items):
        first_place.setdefault(item.kind, place)
    by_kind = groupby(
        sorted(items, key=lambda item: first_place[item.kind]), lambda item: item.kind
    )
    context = {
        "kinds": [{"label": kind, "items": list(rows)} for kind, rows in by_kind],
        "desk": desk_of(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/my_work.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """One's own name, the ways to one's e-mail, password and second factor, and one's roles."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    context = {"form": form, "parts": parts_of(request.user)}
    return render(request, "accounts/profile.html", context)
