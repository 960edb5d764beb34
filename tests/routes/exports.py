"""Files that leave the register, and who took them."""

from tests.routes import Route


def routes(world):
    return [
        Route("stakeholders:people_export", query="?format=csv"),
        Route("stakeholders:people_export", query="?format=pdf", label="in no such format"),
        Route("stakeholders:organisations_export", query="?format=xlsx"),
        Route("stakeholders:disclosure_list"),
    ]
