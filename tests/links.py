"""Personal links in tests."""

from core.links import issue


def let_in(client, link):
    """Open `link` with a Django test client; answers the path of the page that it leads to."""
    response = client.get(issue(link))
    assert response.status_code == 302
    return response.url
