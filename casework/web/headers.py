"""Headers on every answer, the error pages of the framework included: set just before it leaves."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import BeforeMessageSendHookHandler, Message, Scope

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing from elsewhere, nothing inline."""

ALWAYS = {
    "Content-Security-Policy": POLICY,
    # With `no-referrer` a browser sends `Origin: null`, and every form would be refused.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGES = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Only what is shown as a page has use for these; a first visit pays for every octet."""
YEARS_TWO = "max-age=63072000; includeSubDomains"


def before_send(origin: str) -> BeforeMessageSendHookHandler:
    """The hook for an installation that browsers reach at this origin."""
    lasting = {**ALWAYS, "Strict-Transport-Security": YEARS_TWO} if origin.startswith("https://") else ALWAYS

    async def dress(message: Message, _scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in lasting.items():
            headers.setdefault(name, value)
        if headers.get("content-type", "").startswith("text/html"):
            for name, value in PAGES.items():
                headers.setdefault(name, value)
        headers.setdefault("Cache-Control", "no-store")

    return dress
