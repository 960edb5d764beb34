"""Where accounts keep personal data (core.personal).

An account is its holder's own and may serve in several programmes: erasing an entry of a register leaves
it, and its rows go when it is deleted (docs/decisions/0012-erasure.md).
"""

from core.personal import Erasure

REGISTER = {
    "User": {"email": Erasure.ROW, "name": Erasure.ROW, "password": Erasure.ROW},
}
