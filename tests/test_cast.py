"""The cast stands where its names say."""

from dialogues.models import Dialogue, Initiative


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


def test_the_rule_and_the_queryset_agree(cast, world):
    for name, user in cast.items():
        for model, obj, perm in (
            (Dialogue, world.dialogue, "dialogues.view_dialogue"),
            (Initiative, world.initiative, "dialogues.view_initiative"),
        ):
            visible = model.objects.visible_to(user).filter(pk=obj.pk).exists()
            assert visible == user.has_perm(perm, obj), (name, perm)
