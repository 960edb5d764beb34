"""What the clock has done. The services stand above the worker's files, so they lend what is to be done
in apps.py; each chore takes nothing, is harmless when done twice, and answers how much it did."""

_chores = {}


def chore(name, function):
    """Have `function()` done whenever the clock calls for the chore `name`."""
    _chores[name] = function


def do(name):
    """Do the chore `name`; what it answers."""
    return _chores[name]()
