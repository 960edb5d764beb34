"""Every page that somebody can reach, at the width of a phone and of a desk, in light and in dark."""

import pytest
from django.urls import reverse

from dialogues.models import Dialogue, Initiative, Survey
from reports.models import Printing
from stakeholders.models import Briefing, Person
from tests.browser.conftest import WIDTHS
from tests.browser.walk import Walk
from tests.routes import is_foreign, route_names, routes

# Reached by no link: a form only posts to them, they serve machines or developers, or they send files.
WITHOUT_A_PAGE = {
    "convening:answer_link",
    "convening:answer_revoke",
    "convening:answer_write",
    "convening:answers_export",
    "convening:answers_write",
    "convening:attendance_export",
    "convening:form_add",
    "convening:form_move",
    "convening:fund_delete",
    "convening:sponsorship_offer",
    "convening:travel_list",
    "convening:door_people",
    "convening:door_take_in",
    "convening:door_worker",
    "convening:my_agenda_ics",
    "convening:programme_ics",
    "convening:mailing_again",
    "convening:mailing_drop",
    "convening:mailing_send",
    "convening:mailing_stop",
    "convening:release_make",
    "convening:register_undo",
    "convening:reminders_usual",
    "convening:waiting_move",
    "reports:donor_feed",
    "reports:feed_make",
    "reports:feed_take_back",
    "reports:initiative_feed",
    "reports:print_agenda",
    "roadmaps:public_feed",
    "dialogues:adviser_link",
    "dialogues:agenda_item_add",
    "dialogues:budget_from_preset",
    "dialogues:dialogue_balance_panel",
    "dialogues:dialogue_ics",
    "dialogues:fault_line_untie",
    "dialogues:feed",
    "dialogues:figure",
    "dialogues:initiative_part_move",
    "dialogues:paper_comment",
    "dialogues:paper_file",
    "dialogues:paper_start",
    "dialogues:paper_review_finish",
    "dialogues:part_move",
    "dialogues:passage_remove",
    "dialogues:review_hand_over",
    "dialogues:review_remind",
    "dialogues:review_take_back",
    "dialogues:stage_move",
    "dialogues:statement_move",
    "dialogues:survey_fault_line",
    "dialogues:survey_link",
    "dialogues:survey_remind",
    "dialogues:targets_take_over",
    "healthz",
    "reports:compose_begin",
    "reports:house_logo",
    "reports:section_step",
    "reports:compose_sign_off",
    "reports:feed",
    "reports:part_add",
    "reports:part_move",
    "reports:part_sign",
    "reports:photograph_image",
    "reports:remark_add",
    "reports:remark_done",
    "reports:report_template_delete",
    "reports:period_approve",
    "reports:period_file",
    "reports:period_step",
    "reports:print_briefing",
    "reports:print_day_paper",
    "reports:print_letter",
    "reports:print_map",
    "reports:print_paper",
    "reports:printing_download",
    "reports:printing_read",
    "reports:printing_retry",
    "reports:request_printing",
    "reports:thank",
    "reports:print_minutes",
    "reports:print_roadmap",
    "roadmaps:action_move",
    "roadmaps:convenor_end",
    "roadmaps:export",
    "roadmaps:hand_over_answer",
    "roadmaps:hand_over_back",
    "roadmaps:hand_over_withdraw",
    "roadmaps:item_move",
    "roadmaps:minutes_approve",
    "roadmaps:take_back",
    "roadmaps:update_file",
    "roadmaps:recommendation_move",
    "roadmaps:result_move",
    "roadmaps:theme_move",
    "stakeholders:category_move",
    "stakeholders:group_move",
    "stakeholders:import_confirm",
    "stakeholders:import_decide",
    "stakeholders:import_decide_many",
    "stakeholders:import_report",
    "stakeholders:import_try_again",
    "stakeholders:map_place",
    "stakeholders:map_svg",
    "stakeholders:merge_undo",
    "stakeholders:organisations_export",
    "stakeholders:people_export",
    "stakeholders:person_data_file",
    "styleguide",
}
# Opened by a personal link: test_by_link.py goes there.
BY_LINK = {
    "reports:unsubscribe",
    "convening:agenda_by_link",
    "convening:agenda_by_link_ics",
    "convening:answering",
    "convening:answering_answer",
    "convening:answering_decline",
    "convening:answering_form",
    "convening:answering_propose",
    "convening:answering_review",
    "convening:answering_sponsorship",
    "dialogues:adviser_by_link",
    "dialogues:review_by_link",
    "dialogues:review_link_comment",
    "dialogues:review_link_edit",
    "dialogues:review_link_figure",
    "dialogues:review_link_file",
    "dialogues:review_link_finish",
    "dialogues:review_link_withdraw",
    "dialogues:survey_by_link",
    "link",
    "roadmaps:endorse_by_link",
    "roadmaps:mine",
    "roadmaps:mine_action",
    "roadmaps:seat_by_link",
}
# Offered while something is in a state in which the demo has nothing, or to people of whom it has none.
IN_OTHER_STATES = {
    "reports:part",
    "reports:part_data",
    "reports:part_drop",
    "reports:part_preview",
    "reports:photograph_add",
    "reports:photograph_edit",
    "reports:photograph_remove",
    "reports:section",
    "reports:section_return",
    "reports:printing_compare",
    "reports:printing_publish",
    "reports:printing_withdraw",
    "convening:mail_single",
    "convening:programme",
    "dialogues:agenda_begin",
    "dialogues:agenda_take_over",
    "dialogues:comment_edit",
    "dialogues:comment_withdraw",
    "dialogues:dialogue_reinstate",
    "dialogues:feed_revoke",
    "dialogues:figure_delete",
    "dialogues:figure_edit",
    "dialogues:paper_approve",
    "dialogues:paper_release",
    "dialogues:paper_return",
    "dialogues:paper_withdraw",
    "dialogues:passage_add",
    "dialogues:review_add",
    "dialogues:review_close",
    "dialogues:stage_remove",
    "dialogues:statement_add",
    "dialogues:statement_delete",
    "dialogues:statement_edit",
    "dialogues:survey_delete",
    "reports:period_publish",
    "reports:period_return",
    "roadmaps:convenor_new",
    "roadmaps:endorse_record",
    "roadmaps:endorsing",
    "roadmaps:recommendation",
    "roadmaps:recommendation_delete",
    "roadmaps:recommendation_edit",
    "roadmaps:owner_revoke",
    "roadmaps:public",
    "roadmaps:review",
    "roadmaps:version",
    "roadmaps:version_compare",
    "roadmaps:version_preview",
    "roadmaps:version_publish",
    "roadmaps:version_withdraw",
    "stakeholders:affiliation_delete",
    "stakeholders:import_undo",
    "stakeholders:merge",
    "stakeholders:person_keep",
    "stakeholders:retention",
}
# Theirs alone who were asked: the same pages as behind their personal links.
FOR_WHO_WAS_ASKED = {
    "convening:mine",
    "convening:mine_answer",
    "convening:mine_decline",
    "convening:mine_form",
    "convening:mine_propose",
    "convening:mine_review",
    "convening:mine_sponsorship",
    "dialogues:adviser_mine",
    "dialogues:survey_mine",
    "roadmaps:endorse_mine",
}


