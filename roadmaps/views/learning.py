"""The learning space: lessons of one's groups and of others, and shared themes across roadmaps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.veil import holding_for
from roadmaps.forms.learning import LessonFilter, LessonForm, NoteForm
from roadmaps.frame import group_frame, group_or_404
from roadmaps.models import LearningGroup, Lesson, Roadmap, Topic
from roadmaps.services import learning as service
from roadmaps.standing import group_standing_of
from roadmaps.topics import shares_of
from roadmaps.views.groups import form_below

INSIDE, SPEAK = "roadmaps.inside_group", "roadmaps.speak_for_group"


def _topics(user):
    """Shared themes of programmes in which the user may read a roadmap or a group."""
    roadmaps = Roadmap.objects.visible_to(user).order_by().values("dialogue__initiative__programme")
    groups = LearningGroup.objects.inside(user).order_by().values("programme")
    return Topic.objects.filter(programme__in=roadmaps) | Topic.objects.filter(programme__in=groups)


def _narrowed(request, rows):
    """`rows` as the filter lets them through, and the filter."""
    form = LessonFilter(request.GET, topics=_topics(request.user))
    asked = form.chosen
    if words := asked.get("q"):
        rows = holding_for(request.user, rows, words, "title", "tried", "happened", "useful_for")
    if kind := asked.get("kind"):
        rows = rows.filter(kind=kind)
    if topic := asked.get("topic"):
        rows = rows.filter(topics=topic)
    rows = rows.select_related("learning_group").annotate(said=Count("notes", distinct=True))
    return form, rows.order_by("-created_at", "-pk")


@login_required
@require_safe
def lessons(request):
    """All that groups share with the reader."""
    form, rows = _narrowed(request, Lesson.objects.visible_to(request.user))
    groups = LearningGroup.objects.spoken_for_by(request.user).order_by("name", "pk")
    context = {
        "page": page_of(request, rows),
        "filter_form": form,
        "is_narrowed": bool(form.chosen),
        "groups": groups,
    }
    return render(request, "roadmaps/lessons.html", context)


@login_required
@require_safe
def group_lessons(request, pk):
    """The lessons of one group."""
    group = group_or_404(request, pk)
    require(request.user, INSIDE, group)
    context = group_frame(request, group, "lessons")
    own = Lesson.objects.visible_to(request.user).filter(learning_group=group)
    form, rows = _narrowed(request, own)
    context |= {
        "page": page_of(request, rows),
        "filter_form": form,
        "is_narrowed": bool(form.chosen),
    }
    if request.user.has_perm(SPEAK, group):
        context["action"] = {
            "url": reverse("roadmaps:lesson_new", args=[pk]),
            "label": _("Share a lesson"),
        }
    return render(request, "roadmaps/group_lessons.html", context)


def _lesson_or_404(request, pk):
    rows = Lesson.objects.visible_to(request.user).select_related(
        "learning_group__programme", "learning_group__dialogue__initiative", "by_user"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request, pk):
    """A lesson: what was tried, what happened, for whom it is useful, and what others say to it."""
    shown = _lesson_or_404(request, pk)
    group = shown.learning_group
    request.knows_everybody = request.user.has_perm("roadmaps.know_members", group)
    own = LearningGroup.objects.spoken_for_by(request.user).filter(programme=shown.programme_id)
    # In the name of a group that they sit in or convene, rather than of one that they founded.
    first = group_standing_of(request.user).inside
    own = sorted(own, key=lambda each: (each.pk not in first, each.pk))
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        if not own:
            raise PermissionDenied
        if form.is_valid():
            service.say_to(shown, text=form.cleaned_data["text"], group=own[0], by=request.user)
            messages.success(request, _("It stands below the lesson."))
            return redirect(shown)
    visible = Roadmap.objects.visible_to(request.user).order_by().values("pk")
    context = {
        "lesson": shown,
        "topics": shown.topics.all(),
        "actions": shown.actions.filter(theme__roadmap__in=visible).select_related(
            "theme__roadmap"
        ),
        "notes": shown.notes.select_related("learning_group"),
        "form": form if own else None,
        "may_change": _may_change(request.user, shown),
        "crumbs": [{"label": _("Learning space"), "url": reverse("roadmaps:lessons")}],
    }
    return render(request, "roadmaps/lesson.html", context)


def _may_change(user, shown):
    """Who wrote a lesson changes it as long as they are inside the group, and who convenes that."""
    group = shown.learning_group
    wrote = shown.by_user_id == user.pk and user.has_perm(SPEAK, group)
    return wrote or user.has_perm("roadmaps.convene_group", group)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lesson_new(request, pk):
    """Share a lesson of a group."""
    group = group_or_404(request, pk)
    require(request.user, SPEAK, group)
    data = request.POST if request.method == "POST" else None
    form = LessonForm(data, instance=Lesson(learning_group=group), group=group)
    if data is not None and form.is_valid():
        made = service.share_lesson(form.instance, ties=_ties(form), by=request.user)
        messages.success(request, _("Shared."))
        return redirect(made)
    context = form_below(
        request,
        group,
        group.name,
        back="group_lessons",
        form=form,
        title=_("Share a lesson"),
        submit=_("Share it"),
    )
    return render(request, "roadmaps/group_form.html", context)


def _ties(form):
    names = ("topics", "actions")
    return {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lesson_edit(request, pk):
    """Change a lesson."""
    shown = _lesson_or_404(request, pk)
    if not _may_change(request.user, shown):
        raise PermissionDenied
    group, title = shown.learning_group, shown.title
    data = request.POST if request.method == "POST" else None
    form = LessonForm(data, instance=shown, group=group)
    if data is not None and form.is_valid():
        try:
            service.change_lesson(
                shown, based_on=form.based_on, fields=form.model_fields, ties=_ties(form)
            )
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(shown)
    context = form_below(request, group, group.name, form=form, title=title)
    context["cancel_url"] = reverse("roadmaps:lesson", args=[pk])
    status = 409 if form.conflict else 200
    return render(request, "roadmaps/group_form.html", context, status=status)


@login_required
@require_safe
def topics(request):
    """Themes that several roadmaps share."""
    seen = Roadmap.objects.visible_to(request.user).order_by().values("pk")
    tied = Count("themes__roadmap", filter=Q(themes__roadmap__in=seen), distinct=True)
    rows = _topics(request.user).annotate(tied=tied).order_by("name", "pk")
    return render(request, "roadmaps/topics.html", {"page": page_of(request, rows)})


@login_required
@require_safe
def topic(request, pk):
    """A shared theme: how far each roadmap is with it, side by side, and what groups learnt."""
    shown = get_object_or_404(_topics(request.user), pk=pk)
    lessons = Lesson.objects.visible_to(request.user).filter(topics=shown)
    context = {
        "topic": shown,
        "shares": shares_of(request.user, shown, timezone.localdate()),
        "page": page_of(request, lessons.select_related("learning_group")),
        "crumbs": [
            {"label": _("Learning space"), "url": reverse("roadmaps:lessons")},
            {"label": _("Shared themes"), "url": reverse("roadmaps:topics")},
        ],
    }
    return render(request, "roadmaps/topic.html", context)
