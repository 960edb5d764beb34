"""Refusals of the register, each named by the fact."""

from core.exceptions import Refusal


class GroupNameTaken(Refusal):
    """The programme already has a stakeholder group of this name."""
