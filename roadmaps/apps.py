from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapsConfig(AppConfig):
    name = "roadmaps"
    verbose_name = _("roadmaps")

    def ready(self):
        from core.work import provider
        from roadmaps.work import roadmap_work

        provider(roadmap_work)
