"""Access is denied by default: what views call between fetching an object and acting on it."""

from django.core.exceptions import PermissionDenied


def require(user, perm, obj=None):
    """Raise PermissionDenied (403) unless `user` has `perm` on `obj`.

    Objects that the user may not even know of are never reached: they are fetched through
    ``visible_to(user)``, which answers 404.
    """
    if not user.has_perm(perm, obj):
        raise PermissionDenied(perm)
