"""A meeting with something in every part of its report, for the tests of reports."""

from datetime import date, time
from types import SimpleNamespace

from dialogues.models import Attribution, Background, Convening, Material
from reports.models import Authorship
from tests import factories as make


def meeting(*, attribution=Attribution.ON_THE_RECORD, **changes):
    """A dialogue with agenda, people, notes and front matter. Its people are named after what they do;
    all but `listed` refused to be named in a list, and `hidden` is protected."""
    programme = make.ProgrammeFactory()
    miners = make.GroupFactory(programme=programme, name="Artisanal miners", acronym="ASM")
    mayors = make.GroupFactory(programme=programme, name="Mayors")
    body = make.OrganisationFactory(
        programme=programme,
        name="Common Ground Forum",
        acronym="CGF",
        address="14 Palm Wine Lane",
        phone="+233 30 000 0140",
        fax="+233 30 000 0141",
        email="office@example.org",
        website="https://example.org/forum",
    )
    shadow = make.OrganisationFactory(programme=programme, name="Shadow Washers Union")

    def person(name, **more):
        return make.PersonFactory(
            **{"programme": programme, "name": name, "organisation": body, "group": miners, **more}
        )

    people = SimpleNamespace(
        chair=person("Charity Chairs", title="Ms", role="Professor of Land Law"),
        facilitator=person("Felix Facilitates"),
        rapporteur=person("Rita Reports"),
        presenter=person("Prosper Presents", title="Dr", role="Geologist"),
        speaker=person("Sena Speaks"),
        agreed=person("Adjoa Agreed", title="Ms"),
        listed=person("Linda Listed", group=mayors),
        author=person("Otto Authors", email="otto@example.org"),
        hidden=person(
            "Zénabou Kafui Hiddenová",
            title="Mrs",
            role="Washer at the Lower Pit",
            organisation=shadow,
            email="zenabou.secret@example.org",
            phone="+233 24 555 0199",
            protected=True,
        ),
    )
    dialogue = make.DialogueFactory(
        initiative=make.InitiativeFactory(programme=programme),
        **{
            "title": "The Kwabedu dialogue",
            "attribution": attribution,
            "starts_on": date(2026, 1, 19),
            "starts_at": time(9),
            "ends_on": date(2026, 1, 20),
            "ends_at": time(16, 30),
            "part_of_title": "Mining Week",
            "part_of_starts": date(2026, 1, 18),
            "part_of_ends": date(2026, 2, 2),
            "part_of_place": "Takoradi",
            "venue": "Union Hall",
            "city": "Tarkwa",
            "country": "GH",
            "host": body,
            "chair": people.chair,
            "facilitator": people.facilitator,
            "introduction": "Idle ground lies inside concessions. Miners work it **without consent**.",
            "summary_heading": "Two days at one table",
            "summary_body": "The parties sketched a contract. It covers one pit.",
            "logistics": "We met in the hall by the [railway](#).",
            "materials_intro": "These were handed out:",
            "next_steps": "The outline goes to three villages. Comments are welcome.",
            **changes,
        },
    )
    Convening.objects.create(dialogue=dialogue, organisation=body)
    for place, (heading, box) in enumerate(
        [("The ground in question", False), ("Box 1: The Rule", True)]
    ):
        Background.objects.create(
            dialogue=dialogue,
            heading=heading,
            body=f"Text of section {place}.",
            box=box,
            position=place,
        )
    Material.objects.create(dialogue=dialogue, title="Scoping paper", kind="paper")
    make.KeyMessageFactory(dialogue=dialogue, text="Make **one map** first.")
    make.ActionPointFactory(
        dialogue=dialogue,
        title="Joint map",
        text="Draw it by spring.",
        owner_person=people.presenter,
        due=date(2026, 3, 31),
    )
    found = SimpleNamespace(
        dialogue=dialogue,
        programme=programme,
        miners=miners,
        mayors=mayors,
        people=people,
        body=body,
    )
    _add_agenda(found)
    _add_notes(found)
    _add_people(found)
    found.report = make.ReportFactory(
        dialogue=dialogue,
        title="Ground left behind",
        subtitle="What was said at Kwabedu",
        acknowledgements="We thank the villages.",
        theme="Land",
        keywords=["gold", "concessions"],
    )
    Authorship.objects.create(report=found.report, person=people.author)
    return found


