"""What tests of dialogues and initiatives share."""

from tests.dialogues.reviews import asked, by_link, paper, reviewer, version

__all__ = ["asked", "by_link", "paper", "reviewer", "version"]
