"""Pages of subscriptions: what a donor chooses, how a mail is ended, and the feed of their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogues.models import Initiative
from reports.feeds import DonorFeedOf
from reports.progress import subscribing
from reports.progress.door import told_to
from reports.progress.forms import SubscriptionForm

either = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@either
def subscription(request):
    """How a donor is told of what is published, of everything and of single initiatives."""
    _require_donor(request)
    form = SubscriptionForm(
        request.POST or None,
        initiatives=list(told_to(request.user).order_by("title", "pk")),
        chosen=subscribing.choices_of(request.user),
    )
    if request.method == "POST" and form.is_valid():
        subscribing.choose(request.user, form.choices)
        messages.success(request, _("Saved."))
        return redirect("reports:subscription")
    return _page(request, form)


def _page(request, form, **more):
    feeds = request.user.donor_feeds.filter(revoked_at__isnull=True)
    context = {
        "form": form,
        "feed": feeds.first(),
        "crumbs": [{"label": _("What you fund"), "url": reverse("reports:door")}],
        **more,
    }
    return render(request, "reports/subscription.html", context)


@login_required
@require_POST
def feed_make(request):
    """Make a feed address, shown in the answer and never again; the one before ends."""
    _require_donor(request)
    token = subscribing.make_feed(request.user)
    form = SubscriptionForm(
        initiatives=list(told_to(request.user).order_by("title", "pk")),
        chosen=subscribing.choices_of(request.user),
    )
    path = reverse("reports:donor_feed", args=[token])
    return _page(request, form, address=request.build_absolute_uri(path))


@login_required
@require_POST
def feed_take_back(request):
    """End one's own feed address."""
    _require_donor(request)
    subscribing.take_back_feeds(request.user)
    messages.success(request, _("The address is taken back: it answers nobody any more."))
    return redirect("reports:subscription")


def _require_donor(request):
    if not subscribing.funds_something(request.user):
        raise Http404


@require_safe
def donor_feed(request, token):
    """What one donor may read, at this moment, as a feed."""
    donor = subscribing.donor_of_feed(token)
    if donor is None:
        raise Http404
    return DonorFeedOf(donor)(request)


# A mail program posts without our cookies; the token in the address is what allows it, and all it allows.
@csrf_exempt
@either
def unsubscribe(request, token):
    """End the mails that this address came with: asked once more, or at once by a mail program."""
    found = subscribing.what_ends(token)
    if found is None:
        return render(request, "core/link_ended.html", status=404)
    user, initiative = found
    if request.method == "POST":
        subscribing.end(user, initiative)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=204)
    is_funded = initiative and Initiative.objects.filter(
        subscribing.funded_by(user), pk=initiative.pk
    )
    context = {
        "initiative": initiative.title if is_funded and is_funded.exists() else "",
        "is_done": request.method == "POST",
    }
    return render(request, "reports/unsubscribe.html", context)
