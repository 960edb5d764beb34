"""Personal links: what opens, what does not, and where a token never shows (security.md)."""

import io
import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from core import links
from core.links import by_link, issue, make_link, opens, revoke
from core.log import LinkTokenFilter, without_tokens
from core.models import LinkToken, PersonalLink
from tests import factories as make
from tests.links import let_in


@opens("door")
def door(link):
    return reverse("door", args=[link.key])


@opens("window")
def window(link):
    return reverse("window", args=[link.key])


@by_link("door")
def door_page(request, link):
    return HttpResponse(f"page of {link.pk}")


@by_link("window")
def window_page(request, link):
    return HttpResponse("another page")


def broken(request):
    raise RuntimeError(f"cannot open {request.GET['from']}")


urlpatterns = [
    path("", include("config.urls")),
    path("door/<uuid:key>/", door_page, name="door"),
    path("door/<uuid:key>/further/", door_page, name="door-further"),
    path("window/<uuid:key>/", window_page, name="window"),
    path("broken/", broken),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def link():
    return make.PersonalLinkFactory(purpose="door")


def token_of(address):
    return address.split("/")[2]


def rows():
    """How many rows each table holds."""
    return {model: model._base_manager.count() for model in apps.get_models()}


def test_a_link_opens_its_page_and_what_lies_below_it(client, link):
    address = let_in(client, link)
    assert client.get(address).content == f"page of {link.pk}".encode()
    assert client.get(reverse("door-further", args=[link.key])).status_code == 200


def test_a_token_has_256_bits_and_only_its_hash_is_kept(link):
    token = token_of(issue(link))
    assert len(token) == 43
    [row] = LinkToken.objects.all()
    assert row.digest == links.digest_of(token)
    assert token not in str(list(LinkToken.objects.values()) + list(PersonalLink.objects.values()))


def test_every_copy_of_a_link_opens_it(link):
    first, second = issue(link), issue(link)
    assert first != second
    assert [Client().get(copy).status_code for copy in (first, second)] == [302, 302]


def test_the_redirect_and_the_cookie_hold_no_token(client, link):
    address = issue(link)
    response = client.get(address)
    [cookie] = response.cookies.values()
    assert token_of(address) not in response.url + cookie.OutputString()
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_cookie_is_for_the_page_alone_and_for_no_script(client, link, settings):
    settings.SESSION_COOKIE_SECURE = True
    response = client.get(issue(link))
    [cookie] = response.cookies.values()
    assert cookie["path"] == response.url
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert not cookie["expires"]


def test_pages_of_a_link_are_kept_in_no_cache(client, link):
    assert client.get(let_in(client, link))["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_opens_a_link_changes_nothing(client, link, method):
    address = issue(link)
    before = rows(), list(PersonalLink.objects.values()), list(LinkToken.objects.values())
    response = getattr(client, method)(address)
    getattr(client, method)(response.url)
    assert (rows(), list(PersonalLink.objects.values()), list(LinkToken.objects.values())) == before
    assert Client().get(address).status_code == 302


def test_a_link_opens_also_for_whoever_is_signed_in(sign_in, convenor, link, settings):
    settings.MFA_REQUIRED = True
    client = sign_in(convenor)
    assert client.get(let_in(client, link)).status_code == 200


def test_a_wrong_token_and_an_ended_link_get_the_same_answer(client, link):
    ended = make_link("door", expires_at=timezone.now() - timedelta(seconds=1))
    taken_back = make_link("door", expires_at=timezone.now() + timedelta(days=1))
    nothing = make_link("unheard-of", expires_at=timezone.now() + timedelta(days=1))
    revoke(taken_back)
    answers = [
        client.get(address)
        for address in (issue(ended), issue(taken_back), issue(nothing), "/l/wrong/", "/l/é%00/")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert b"ask whoever sent it" in answers[0].content
    assert not client.cookies


def test_the_answer_to_a_wrong_token_passes_the_address_on_to_nobody(client):
    assert b'<meta name="referrer" content="no-referrer">' in client.get("/l/wrong/").content


@pytest.mark.parametrize("end", ["taken back", "expired", "copy withdrawn"])
def test_a_cookie_opens_no_longer_than_its_link(client, link, end):
    address = let_in(client, link)
    if end == "taken back":
        assert revoke(link)
        assert not revoke(link)
    elif end == "expired":
        PersonalLink.objects.update(expires_at=timezone.now())
    else:
        LinkToken.objects.all().delete()
    response = client.get(address)
    assert response.status_code == 410
    assert b"ask whoever sent it" in response.content
    assert client.post(address).status_code == 410


def test_without_the_cookie_the_page_says_what_to_do(client, link):
    response = client.get(reverse("door", args=[link.key]))
    assert response.status_code == 403
    assert b"your browser does not keep cookies" in response.content


def test_a_page_without_cookie_does_not_tell_which_links_there_are(client, link):
    there = client.get(reverse("door", args=[link.key]))
    not_there = client.get("/door/00000000-0000-4000-8000-000000000000/")
    assert (there.status_code, there.content) == (not_there.status_code, not_there.content)


def test_a_cookie_opens_neither_another_link_nor_another_purpose(client, link):
    let_in(client, link)
    [cookie] = client.cookies.values()
    other = make.PersonalLinkFactory(purpose="door")
    issue(other)
    client.cookies[f"link_{other.key.hex}"] = cookie.value
    assert client.get(reverse("door", args=[other.key])).status_code == 403
    assert client.get(reverse("window", args=[link.key])).status_code == 403


@pytest.mark.parametrize("spoil", [lambda value: value[:-2] + "xx", lambda value: "", str.upper])
def test_a_cookie_that_was_tampered_with_opens_nothing(client, link, spoil):
    address = let_in(client, link)
    [(name, cookie)] = client.cookies.items()
    client.cookies[name] = spoil(cookie.value)
    assert client.get(address).status_code == 403


@pytest.fixture
def written():
    """What the console's handler and the loggers of others write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(LinkTokenFilter())
    bare = logging.StreamHandler(stream)
    loggers = [(logging.getLogger(), handler)]
    loggers += [(logging.getLogger(name), bare) for name in ("django.request", "gunicorn.access")]
    for logger, one in loggers:
        logger.addHandler(one)
    yield stream.getvalue
    for logger, one in loggers:
        logger.removeHandler(one)


def test_no_token_is_logged_when_a_link_opens_nothing(client, written):
    token = "t" * 43
    assert client.get(f"/l/{token}/").status_code == 404
    assert "Not Found: /l/…/" in written()
    assert token not in written()


def test_no_token_is_logged_when_something_breaks(client, link, written):
    client.raise_request_exception = False
    token = token_of(issue(link))
    assert client.get(f"/broken/?from=/l/{token}/").status_code == 500
    assert "cannot open /l/…/" in written()
    assert token not in written()


def test_no_token_is_logged_by_the_web_server(link, written):
    address = issue(link)
    atoms = {"r": f"GET {address} HTTP/1.1", "f": f"https://baraza.example.org{address}"}
    logging.getLogger("gunicorn.access").warning('"%(r)s" "%(f)s"', atoms)
    assert "GET /l/…/ HTTP/1.1" in written()
    assert token_of(address) not in written()


def test_a_record_that_cannot_be_formatted_is_still_clean():
    record = logging.LogRecord("x", logging.INFO, "", 1, "%s %s", ("/l/" + "t" * 43,), None)
    assert LinkTokenFilter().filter(record)
    assert "ttt" not in record.getMessage()


def test_other_addresses_stay_as_they_are():
    for text in ("/lists/of-things/", "/l/", "GET /initiatives/access-to-land/ 404"):
        assert without_tokens(text) == text
