"""Opening an account."""

from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from core.log import without_tokens

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


def test_the_mails_of_the_way_in_are_in_our_words(client, stranger, settings, mailoutbox):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    new = {"password1": PASSWORD, "password2": PASSWORD, "name": "Win a prize at evil.example"}
    client.post(reverse("account_signup"), new | {"email": "chris@example.org"})
    client.post(reverse("account_signup"), new | {"email": stranger.email})
    client.post(reverse("account_reset_password"), {"email": stranger.email})
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["chris@example.org"], "Is this address yours?"),
        ([stranger.email], "You have an account already"),
        ([stranger.email], "A new password for Baraza"),
        (["nobody@example.org"], "No account has this address"),
    ]
    for mail in mailoutbox:
        assert mail.body.startswith("Hello,\n\nSomebody " if "?" not in mail.subject else "Hello")
        assert mail.body.count("http://testserver/accounts/") == 1
        # Whoever types an address into a form writes nothing to its owner.
        assert "prize" not in mail.body
    # Who reads the log opens nothing with it: one of the four confirms, one sets a password.
    logged = [without_tokens(mail.body) for mail in mailoutbox]
    assert [text.count("/…") for text in logged] == [1, 0, 1, 0]


def test_signing_in_and_out_says_no_more_than_is_new(client, stranger):
    stranger.set_password(PASSWORD)
    stranger.save()
    sent = {"login": stranger.email, "password": PASSWORD}
    page = client.post(reverse("account_login"), sent, follow=True)
    assert [str(message) for message in page.context["messages"]] == []
    sent = {"oldpassword": PASSWORD, "password1": PASSWORD * 2, "password2": PASSWORD * 2}
    page = client.post(reverse("account_change_password"), sent, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["Your password is changed."]


def test_tries_are_counted_for_each_address_behind_the_proxy(client, db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    cache.clear()
    sent = {"login": "chris@example.org", "password": "wrong"}
    statuses = [
        client.post(reverse("account_login"), sent, headers={"x-forwarded-for": came}).status_code
        for came in ("203.0.113.1", "203.0.113.2", "198.51.100.9, 203.0.113.1")
    ]
    cache.clear()
    # What a client says of itself stands before what the proxy adds, and does not count.
    assert statuses == [200, 200, 429]
