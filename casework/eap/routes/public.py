"""What anybody may open, without an account and without a script."""

from . import ask, deciding, follow, refer, releasing, support

ROUTES = [
    support.support,
    ask.form,
    ask.send,
    refer.form,
    refer.send,
    follow.follow,
    follow.come_back,
    follow.leave,
    deciding.send,
    deciding.ask,
    deciding.decide,
    *releasing.ROUTES,
]
