"""Where accounts keep personal data (core.personal)."""

from core.personal import Erasure

REGISTER = {
    "User": {"email": Erasure.ROW, "name": Erasure.ROW, "password": Erasure.ROW},
}
