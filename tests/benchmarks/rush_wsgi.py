"""The application as it is served, and one page more: answering yes by personal link, and nothing else.

What the page does is what the page of an invitation does when somebody says yes without a form: it knows
its visitor by the link's cookie, and takes the answer under the lock of the places.
"""

from django.http import HttpResponse

from config.wsgi import application

__all__ = ["application"]


def _answer(request, link):
    from convening.models import Registration
    from convening.services.places import accept
    from dialogues.models import Participation

    rows = Participation.objects.select_related("person", "dialogue__initiative__programme")
    participation = rows.get(registration__link=link)
    status = accept(participation, via=Registration.Via.LINK)
    return HttpResponse(status, content_type="text/plain")


def _serve():
    from django.urls import path

    from config import urls
    from core.links import by_link, opens

    opens("attend")(lambda link: f"/rush/{link.key}/")
    urls.urlpatterns.insert(0, path("rush/<uuid:key>/", by_link("attend")(_answer)))


_serve()
