"""Answering an invitation: through a personal link, or signed in as the person who was invited.

Both ways lead to the same pages. A GET writes nothing, since the scanners of mail servers open links too.
"""

from dataclasses import dataclass
from functools import partial, wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from convening.exceptions import AnsweredMeanwhile, AnswersClosed
from convening.form_engine import (
    all_questions,
    form_for,
    in_words_of,
    kept,
    missing_of,
    questions_of,
)
from convening.forms.answering import DeclineForm, ProposalForm
from convening.mail import position_of
from convening.models import Plan, Registration, Sponsorship
from convening.services import answering, places
from convening.services.sponsorship import answer_sponsorship
from core.exceptions import Refusal
from core.links import by_link, opens
from core.text import as_key
from dialogues.models import Participation
from dialogues.standing import standing_of
from dialogues.survey_languages import answered_in, codes, own_name, wished
from dialogues.when import when_in_words, where_in_words, zone_in_words

Status, Via, State = Participation.Status, Registration.Via, Sponsorship.State
either = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = 409


@opens("attend")
def attend_address(link):
    """Where a link of purpose “attend” leads."""
    return reverse("convening:answering", args=[link.key])


@dataclass
class Way:
    """Who answers, and by which way: `prefix` and `key` begin the addresses of its pages."""

    registration: Registration
    via: str
    prefix: str
    key: object
    by: object = None

    @property
    def participation(self):
        return self.registration.participation

    @property
    def dialogue(self):
        return self.participation.dialogue

    @property
    def plan(self):
        """The plan; one that is not stored where there is none, since looking writes nothing."""
        plan = Plan.objects.filter(dialogue=self.dialogue).first() or Plan(dialogue=self.dialogue)
        plan.dialogue = self.dialogue
        return plan

    def url(self, page="", *args):
        """The address of a page of this way."""
        return reverse(f"convening:{self.prefix}{page}", args=[self.key, *args])


def _by_link_and_mine(page):
    """The view of `page(request, way, …)` for who holds a link, and for who is signed in."""

    @either
    @by_link("attend")
    def linked(request, link, *args, **kwargs):
        rows = Registration.objects.select_related(
            "link", "participation__person", "participation__dialogue__initiative__programme"
        )
        registration = get_object_or_404(rows, link=link)
        way = Way(registration, Via.LINK, "answering", link.key)
        return _in_their_language(request, way, page, *args, **kwargs)

    @login_required
    @never_cache
    @either
    def mine(request, slug, *args, **kwargs):
        rows = Participation.objects.select_related(
            "registration__link", "person", "dialogue__initiative__programme"
        )
        own = rows.filter(person__in=standing_of(request.user).people, dialogue__slug=slug)
        participation = get_object_or_404(own)
        try:
            registration = participation.registration
        except Registration.DoesNotExist:
            registration = Registration()
        registration.participation = participation
        way = Way(registration, Via.SIGNED_IN, "mine", slug, request.user)
        return _in_their_language(request, way, page, *args, **kwargs)

    return wraps(page)(linked), wraps(page)(mine)


def _in_their_language(request, way, page, *args, **kwargs):
    request.in_dialogue = way.dialogue
    own = way.participation.person.languages if way.via == Via.LINK else ()
    language = wished(request, *own, request.LANGUAGE_CODE)
    answer = partial(page, request, way, *args, **kwargs)
    return answered_in(language, request, answer, path=way.url())


def _frame(request, way, current="registration"):
    dialogue, plan = way.dialogue, way.plan
    language = translation.get_language().partition("-")[0]
    status = way.participation.status
    offered = status == Status.OFFERED and (way.registration.offer_until or timezone.now())
    return {
        "way": way,
        "nav": {
            "current": current,
            "registration": way.url(),
            "agenda": reverse("convening:agenda_by_link", args=[way.key])
            if way.via == Via.LINK
            else reverse("convening:my_agenda", args=[way.key]),
        },
        "registration": way.registration,
        "current": current,
        "dialogue": dialogue,
        "participation": way.participation,
        "when": when_in_words(dialogue),
        "where": where_in_words(dialogue),
        "zone": zone_in_words(dialogue),
        "plan": plan,
        "hosts": _hosts(dialogue),
        "open": places.takes_answers(plan)
        or bool(offered and offered > timezone.now() and not dialogue.is_cancelled),
        "languages": [
            {"code": code, "name": own_name(code), "current": code == language} for code in codes()
        ],
        "here": request.path,
        "urls": {
            "answer": way.url("_answer"),
            "decline": way.url("_decline"),
            "propose": way.url("_propose"),
            "review": way.url("_review"),
            "sponsorship": way.url("_sponsorship"),
        },
    }


