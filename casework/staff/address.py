"""Where a request comes from: asked for the sign-in limit alone, and kept as a tag for an hour at most."""

from ipaddress import ip_address, ip_network
from typing import Any

from litestar import Request

from casework.settings import Settings


def address_of(request: Request[Any, Any, Any], settings: Settings) -> str:
    """The last address that no proxy of ours wrote itself; a header from anybody else says nothing."""
    peer = request.client.host if request.client else ""
    hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    while hops and _trusted(peer, settings.trusted_proxies):
        peer = hops.pop()
    return peer


def device_of(request: Request[Any, Any, Any]) -> str:
    """Browser and system in two words, so that people know their own sessions: never the whole header."""
    said = request.headers.get("user-agent", "")
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    found = [next((name for mark, name in known if mark in said), "") for known in (browsers, systems)]
    return ", ".join(part for part in found if part)


def _trusted(address: str, proxies: tuple[str, ...]) -> bool:
    try:
        known = ip_address(address)
        return any(known in ip_network(proxy, strict=False) for proxy in proxies)
    except ValueError:
        return False
