"""A report that is composed: its parts, one of each sort, with a note, a photograph and a template."""

from core.uploads import keep_upload
from reports.composer import services
from reports.models import Photograph, Remark
from reports.services import report_of
from tests import factories as make
from tests.pictures import picture
from tests.routes import Route


def routes(world):
    report = report_of(world.dialogue)
    services.begin(report)
    part = report.parts.get(key="summary")
    shown = services.add_part(report, "photographs")
    remark = Remark.objects.create(part=part, text="Ask for the figures.", by=make.UserFactory())
    photo = Photograph.objects.create(
        part=shown, upload=keep_upload(picture()), alternative="A pit."
    )
    template = services.save_template(report, title=f"Short {report.pk}")
    place = (world.dialogue.slug, report.kind)
    one, photos = (*place, part.pk), (*place, shown.pk)
    return [
        Route("reports:compose", place),
        Route("reports:compose", (world.dialogue.slug, "co-chairs-summary"), label="not begun"),
        Route("reports:compose_begin", place),
        Route("reports:compose_sign_off", place),
        Route("reports:part_add", place),
        Route("reports:part", one),
        Route("reports:part", photos, label="photographs"),
        Route("reports:part_preview", one),
        Route("reports:part_move", one),
        Route("reports:part_drop", one),
        Route("reports:part_sign", one),
        Route("reports:part_data", one),
        Route("reports:remark_add", one),
        Route("reports:remark_done", (*one, remark.pk)),
        Route("reports:photograph_add", photos),
        Route("reports:photograph_edit", (*photos, photo.pk)),
        Route("reports:photograph_remove", (*photos, photo.pk)),
        Route("reports:photograph_image", (*photos, photo.pk)),
        Route("reports:report_templates", place),
        Route("reports:report_template_delete", (*place, template.pk)),
    ]
