"""Which network a visitor comes from, as far as something is bounded by it."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

_IPV6_PREFIX = 64  # one household or one phone; single addresses inside it cost nothing


def network_of(request: HttpRequest) -> str:
    """Return the visitor's address (of IPv6 its /64) as the outermost of our own proxies saw it."""
    seen, proxies = request.META.get("REMOTE_ADDR", ""), settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        seen = hops[-proxies]
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))
