"""The house style of a programme, with a logo."""

from core.uploads import keep_upload
from reports.models import HouseStyle
from tests.pictures import picture
from tests.routes import Route


def routes(world):
    HouseStyle.objects.update_or_create(
        programme=world.programme,
        defaults={"logo": keep_upload(picture()), "alternative": "A baobab."},
    )
    return [
        Route("reports:house_style", (world.programme.slug,)),
        Route("reports:house_logo", (world.programme.slug,)),
    ]
