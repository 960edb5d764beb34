"""The learning space: who may read a lesson, what others say, themes across roadmaps."""

from datetime import date

import pytest
from django.urls import reverse

from roadmaps.models import Lesson, Roadmap
from tests import factories as make


@pytest.fixture
def group(llg_member):
    return llg_member.people.get().memberships.get().learning_group


@pytest.fixture
def neighbour(world):
    """Sits in another group of the same programme."""
    user = make.UserFactory(email="nia.neighbour@example.org", name="Nia Neighbour")
    person = make.PersonFactory(programme=world.programme, name="Nia Neighbour", user=user)
    other = make.LearningGroupFactory(programme=world.programme, name="The neighbours")
    make.MembershipFactory(learning_group=other, person=person)
    return user


def url(name, *args):
    return reverse(f"roadmaps:{name}", args=args)


@pytest.mark.parametrize(
    ("reach", "readers"),
    [
        ("group", {"convenor", "llg_member", "administrator"}),
        ("groups", {"convenor", "llg_member", "administrator", "neighbour"}),
        ("public", {"convenor", "llg_member", "administrator", "neighbour", "donor", "stranger"}),
    ],
)
def test_a_lesson_reaches_whom_the_group_chose(sign_in, cast, neighbour, group, reach, readers):
    lesson = make.LessonFactory(learning_group=group, reach=reach)
    people = {**cast, "neighbour": neighbour}
    found = set()
    for name in ("convenor", "llg_member", "administrator", "neighbour", "donor", "stranger"):
        client = sign_in(people[name])
        listed = lesson.title in client.get(url("lessons")).text
        assert listed == (client.get(lesson.get_absolute_url()).status_code == 200), name
        if listed:
            found.add(name)
    assert found == readers


def test_a_member_shares_a_lesson_and_another_group_answers(sign_in, llg_member, neighbour, group):
    client = sign_in(llg_member)
    page = url("lesson_new", group.pk)
    empty = client.post(page, {"kind": "tactic", "title": "Meet at the pit", "reach": "groups"})
    assert "tried" in empty.context["form"].errors
    theme = make.ThemeFactory(roadmap=Roadmap.objects.get())
    action = make.ActionFactory(theme=theme)
    sent = {
        "kind": "tactic",
        "title": "Meet at the pit",
        "tried": "We met there",
        "reach": "groups",
        "actions": [action.pk],
    }
    answer = client.post(page, sent)
    lesson = Lesson.objects.get()
    assert answer.url == lesson.get_absolute_url()
    assert list(lesson.actions.all()) == [action]
    other = sign_in(neighbour)
    other.post(lesson.get_absolute_url(), {"text": "It works here too"})
    shown = sign_in(llg_member).get(lesson.get_absolute_url()).text
    assert "It works here too" in shown
    assert "The neighbours" in shown
    other = sign_in(neighbour)
    assert other.get(url("lesson_edit", lesson.pk)).status_code == 403
    # What the neighbours may not see of the roadmap is not told by the lesson either.
    assert action.title not in other.get(lesson.get_absolute_url()).text


def test_who_is_in_no_group_reads_and_does_not_answer(sign_in, stranger, group):
    lesson = make.LessonFactory(learning_group=group, reach="public")
    client = sign_in(stranger)
    assert client.post(lesson.get_absolute_url(), {"text": "Hm"}).status_code == 403
    assert "Say it" not in client.get(lesson.get_absolute_url()).text


def test_two_who_edit_a_lesson_are_both_heard(sign_in, convenor, group):
    lesson = make.LessonFactory(learning_group=group, tried="First")
    client = sign_in(convenor)
    form = client.get(url("lesson_edit", lesson.pk)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"tried": "Mine"}
    Lesson.objects.filter(pk=lesson.pk).update(tried="Theirs", version=2)
    answer = client.post(url("lesson_edit", lesson.pk), sent)
    assert answer.status_code == 409
    assert "Theirs" in answer.text


def test_lessons_are_found_by_words_kind_and_theme(sign_in, llg_member, world, group):
    topic = make.TopicFactory(programme=world.programme)
    first = make.LessonFactory(learning_group=group, title="Licences by bus", kind="tactic")
    second = make.LessonFactory(learning_group=group, title="Mercury")
    second.topics.add(topic)
    client = sign_in(llg_member)
    for query, title in (("q=bus", first), ("kind=tactic", first), (f"topic={topic.pk}", second)):
        page = client.get(f"{url('lessons')}?{query}").context["page"]
        assert list(page) == [title], query
    assert (
        len(client.get(f"{url('lessons')}?topic=99999999999999999999&kind=x").context["page"]) == 2
    )


def test_a_shared_theme_shows_roadmaps_side_by_side(sign_in, convenor, world, group):
    topic = make.TopicFactory(programme=world.programme)
    for number, roadmap in enumerate(
        (Roadmap.objects.get(), make.RoadmapFactory(dialogue=world.dialogue, title="Second"))
    ):
        theme = make.ThemeFactory(roadmap=roadmap, topic=topic)
        make.ActionFactory(theme=theme, status="done")
        make.ActionFactory(theme=theme, progress=50 * number, due=date(2020, 1, 1))
    hidden = make.RoadmapFactory(title="Not theirs")
    make.ActionFactory(theme=make.ThemeFactory(roadmap=hidden, topic=topic))
    answer = sign_in(convenor).get(url("topic", topic.pk))
    shares = {
        share.roadmap.title: (share.done, share.late, share.progress)
        for share in answer.context["shares"]
    }
    assert shares["Second"] == (1, 1, 75)
    assert "Not theirs" not in shares


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("lessons", 9), ("group_lessons", 8), ("lesson", 9), ("topics", 7), ("topic", 9)],
)
def test_pages_ask_as_often_for_one_as_for_three(
    sign_in, convenor, world, group, count, name, queries, django_assert_num_queries
):
    roadmap = Roadmap.objects.get()
    for _number in range(count):
        topic = make.TopicFactory(programme=world.programme)
        theme = make.ThemeFactory(roadmap=roadmap, topic=topic)
        action = make.ActionFactory(theme=theme)
        lesson = make.LessonFactory(learning_group=group)
        lesson.topics.add(topic)
        lesson.actions.add(action)
        lesson.notes.create(text="Note", learning_group=group)
    for _number in range(count):
        make.ActionFactory(theme=theme)
        lesson.notes.create(text="Note", learning_group=group)
    args = {"group_lessons": (group.pk,), "lesson": (lesson.pk,), "topic": (topic.pk,)}
    client = sign_in(convenor)
    with django_assert_num_queries(queries):
        client.get(url(name, *args.get(name, ())))
