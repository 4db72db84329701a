"""Public pages: no account, no script, and no cookie before it is needed."""

from . import answer, asked, beyond, follow, front, given, handed, messages, own, receipt, report

ROUTES = [
    front.front,
    front.leave,
    report.ask,
    report.send,
    receipt.back,
    receipt.download,
    follow.follow,
    follow.come_back,
    follow.leave,
    messages.send,
    *own.ROUTES,
    *asked.ROUTES,
    *answer.ROUTES,
    *given.ROUTES,
    handed.fetch,
    beyond.worse_form,
    beyond.counter_form,
    beyond.outside,
]
