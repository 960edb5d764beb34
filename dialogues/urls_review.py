"""Addresses of the review of papers, also through personal links; dialogues/urls.py takes them in."""

from django.urls import path

from dialogues.views import review, review_by_link, review_comments, review_rounds

PAPER = "initiatives/<slug:slug>/papers/<slug:kind>/"
VERSION = f"{PAPER}versions/<int:number>/"
ROUND = f"{PAPER}reviews/<int:pk>/"
COMMENT = f"{PAPER}comments/<int:pk>/"
LINK = "review/<uuid:key>/"

urlpatterns = [
    path(f"{VERSION}review/", review.paper_review, name="paper_review"),
    path(f"{VERSION}review/comment/", review.paper_comment, name="paper_comment"),
    path(f"{VERSION}review/finish/", review.paper_review_finish, name="paper_review_finish"),
    path(f"{VERSION}send/", review_rounds.review_send, name="review_send"),
    path(f"{PAPER}reviews/", review_rounds.paper_reviews, name="paper_reviews"),
    path(ROUND, review_rounds.review_round, name="review_round"),
    path(f"{ROUND}add/", review_rounds.review_add, name="review_add"),
    path(f"{ROUND}remind/", review_rounds.review_remind, name="review_remind"),
    path(f"{ROUND}close/", review_rounds.review_close, name="review_close"),
    path(
        f"{ROUND}<int:request_pk>/link/",
        review_rounds.review_hand_over,
        name="review_hand_over",
    ),
    path(
        f"{ROUND}<int:request_pk>/take-back/",
        review_rounds.review_take_back,
        name="review_take_back",
    ),
    path(f"{PAPER}comments/", review_comments.comment_list, name="comment_list"),
    path(f"{PAPER}comments/table/", review_comments.comment_table, name="comment_table"),
    path(COMMENT, review_comments.comment_answer, name="comment_answer"),
    path(f"{COMMENT}edit/", review.comment_edit, name="comment_edit"),
    path(f"{COMMENT}withdraw/", review.comment_withdraw, name="comment_withdraw"),
    path(LINK, review_by_link.review_by_link, name="review_by_link"),
    path(f"{LINK}comment/", review_by_link.review_link_comment, name="review_link_comment"),
    path(f"{LINK}finish/", review_by_link.review_link_finish, name="review_link_finish"),
    path(f"{LINK}file/", review_by_link.review_link_file, name="review_link_file"),
    path(
        f"{LINK}figures/<uuid:figure>/",
        review_by_link.review_link_figure,
        name="review_link_figure",
    ),
    path(
        f"{LINK}comments/<int:pk>/edit/", review_by_link.review_link_edit, name="review_link_edit"
    ),
    path(
        f"{LINK}comments/<int:pk>/withdraw/",
        review_by_link.review_link_withdraw,
        name="review_link_withdraw",
    ),
]
