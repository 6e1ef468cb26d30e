"""Which network a visitor comes from, as far as free reservations are bounded by it."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

_IPV6_PREFIX = 64  # one household or one phone; single addresses inside it cost nothing


def network_of(request: HttpRequest) -> str:
    """Return the visitor's address, of IPv6 its /64, as the outermost of `settings.PROXY_COUNT` proxies saw it."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        seen = hops[-settings.PROXY_COUNT] if len(hops) >= settings.PROXY_COUNT else seen
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))
