"""A programme's own words for each kind of mail and language."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convening.forms.mail import TemplateForm
from convening.mail import Writer, ours
from convening.mail_words import preview
from convening.models import MailKind, MailTemplate
from convening.recipients import with_people
from convening.services import templates as services
from convening.wording import PLACEHOLDERS
from core.exceptions import StaleVersion
from core.permissions import require
from core.text import as_key
from dialogues.models import Dialogue
from dialogues.naming import Naming
from dialogues.parts.forms import typed
from dialogues.survey_languages import codes
from dialogues.survey_languages import name as language_name
from stakeholders.models import Programme

WRITE = "convening.write_mail"
MOST = 100  # dialogues, and people of one, that a preview is offered for


def _programme(request, slug):
    found = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(request.user, WRITE, found)
    return found


def _require_known(kind, language):
    if kind not in MailKind.values or language not in codes():
        raise Http404


@login_required
@require_safe
def template_list(request, slug):
    """Every kind of mail in every language: whether in our words or in the programme's own."""
    programme = _programme(request, slug)
    own = set(programme.mail_templates.values_list("kind", "language"))
    rows = [
        {
            "label": kind.label,
            "languages": [
                {
                    "name": language_name(code),
                    "url": reverse("convening:template_edit", args=[slug, kind.value, code]),
                    "is_own": (kind.value, code) in own,
                }
                for code in codes()
            ],
        }
        for kind in MailKind
    ]
    context = {
        "programme": programme,
        "rows": rows,
        "languages": [language_name(code) for code in codes()],
        "crumbs": _crumbs(programme),
    }
    return render(request, "convening/template_list.html", context)


def _crumbs(programme, *more):
    home = {"label": programme.title, "url": reverse("dialogues:programme", args=[programme.slug])}
    return [home, *more]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request, slug, kind, language):
    """Write a programme's own words, and see them as a person of a dialogue gets them before saving."""
    programme = _programme(request, slug)
    _require_known(kind, language)
    which = {"programme": programme, "kind": kind, "language": language}
    known = MailTemplate.objects.filter(**which).first()
    words = ours(kind, language)
    form = TemplateForm(typed(request), instance=known or MailTemplate(**which, **words))
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("subject", "body")}
        if "preview" not in request.POST and _saved(request, form, known):
            return redirect(request.path)
    elif known is not None and not form.is_bound:
        words = {"subject": known.subject, "body": known.body}
    context = {
        "programme": programme,
        "kind": MailKind(kind),
        "language_name": language_name(language),
        "form": form,
        "is_own": known is not None,
        "placeholders": PLACEHOLDERS.items(),
        "shown": None if form.errors else _shown(request, programme, words, language),
        "crumbs": _crumbs(
            programme,
            {"label": _("Words of mails"), "url": reverse("convening:template_list", args=[slug])},
        ),
        "cancel_url": reverse("convening:template_list", args=[slug]),
        "reset_url": reverse("convening:template_reset", args=[slug, kind, language]),
    }
    status = 409 if form.conflict else 422 if form.errors else 200
    return render(request, "convening/template_form.html", context, status=status)


def _saved(request, form, known):
    """True if the words are stored; else the form says what somebody stored meanwhile."""
    try:
        if known is None:
            services.write_template(form.save(commit=False))
        else:
            services.write_template(form.instance, based_on=form.based_on)
    except StaleVersion as stale:
        if known is not None:
            form.meet(stale.current)
            return False
        messages.warning(
            request, _("Somebody has just written the first words here. These are theirs.")
        )
        return True
    messages.success(request, _("Saved: mails from now on are in these words."))
    return True


def _shown(request, programme, words, language):
    """The words as somebody of a dialogue gets them whom the viewer chose; None if there is nobody."""
    asked = request.POST if request.method == "POST" else request.GET
    dialogues = Dialogue.objects.run_by(request.user).filter(initiative__programme=programme)
    dialogues = list(dialogues.select_related("initiative", "plan")[:MOST])
    if not dialogues:
        return None
    wanted = as_key(asked.get("dialogue"))
    dialogue = next((each for each in dialogues if each.pk == wanted), dialogues[0])
    rows = dialogue.participations.order_by("position", "pk")
    people = with_people(rows.filter(pk__in=rows.values("pk")[:MOST]), dialogue)
    found = {"dialogues": dialogues, "dialogue": dialogue, "people": []}
    if not people:
        return found
    wanted = as_key(asked.get("person"))
    chosen = next((each for each in people if each.pk == wanted), people[0])
    naming = Naming(dialogue, request.user)
    found["people"] = [
        {"pk": each.pk, "name": naming.name(each.person), "chosen": each is chosen}
        for each in people
    ]
    return found | preview(Writer(dialogue, {language: words}), chosen)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template_reset(request, slug, kind, language):
    """Go back to our words, after a word about it."""
    programme = _programme(request, slug)
    _require_known(kind, language)
    if request.method == "POST":
        services.back_to_ours(programme, kind, language)
        messages.success(request, _("Mails of this kind are in our words again."))
        return redirect("convening:template_list", slug=slug)
    edit = reverse("convening:template_edit", args=[slug, kind, language])
    context = {
        "programme": programme,
        "title": _("Go back to our words?"),
        "text": _("The programme’s own words for “%(kind)s” (%(language)s) are deleted.")
        % {"kind": MailKind(kind).label, "language": language_name(language)},
        "consequences": [_("Mails that were written already stay as they are.")],
        "submit": _("Delete the programme’s words"),
        "cancel_url": edit,
        "crumbs": _crumbs(programme, {"label": MailKind(kind).label, "url": edit}),
    }
    return render(request, "convening/template_reset.html", context)
