"""The style guide shows every component there is."""

import pytest
from django.conf import settings
from django.urls import reverse

FOLDER = settings.BASE_DIR / "templates" / "components"


@pytest.mark.django_db
def test_every_component_stands_in_the_style_guide(admin_client):
    response = admin_client.get(reverse("styleguide"))
    rendered = {template.name for template in response.templates}
    there_are = {f"components/{path.name}" for path in FOLDER.glob("*.html")}
    assert there_are - rendered == set()
