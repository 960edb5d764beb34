"""What is done with the people of a sheet once they are in the register, by applications above it.

An import may name in `follow` what follows: `<kind>:<key>`, for example `dialogue:12`. Who offers a kind
registers a Follower for it in its AppConfig.ready().
"""

from abc import ABC, abstractmethod

_followers = {}


class Follower(ABC):
    """What follows on imports of one kind. `key` is what stands after the colon, as it was brought."""

    @abstractmethod
    def may(self, key, *, user, programme_id, held_by_id):
        """True if `user` may have it done with the people of that programme and partner."""

    @abstractmethod
    def words(self, key, user):
        """What will be done, as the end of “… and”; with where it is done: (words, address)."""

    @abstractmethod
    def begin(self, key):
        """Take the lock that is needed, first of all in the transaction that writes the people."""

    @abstractmethod
    def act(self, key, import_, people):
        """Do it with `people`, each once, in the order of the sheet; facts fit for JSON, kept with the
        import and given to `result` and `undo`."""

    @abstractmethod
    def result(self, facts):
        """What was done, as pairs of a label and a number."""

    @abstractmethod
    def undo(self, key, facts):
        """Take it back where nobody has changed it since; what was changed stays."""


def follows(kind, follower):
    """Register `follower` for imports whose `follow` begins with `kind`."""
    _followers[kind] = follower


def _find(follow):
    kind, _colon, key = follow.partition(":")
    return _followers.get(kind), key


def may_follow(follow, *, user, programme_id, held_by_id):
    """True if nothing follows, or `user` may have it done."""
    if not follow:
        return True
    follower, key = _find(follow)
    return follower is not None and follower.may(
        key, user=user, programme_id=programme_id, held_by_id=held_by_id
    )


def words_for(follow, user):
    """What follows, in words, and the address where it is done; None if nothing does."""
    follower, key = _find(follow)
    return follower.words(key, user) if follower is not None else None


def begin(import_):
    """Take the locks of what follows on `import_`, before anything is written."""
    follower, key = _find(import_.follow)
    if follower is not None:
        follower.begin(key)


def act(import_, people):
    """Do what follows on `import_` with its people; what is to be kept in its counts."""
    follower, key = _find(import_.follow)
    return {} if follower is None else {"follow": follower.act(key, import_, people)}


def result_of(import_):
    """Pairs of a label and a number: what was done besides; empty if nothing was."""
    follower, _key = _find(import_.follow)
    facts = import_.counts.get("follow")
    return follower.result(facts) if follower is not None and facts else []


def undo(import_):
    """Take back what followed, as far as nobody changed it since."""
    follower, key = _find(import_.follow)
    facts = import_.counts.get("follow")
    if follower is not None and facts:
        follower.undo(key, facts)
