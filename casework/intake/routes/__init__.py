"""Public pages: no account, no script, and no cookie before it is needed."""

from . import asked, beyond, follow, front, messages, own, receipt, report

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
    beyond.worse_form,
    beyond.outside,
]
