"""The review of papers."""

from dialogues.models import Paper
from tests import factories as make
from tests.routes import Route


def routes(world):
    kind = {"initiative": world.initiative, "kind": "scoping-paper"}
    its_paper = Paper.objects.filter(**kind).first() or make.PaperFactory(**kind)
    version = make.PaperVersionFactory(paper=its_paper, number=99)
    link = make.PersonalLinkFactory(purpose="review")
    review = make.ReviewRoundFactory(version=version)
    asked = make.ReviewRequestFactory(round=review, link=link)
    comment = make.CommentFactory(version_of=version)
    paper = (world.initiative.slug, "scoping-paper")
    out, key = (*paper, review.pk), (link.key,)
    return [
        Route("dialogues:paper_reviews", paper),
        Route("dialogues:review_send", (*paper, version.number)),
        Route("dialogues:review_round", out),
        Route("dialogues:review_add", out),
        Route("dialogues:review_remind", out),
        Route("dialogues:review_close", out),
        Route("dialogues:review_hand_over", (*out, asked.pk)),
        Route("dialogues:review_take_back", (*out, asked.pk)),
        Route("dialogues:paper_review", (*paper, version.number)),
        Route("dialogues:paper_comment", (*paper, version.number)),
        Route("dialogues:paper_review_finish", (*paper, version.number)),
        Route("dialogues:comment_list", paper),
        Route("dialogues:comment_table", paper),
        Route("dialogues:comment_answer", (*paper, comment.pk)),
        Route("dialogues:comment_edit", (*paper, comment.pk)),
        Route("dialogues:comment_withdraw", (*paper, comment.pk)),
        Route("dialogues:review_by_link", key),
        Route("dialogues:review_link_comment", key),
        Route("dialogues:review_link_finish", key),
        Route("dialogues:review_link_file", key),
        Route("dialogues:review_link_figure", (*key, link.key)),
        Route("dialogues:review_link_edit", (*key, comment.pk)),
        Route("dialogues:review_link_withdraw", (*key, comment.pk)),
    ]
