"""The minutes of a group's meeting as PDF."""

from datetime import date, time

import pymupdf
import pytest
from django.urls import reverse

from reports.contexts.minutes import MinutesContext
from reports.models import Edition, Printing
from reports.printers import minutes_pdf
from reports.services import report_of_meeting
from roadmaps.models import ActionUpdate, Dissent, Roadmap
from tests import factories as make


@pytest.fixture
def meeting(world, llg_member):
    group = llg_member.people.get().memberships.get().learning_group
    group.quorum = 2
    group.save()
    hidden = make.PersonFactory(programme=world.programme, name="Hidden Harriet", protected=True)
    member = make.MembershipFactory(learning_group=group, person=hidden, represents=world.miners)
    meeting = make.MeetingFactory(
        learning_group=group,
        number=3,
        on=date(2026, 3, 3),
        starts_at=time(9, 30),
        chair=group.members.first(),
        others="The district officer",
        state="open",
    )
    meeting.presences.create(member=member, state="present", note="Harriet came by bus")
    item = make.MeetingItemFactory(
        meeting=meeting, title="Licences", minutes="Hidden Harriet spoke first."
    )
    decision = make.DecisionFactory(meeting=meeting, item=item, text="Write to the *commission*")
    Dissent.objects.create(decision=decision, text="Too early")
    theme = make.ThemeFactory(roadmap=Roadmap.objects.get())
    action = make.ActionFactory(theme=theme, title="Map the pits")
    ActionUpdate.objects.create(action=action, meeting=meeting, status="done", progress=100)
    return meeting


def test_minutes_are_found_by_the_name_of_their_group(meeting, llg_member):
    make.PrintingFactory(report=report_of_meeting(meeting), edition="internal", state="ready")
    assert Printing.objects.matching(meeting.learning_group.name, llg_member).count() == 1


def test_the_minutes_hold_all_of_the_meeting_and_nobody_protected(meeting, tmp_path):
    context = MinutesContext.of(report_of_meeting(meeting), Edition.INTERNAL)
    assert MinutesContext.from_snapshot(context.to_snapshot()) == context
    path = tmp_path / "minutes.pdf"
    minutes_pdf(context, {}, path)
    with pymupdf.open(path) as document:
        text = " ".join("".join(page.get_text() for page in document).split())
    for words in (
        "Meeting 3",
        "3 March 2026, 09:30",
        "Licences",
        "Write to the commission",
        "Too early",
        "Map the pits",
        "The district officer",
        "The quorum was not reached",
        "Draft: the meeting is not closed",
    ):
        assert words in text, words
    assert "Harriet" not in text


def test_who_reads_the_group_from_inside_prints_its_minutes(sign_in, llg_member, donor, meeting):
    url = reverse("reports:print_minutes", args=[meeting.pk])
    assert sign_in(donor).post(url).status_code == 404
    answer = sign_in(llg_member).post(url)
    printing = Printing.objects.get()
    assert answer.url == printing.get_absolute_url()
    assert sign_in(llg_member).get(answer.url).status_code == 200
    assert sign_in(donor).get(answer.url).status_code == 404