def _hosts(dialogue):
    """The bodies that convene the dialogue, whom one can write to."""
    rows = dialogue.convenings.select_related("organisation")
    bodies = [row.organisation for row in rows]
    if dialogue.host_id and dialogue.host not in bodies:
        bodies.append(dialogue.host)
    return bodies


def _answers(registration):
    """What they have answered and typed so far."""
    return {**registration.answers, **registration.draft}


def _refused(request, way, refusal):
    """Their page as it stands now, with why nothing was done."""
    way.participation.refresh_from_db(fields=["status"])
    context = _overview(request, way) | {"problem": str(refusal)}
    return render(request, "convening/attending.html", context, status=CONFLICT)


def _overview(request, way):
    context = _frame(request, way)
    sections = questions_of(way.dialogue)
    answers = _answers(way.registration)
    steps = [number for number, section in enumerate(sections, 1) if section.questions]
    begun = {question.key for question in all_questions(sections)} & set(answers)
    context |= {
        "has_form": bool(steps),
        "begun": bool(begun),
        "unsent": bool(way.registration.draft),
        "missing": missing_of(sections, answers),
        "continue_url": steps and way.url("_form", _first_open(sections, answers)),
        "comes": way.participation.status in answering.CAME,
        "number": _number(way),
        "proposals": list(way.registration.proposals.all()) if way.registration.pk else [],
        "sponsored": _sponsored(way),
        "may_fill_in": _may_fill_in(way),
    }
    return context


def _sponsored(way):
    """What is paid for them, offered first; nothing of amounts, which are the convenors’ affair."""
    states = (State.OFFERED, State.ACCEPTED, State.PAID)
    rows = list(way.participation.sponsorships.filter(state__in=states))
    return sorted(rows, key=lambda row: (states.index(row.state), row.pk))


def _first_open(sections, answers):
    """The number of the first section that holds a question that was never answered; else the first."""
    for number, section in enumerate(sections, 1):
        if any(q.key not in answers and q.is_asked(answers) for q in section.questions):
            return number
    return 1


def _number(way):
    """Their number on the waiting list; nothing if they are not on it."""
    if way.participation.status != Status.WAITING:
        return ""
    return position_of(way.registration, way.dialogue.pk)


def _overview_page(request, way):
    """What they are asked to, where they stand, and what they can do."""
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return render(request, "convening/attending.html", _overview(request, way))


def _answer_page(request, way):
    """Take a yes. By GET nothing happens: back to the invitation."""
    if request.method != "POST":
        return redirect(way.url())
    try:
        places.accept(way.participation, via=way.via, by=way.by)
    except Refusal as refusal:
        return _refused(request, way, refusal)
    sections = questions_of(way.dialogue)
    if not all_questions(sections):
        return redirect(way.url())
    way.registration = Registration.objects.get(participation=way.participation)
    way.registration.participation = way.participation
    if not _may_fill_in(way):
        return redirect(way.url())
    return redirect(way.url("_form", _first_open(sections, _answers(way.registration))))


def _decline_page(request, way):
    """Take a no, with a reason if they like."""
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            places.decline(way.participation, reason=reason, via=way.via, by=way.by)
        except Refusal as refusal:
            return _refused(request, way, refusal)
        return redirect(way.url())
    context = _frame(request, way) | {"form": form}
    return render(request, "convening/attending_decline.html", context)


def _sponsorship_page(request, way):
    """Take what is offered to them: what is ticked they accept, the rest they leave."""
    if request.method != "POST":
        return redirect(way.url())
    accepts = {as_key(key) for key in request.POST.getlist("accepts")}
    answer_sponsorship(way.registration, accepts=accepts, by=way.by)
    messages.success(request, _("Thank you. Your answer is kept."))
    return redirect(way.url())


