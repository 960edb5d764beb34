"""Refusals that any application may raise, each named by the fact."""


class Refusal(Exception):
    """Something that was asked for cannot be done as things stand; `str()` says why to a person."""


class StaleVersion(Refusal):
    """Someone else saved this text since the version that was edited; `current` is what stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__(str(current))