# Nothing on the convenor's pages leads there: the walk as the others does.
NOT_THE_CONVENORS = {"dialogues:programme_add", "reports:door", "reports:subscription"}


def test_every_page_that_a_convenor_in_the_demo_can_reach_is_sound(visit, demo):
    walk = Walk(visit(user=demo["convenor"]), WIDTHS, looked_at=set(), often=2)
    # Of each kind of page two are looked at: these hold what the first ones that one meets may lack.
    initiative = Initiative.objects.get(slug="ground-left-behind")
    moved = Person.objects.filter(affiliations__isnull=False).first()
    budget = reverse("dialogues:initiative_budget", args=[initiative.slug])
    briefing = Briefing.objects.filter(versions=None).first()
    rows = (Survey.objects.get(state="open"), moved, briefing)
    walk.from_page("/", budget, *(row.get_absolute_url() for row in rows))
    assert "\n".join(walk.faults) == ""
    # What nobody reached was not looked at: a page that no link leads to is a fault too.
    reached = {route.partition(" ")[0] for route, _width in walk.looked_at}
    ours = {name for name in route_names() if not is_foreign(name)}
    elsewhere = WITHOUT_A_PAGE | BY_LINK | IN_OTHER_STATES | FOR_WHO_WAS_ASKED | NOT_THE_CONVENORS
    assert "\n".join(sorted(ours - reached - elsewhere)) == ""


