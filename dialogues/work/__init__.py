"""What of initiatives and dialogues waits on *My work*, one module for each kind of waiting.

Each module has PROVIDERS, functions of a user that yield WorkItems in a constant number of queries
(core.work).
"""

from dialogues.work import advisers, calendar, meetings, papers, review, stages, surveys

PROVIDERS = tuple(
    provider
    for module in (stages, papers, review, advisers, meetings, surveys, calendar)
    for provider in module.PROVIDERS
)
