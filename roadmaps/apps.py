from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapsConfig(AppConfig):
    name = "roadmaps"
    verbose_name = _("roadmaps")

    def ready(self):
        from accounts import desk
        from convening import production
        from core import search, work
        from dialogues import facts, public, trail
        from roadmaps import merging as owned
        from roadmaps.desk import roadmap_parts
        from roadmaps.facts import roadmap_facts, roadmaps_url
        from roadmaps.keeping import busy_now, last_seen
        from roadmaps.public import roadmaps_section
        from roadmaps.record import organisation_entries, person_entries
        from roadmaps.search import find_roadmaps
        from roadmaps.services import reminding
        from roadmaps.trail import actions_on, recommendations_on
        from roadmaps.work import roadmap_work
        from stakeholders import merging, record
        from stakeholders.keeping import idle

        desk.parts_provider(roadmap_parts)
        production.chore("remind_owners", reminding.send_due)
        production.chore("send_digests", reminding.send_digests)
        public.section(roadmaps_section)
        facts.fact_provider(roadmap_facts)
        facts.place("roadmaps", _("Roadmaps"), roadmaps_url)
        idle.seen(last_seen)
        idle.busy(busy_now)
        merging.learn(owned.WORDS)
        record.provider(person_entries)
        record.organisation_provider(organisation_entries)
        search.provider(find_roadmaps)
        trail.provider(recommendations_on)
        trail.provider(actions_on)
        work.provider(roadmap_work)
