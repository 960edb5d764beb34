"""Doing the same thing several times in the same moment."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(number, act):
    """What `act()` answers each time when that many threads call it at once, in a transactional test."""

    def work(_number):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(work, range(number)))
