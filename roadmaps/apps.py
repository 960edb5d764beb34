from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapsConfig(AppConfig):
    name = "roadmaps"
    verbose_name = _("roadmaps")

    def ready(self):
        from accounts import desk
        from core import search, work
        from roadmaps.desk import roadmap_parts
        from roadmaps.search import find_roadmaps
        from roadmaps.work import roadmap_work

        desk.parts_provider(roadmap_parts)
        search.provider(find_roadmaps)
        work.provider(roadmap_work)
