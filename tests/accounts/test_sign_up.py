"""Opening an account."""

from django.urls import reverse

from accounts.models import User

PASSWORD = "a-tree-to-meet-under"


def test_who_opens_an_account_is_called_as_they_say(client, db):
    address = reverse("account_signup")
    fields = list(client.get(address).context["form"].fields)
    assert fields == ["name", "email", "password1", "password2"]
    sent = {"name": " Chris\nConvenor ", "email": "chris@example.org"}
    client.post(address, sent | {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().name == "Chris Convenor"


def test_a_name_is_not_asked_of_anybody(client, db):
    sent = {"email": "chris@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), sent)
    assert User.objects.get().get_full_name() == "chris@example.org"
