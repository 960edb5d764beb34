"""The cast stands where its names say."""

import pytest

from accounts.roles import Role
from dialogues.models import Dialogue, Initiative
from dialogues.standing import forget_standing
from tests import factories as make


def test_everybody_has_their_place(cast, world):
    sees = {
        name
        for name, user in cast.items()
        if Dialogue.objects.visible_to(user).filter(pk=world.dialogue.pk).exists()
    }
    assert sees == {
        "convenor",
        "partner",
        "rapporteur",
        "adviser",
        "participant",
        "administrator",
    }


@pytest.mark.parametrize("scope", ["programme", "initiative", "dialogue"])
def test_the_rule_and_the_queryset_agree_on_every_role_wherever_it_is_held(stranger, world, scope):
    for role in Role:
        if role == Role.PARTNER and scope != "dialogue":
            continue  # the database refuses it
        body = world.partner_body if role == Role.PARTNER else None
        appointment = make.AppointmentFactory(
            user=stranger, role=role, organisation=body, **{scope: getattr(world, scope)}
        )
        forget_standing(stranger)
        for rows, obj, perm in (
            (Dialogue.objects.visible_to(stranger), world.dialogue, "view_dialogue"),
            (Dialogue.objects.noted_by(stranger), world.dialogue, "take_notes"),
            (Dialogue.objects.run_by(stranger), world.dialogue, "change_dialogue"),
            (Initiative.objects.visible_to(stranger), world.initiative, "view_initiative"),
            (Initiative.objects.run_by(stranger), world.initiative, "change_initiative"),
        ):
            listed = rows.filter(pk=obj.pk).exists()
            assert listed == stranger.has_perm(f"dialogues.{perm}", obj), (role, perm)
        appointment.delete()


def test_the_rule_and_the_queryset_agree(cast, world):
    for name, user in cast.items():
        for model, obj, perm in (
            (Dialogue, world.dialogue, "dialogues.view_dialogue"),
            (Initiative, world.initiative, "dialogues.view_initiative"),
        ):
            visible = model.objects.visible_to(user).filter(pk=obj.pk).exists()
            assert visible == user.has_perm(perm, obj), (name, perm)
