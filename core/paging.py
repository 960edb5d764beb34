"""Long lists by pages that keep their place."""

from django.core.paginator import Paginator

PAGE_SIZE = 50


def page_of(request, rows, *, size=PAGE_SIZE):
    """The page that the address asks for; the nearest one when it asks for none that exists."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
