"""Pages of the registration form of a dialogue."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convening.form_engine import all_questions, form_for, questions_of
from convening.forms.form import QuestionForm, SectionForm, TakeOverForm
from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.known import KNOWN, SECTIONS, in_words
from convening.models import FormQuestion, FormSection
from convening.services import form as services
from core.exceptions import Refusal, StaleVersion
from core.permissions import require
from dialogues.models import Dialogue

either = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = 409


def _dialogue(request, slug):
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    return dialogue


def _section(dialogue, pk):
    return get_object_or_404(FormSection, dialogue=dialogue, is_asked=True, pk=pk)


def _question(dialogue, pk):
    rows = FormQuestion.objects.select_related("section__dialogue")
    return get_object_or_404(rows, section__dialogue=dialogue, is_asked=True, pk=pk)


def _home(dialogue):
    return redirect("convening:form", dialogue.slug)


def _others(request, dialogue):
    """Dialogues that the viewer may convene and that have a form."""
    rows = Dialogue.objects.visible_to(request.user).exclude(pk=dialogue.pk)
    rows = rows.filter(form_sections__is_asked=True).distinct()
    allowed = [row.pk for row in rows if request.user.has_perm(CONVENE, row)]
    return Dialogue.objects.filter(pk__in=allowed)


@login_required
@require_safe
def form(request, slug):
    """The form as it is built."""
    dialogue = _dialogue(request, slug)
    sections = questions_of(dialogue)
    held = {question.key for question in all_questions(sections)}
    context = convening_frame(request, dialogue, "form") | {
        "sections": sections,
        "kinds": dict(FormQuestion.Kind.choices),
        "known": [(key, in_words(row.label)) for key, row in KNOWN.items() if key not in held],
        "known_sections": [
            (key, in_words(title))
            for key, (title, keys) in SECTIONS.items()
            if not set(keys) <= held
        ],
        "can_take_over": _others(request, dialogue).exists(),
    }
    return render(request, "convening/form.html", context)


@login_required
@require_safe
def form_preview(request, slug):
    """The form as an invited person sees it; nothing can be sent."""
    dialogue = _dialogue(request, slug)
    context = convening_frame(request, dialogue, "form") | {
        "sections": [(row, form_for(row, None, {})) for row in questions_of(dialogue)]
    }
    return render(request, "convening/form_preview.html", context)


def _saved(request, dialogue, form, title, act):
    """The page of `form`; once it is valid, `act()` and back to the form that is built."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except StaleVersion as stale:
            form.meet(stale.current)
            status = CONFLICT
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _home(dialogue)
    context = convening_frame(request, dialogue, "form") | {
        "form": form,
        "title": title,
        "cancel_url": reverse("convening:form", args=[dialogue.slug]),
    }
    return render(request, "convening/form_edit.html", context, status=status)


@login_required
@either
def form_section(request, slug, pk=None):
    """Add a section, or change it."""
    dialogue = _dialogue(request, slug)
    section = _section(dialogue, pk) if pk else None
    form = SectionForm(request.POST or None, instance=section)
    title = _("Section of the form")

    def act(form):
        if section is None:
            fields = {name: form.cleaned_data[name] for name in form.model_fields}
            services.add_section(dialogue, **fields)
        else:
            services.change_section(section, based_on=form.based_on, fields=form.model_fields)

    return _saved(request, dialogue, form, title, act)


@login_required
@either
def form_question(request, slug, section=None, pk=None):
    """Add a question to a section, or change one."""
    dialogue = _dialogue(request, slug)
    question = _question(dialogue, pk) if pk else None
    home = question.section if question else _section(dialogue, section)
    earlier = FormQuestion.objects.filter(section__dialogue=dialogue, is_asked=True)
    earlier = earlier.filter(kind__in=("choice", "choices", "yes-no", "consent")).exclude(pk=pk)
    form = QuestionForm(request.POST or None, instance=question, earlier=earlier)

    def act(form):
        if question is None:
            fields = {name: form.cleaned_data[name] for name in form.model_fields}
            services.add_question(home, **fields)
        else:
            services.change_question(question, based_on=form.based_on, fields=form.model_fields)

    return _saved(request, dialogue, form, _("Question of the form"), act)


def _done(request, dialogue, act):
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _home(dialogue)


@login_required
@require_POST
def form_add(request, slug):
    """Add a ready-made section, or a ready-made question to a section."""
    dialogue = _dialogue(request, slug)
    whole, single = request.POST.get("known_section"), request.POST.get("known")
    if whole in SECTIONS:
        return _done(request, dialogue, lambda: services.add_known_section(dialogue, whole))
    if single not in KNOWN:
        raise Http404
    section = services.sections_of(dialogue).last()
    if section is None:
        section = services.add_section(dialogue, title=_("About you"))
    return _done(request, dialogue, lambda: services.add_known(section, single))


@login_required
@require_POST
def form_move(request, slug, what, pk):
    """Move a section or a question up or down."""
    dialogue = _dialogue(request, slug)
    up = request.POST.get("to") == "up"
    if what == "section":
        row, act = _section(dialogue, pk), services.move_section
    else:
        row, act = _question(dialogue, pk), services.move_question
    return _done(request, dialogue, lambda: act(row, up=up))


@login_required
@either
def form_remove(request, slug, what, pk):
    """Take out a section or a question, after asking."""
    dialogue = _dialogue(request, slug)
    if what == "section":
        row, act = _section(dialogue, pk), services.remove_section
    else:
        row, act = _question(dialogue, pk), services.remove_question
    if request.method == "POST":
        return _done(request, dialogue, lambda: act(row))
    context = convening_frame(request, dialogue, "form") | {
        "label": in_words(str(row)),
        "cancel_url": reverse("convening:form", args=[slug]),
    }
    return render(request, "convening/form_remove.html", context)


@login_required
@either
def form_take_over(request, slug):
    """Take over the form of another dialogue."""
    dialogue = _dialogue(request, slug)
    form = TakeOverForm(request.POST or None, dialogues=_others(request, dialogue))

    def act(form):
        number = services.take_over(dialogue, source=form.cleaned_data["source"])
        text = ngettext(
            "%(number)d question taken over.", "%(number)d questions taken over.", number
        )
        messages.success(request, text % {"number": number})

    return _saved(request, dialogue, form, _("Take over a form"), act)