def _add_agenda(found):
    dialogue, people = found.dialogue, found.people
    found.question = make.QuestionFactory(dialogue=dialogue, text="Who decides on idle ground?")
    part = make.AgendaPartFactory(dialogue=dialogue, title="Day one: the field")
    opening = make.AgendaItemFactory(
        part=part,
        title="Opening",
        date=date(2026, 1, 19),
        start=time(9),
        end=time(9, 30),
        moderator_notes="- Greet the chiefs first",
    )
    make.AppearanceFactory(item=opening, person=people.chair, acts_as="chair")
    panel = make.AgendaItemFactory(
        part=part, title="Four views", date=date(2026, 1, 20), start=time(10)
    )
    for position, person in enumerate((people.presenter, people.hidden)):
        make.AppearanceFactory(
            item=panel,
            person=person,
            acts_as="discussant",
            perspective=f"Perspective {position}",
            presentation=f"Slides {position}",
            moderator_notes=f"Ask for figures, {position}",
            position=position,
        )
    annex = make.AnnexFactory(
        dialogue=dialogue,
        title="The day before",
        heading="A meeting of washers",
        when="Sunday 18 January 2026",
        where="Back room of the school",
        body="Twelve women met.",
    )
    talk = make.AgendaItemFactory(part=None, annex=annex, title="How we work", start=time(8))
    make.AppearanceFactory(
        item=talk,
        person=None,
        name="Gifty Guest",
        affiliation="Washer, next valley",
        presentation="From pit to pan",
        acts_as="presenter",
    )


def _add_notes(found):
    dialogue, people = found.dialogue, found.people
    on_record = dialogue.attribution == Attribution.ON_THE_RECORD
    tables = [
        make.SessionFactory(
            dialogue=dialogue,
            title=title,
            parallel="Tables",
            question=found.question,
            facilitator=people.facilitator,
            rapporteur=people.rapporteur,
            position=position,
        )
        for position, title in enumerate(("Table A", "Table B"))
    ]
    drawn = make.SessionFactory(dialogue=dialogue, title="Drawing together", position=2)
    drawn.synthesises.set(tables)
    say = make.ContributionFactory
    say(session=tables[0], kind="narrative", text="The table began with the map.")
    obstacle = say(
        session=tables[0],
        kind="obstacle",
        text="Nobody keeps the register.",
        group=found.miners,
        table="7",
    )
    say(session=tables[0], kind="solution", text="The council could keep it.", parent=obstacle)
    say(
        session=tables[1],
        kind="quote",
        text="We only want a paper that holds.",
        speaker=people.speaker if on_record else None,
        on_the_record=on_record,
        group=found.mayors,
    )
    say(
        session=drawn,
        kind="quote",
        text="I stand by these words.",
        speaker=people.agreed,
        attributed=True,
        on_the_record=on_record,
    )
    say(
        session=drawn,
        kind="lesson",
        text="A walk teaches more than a slide.",
        question=found.question,
    )


def _add_people(found):
    people = found.people
    there = [people.chair, people.presenter, people.speaker, people.agreed, people.hidden]
    for position, person in enumerate(there):
        make.ParticipationFactory(
            dialogue=found.dialogue,
            person=person,
            group=found.miners,
            status="attended",
            position=position,
        )
    make.ParticipationFactory(
        dialogue=found.dialogue,
        person=people.listed,
        status="attended",
        listed=True,
        acts_as="observer",
        position=9,
    )
