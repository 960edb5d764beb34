"""How people of the register are shown to a viewer."""

from django.utils.translation import gettext_lazy as _

PROTECTED = _("Protected person")


def is_hidden_from(user, person):
    """True if `user` may not know the name of `person`; asks nothing of the database anew."""
    return person.protected and not user.has_perm("stakeholders.see_identity", person)


def name_for(user, person):
    """The name under which `user` meets `person`: their own, or the words that stand for it."""
    return str(PROTECTED) if is_hidden_from(user, person) else person.full_name


def name_on_mail(person):
    """The name that stands beside the address of a mail to `person`; none for who is protected: the outbox
    need not know it."""
    return "" if person.protected else person.full_name


def veil(person):
    """Empty what would tell who `person` is, in memory only: for whoever it is hidden from. Their group
    and country stay, which they share with others."""
    person.group = person.group or (person.organisation and person.organisation.group)
    person.organisation = None
    for field in ("title", "role", "email", "phone", "gender"):
        setattr(person, field, "")
    person.languages = []
    return person