def test_every_page_that_the_others_in_the_demo_can_reach_is_sound(visit, demo):
    # Two walks beside each other, so that both processors have one. Here axe looks at each route at one
    # width only, the phone's: most of the pages are the convenor's too.
    del demo["convenor"]
    looked_at, faults = set(), []
    for user in (*demo.values(), None):
        name = user.email.partition("@")[0] if user else "visitor"
        walk = Walk(visit(user=user), WIDTHS[:1], looked_at)
        walk.from_page("/")
        faults += [f"{name}: {fault}" for fault in walk.faults]
    assert "\n".join(faults) == ""
    assert {route.partition(" ")[0] for route, _width in looked_at} >= NOT_THE_CONVENORS


def test_pages_of_states_that_the_demo_is_not_in_are_sound(visit, cast, world):
    window = visit(user=cast["convenor"])
    faults = []
    for route in routes(world):
        if route.name not in IN_OTHER_STATES:
            continue
        status = window.go(route.url)
        # A step may not be open now, and somebody else's comment is not the convenor's to change.
        if status not in {200, 403, 404, 409}:
            faults.append(f"{route.key}: status {status}")
        for width in WIDTHS:
            window.page.set_viewport_size({"width": width, "height": 800})
            if window.scrolls_sideways():
                faults.append(f"{route.key}: scrolls sideways at {width} px")
        faults += [f"{route.key}: {found}" for found in window.violations()]
    assert "\n".join(faults) == ""


def test_pages_can_be_read_in_the_dark(visit, demo):
    initiative = Initiative.objects.get(slug="ground-left-behind")
    dialogue = Dialogue.objects.get(title="Ground left behind: the Tarkwa field dialogue")
    session = dialogue.sessions.first()
    paths = [
        reverse("accounts:my_work"),
        initiative.get_absolute_url(),
        reverse("dialogues:initiative_edit", args=[initiative.slug]),
        reverse("dialogues:stages", args=[initiative.slug]),
        reverse("dialogues:paper", args=[initiative.slug, "concept-note"]),
        reverse("dialogues:paper_compare", args=[initiative.slug, "concept-note"]),
        reverse("dialogues:paper_review", args=[initiative.slug, "scoping-paper", 1]),
        reverse("dialogues:advisers", args=[initiative.slug]),
        reverse("dialogues:fault_lines", args=[initiative.slug]),
        initiative.fault_lines.first().get_absolute_url(),
        initiative.surveys.first().get_absolute_url(),
        reverse("dialogues:initiative_budget", args=[initiative.slug]),
        reverse("dialogues:calendar"),
        reverse("dialogues:timeline"),
        dialogue.get_absolute_url(),
        reverse("dialogues:dialogue_agenda", args=[dialogue.slug]),
        reverse("dialogues:dialogue_people", args=[dialogue.slug]),
        reverse("dialogues:dialogue_said", args=[dialogue.slug]),
        reverse("dialogues:session", args=[dialogue.slug, session.pk]),
        reverse("dialogues:dialogue_outcomes", args=[dialogue.slug]),
        reverse("roadmaps:roadmap_list"),
        Printing.objects.filter(report__period=None).first().get_absolute_url(),
        reverse("styleguide"),
    ]
    window = visit(user=demo["convenor"], dark=True)
    faults = []
    for path in paths:
        assert window.go(path) == 200
        faults += [f"{path}: {found}" for found in window.violations()]
    assert "\n".join(faults) == ""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_style_guide_is_sound(visit, width):
    window = visit(width)
    assert window.go(reverse("styleguide")) == 200
    assert window.violations() == []
    assert not window.scrolls_sideways()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_refusal_is_a_page_too(visit, world, stranger, width):
    window = visit(width, stranger)
    assert window.go(world.dialogue.get_absolute_url()) == 404
    assert window.page.get_by_role("heading", level=1).count() == 1
    assert window.violations() == []
    assert not window.scrolls_sideways()
