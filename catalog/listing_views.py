"""The listing page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from catalog import listing_queries
from catalog.listing import read
from catalog.listing_words import in_words
from marketplace.public_pages import public_page


@public_page
def listing(request: HttpRequest, craft: str = "") -> HttpResponse:
    """Show the pieces that the address asks for, with the filters beside them."""
    language = (get_language() or "ar")[:2]
    wanted = read(dict(request.GET.lists()), craft=craft)
    page = listing_queries.listing(wanted, language=language)
    if craft and ("craft", craft) not in page.names:
        raise Http404(craft)
    return render(request, "catalog/listing.html", in_words(wanted, page, language=language))
