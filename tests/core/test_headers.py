"""What every answer carries, errors included (security.md)."""

import pytest

ADDRESSES = ["/", "/initiatives/", "/reports/", "/accounts/login/", "/nowhere/", "/healthz"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_closes_the_browser_to_others(client, address):
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.django_db
def test_the_health_check_tells_nothing_but_health(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_static_files_may_be_kept(client):
    response = client.get("/static/css/tokens.css")
    assert response.status_code == 200
    assert "no-store" not in response["Cache-Control"]
    response.close()


@pytest.mark.django_db
def test_pages_travel_compressed(client):
    response = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 5000