def _propose_page(request, way):
    """Propose somebody else."""
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            answering.propose(way.participation, **fields)
        except Refusal as refusal:
            return _refused(request, way, refusal)
        messages.success(
            request, _("Thank you. Those who convene the dialogue decide whom they invite.")
        )
        return redirect(way.url())
    context = _frame(request, way) | {"form": form}
    return render(request, "convening/attending_propose.html", context)


def _form_page(request, way, step):
    """One section of the form. What is right is saved at once, also where something else is wrong."""
    sections = questions_of(way.dialogue)
    if not 1 <= step <= len(sections):
        raise Http404
    if way.participation.status not in answering.CAME or not _may_fill_in(way):
        if request.method == "POST":
            return _refused(request, way, _closed(way))
        return redirect(way.url())
    answers = _answers(way.registration)
    section = sections[step - 1]
    form = form_for(
        _shown(section, answers), request.POST if request.method == "POST" else None, answers
    )
    if request.method == "POST":
        right = form.is_valid()
        try:
            row = answering.save_draft(way.participation, values=form.values)
        except Refusal as refusal:
            return _refused(request, way, refusal)
        if "autosave" in request.POST:
            return HttpResponse(status=204)
        if right:
            return redirect(_following(way, sections, step, _answers(row)))
    context = _frame(request, way) | {
        "form": form,
        "section": section,
        "step": step,
        "steps": len(sections),
        "is_last": step == len(sections),
        "back_url": way.url("_form", step - 1) if step > 1 else way.url(),
        "introduction": way.plan.form_introduction if step == 1 else "",
    }
    return render(request, "convening/attending_form.html", context)


def _may_fill_in(way):
    return answering.may_fill_in(way.plan, way.registration)


def _closed(way):
    return AnswersClosed() if not _may_fill_in(way) else AnsweredMeanwhile()


def _shown(section, answers):
    """`section` without the questions that an earlier section has ruled out; those that hang on a question
    of the same section stay, with their condition in words."""
    here = {question.key for question in section.questions}
    asked = [q for q in section.questions if q.depends_on in here or q.is_asked(answers)]
    return type(section)(section.pk, section.title, section.text, asked)


def _following(way, sections, step, answers):
    for number in range(step + 1, len(sections) + 1):
        if _shown(sections[number - 1], answers).questions:
            return way.url("_form", number)
    return way.url("_review")


def _review_page(request, way):
    """All they answered, once more; sending it."""
    if way.participation.status not in answering.CAME or not _may_fill_in(way):
        if request.method == "POST":
            return _refused(request, way, _closed(way))
        return redirect(way.url())
    sections = questions_of(way.dialogue)
    answers = kept(sections, _answers(way.registration))
    open_still = missing_of(sections, answers)
    if request.method == "POST" and not open_still:
        try:
            answering.send_form(way.participation, via=way.via, by=way.by)
        except Refusal as refusal:
            return _refused(request, way, refusal)
        messages.success(request, _("Thank you. Your answers are sent."))
        return redirect(way.url())
    wanted = {question.key for question in open_still}
    context = _frame(request, way) | {
        "missing": open_still,
        "reviewed": [
            {
                "title": section.title,
                "url": way.url("_form", number),
                "answers": [
                    {
                        "label": question.label,
                        "words": in_words_of(question, answers.get(question.key), mask=True),
                        "missing": question.key in wanted,
                    }
                    for question in section.questions
                    if question.is_asked(answers)
                ],
            }
            for number, section in enumerate(sections, 1)
            if section.questions
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "convening/attending_review.html", context, status=status)


answering_overview, mine_overview = _by_link_and_mine(_overview_page)
answering_answer, mine_answer = _by_link_and_mine(_answer_page)
answering_decline, mine_decline = _by_link_and_mine(_decline_page)
answering_propose, mine_propose = _by_link_and_mine(_propose_page)
answering_sponsorship, mine_sponsorship = _by_link_and_mine(_sponsorship_page)
answering_form, mine_form = _by_link_and_mine(_form_page)
answering_review, mine_review = _by_link_and_mine(_review_page)
