"""Who may do what in the register, each permission a sentence with a twin in querysets.py."""

import rules

from stakeholders.access import access_of


@rules.predicate
def runs_register(user, obj):
    """`user` runs the register that `obj` (a programme, or something of one) belongs to."""
    programme_id = getattr(obj, "programme_id", None) or getattr(obj, "pk", None)
    return programme_id in access_of(user).programmes


@rules.predicate
def runs_some_register(user):
    return bool(access_of(user).programmes)


@rules.predicate
def holds_person(user, person):
    """`user` acts for the partner that brought `person` into the register."""
    return person.held_by_id is not None and person.held_by_id in access_of(user).holds_for


@rules.predicate
def sees_person(user, person):
    return type(person).objects.filter(pk=person.pk).visible_to(user).exists()


@rules.predicate
def knows_programme(user, programme):
    if programme is None:
        return False
    return type(programme).objects.filter(pk=programme.pk).visible_to(user).exists()


@rules.predicate
def acts_for(user, organisation):
    return organisation.pk in access_of(user).holds_for


@rules.predicate
def is_administrator(user, obj=None):
    return user.is_active and user.is_staff


rules.add_perm("stakeholders.add_programme", is_administrator)
rules.add_perm("stakeholders.view_programme", knows_programme)
rules.add_perm("stakeholders.change_programme", runs_register | is_administrator)
rules.add_perm("stakeholders.change_group", runs_register | is_administrator)
rules.add_perm("stakeholders.view_person", sees_person)
rules.add_perm("stakeholders.add_person", runs_some_register)
rules.add_perm("stakeholders.change_person", runs_register | holds_person)
rules.add_perm("stakeholders.see_identity", runs_register)
rules.add_perm("stakeholders.view_organisation", runs_register | acts_for)
rules.add_perm("stakeholders.add_organisation", runs_some_register)
rules.add_perm("stakeholders.change_organisation", runs_register)
