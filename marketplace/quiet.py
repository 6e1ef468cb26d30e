"""Oscar's apps whose tables stay while their views, receivers and URLs sleep.

Oscar's `ready()` imports its views and connects receivers that write on GET (analytics) or send mail in the
request (customer). Nothing of that is in use here, so each config below keeps label and models and does nothing
at start.
"""

from oscar.apps.address.apps import AddressConfig
from oscar.apps.analytics.apps import AnalyticsConfig
from oscar.apps.catalogue.reviews.apps import CatalogueReviewsConfig
from oscar.apps.communication.apps import CommunicationConfig
from oscar.apps.customer.apps import CustomerConfig
from oscar.apps.dashboard.apps import DashboardConfig
from oscar.apps.offer.apps import OfferConfig
from oscar.apps.search.apps import SearchConfig
from oscar.apps.voucher.apps import VoucherConfig
from oscar.apps.wishlists.apps import WishlistsConfig


class _Quiet:
    def ready(self) -> None:
        """Connect nothing: see the module's first paragraph."""


class QuietAddressConfig(_Quiet, AddressConfig):
    default = False


class QuietAnalyticsConfig(_Quiet, AnalyticsConfig):
    default = False


class QuietReviewsConfig(_Quiet, CatalogueReviewsConfig):
    default = False


class QuietCommunicationConfig(_Quiet, CommunicationConfig):
    default = False


class QuietCustomerConfig(_Quiet, CustomerConfig):
    default = False


class QuietDashboardConfig(_Quiet, DashboardConfig):
    default = False


class QuietOfferConfig(_Quiet, OfferConfig):
    default = False


class QuietSearchConfig(_Quiet, SearchConfig):
    default = False


class QuietVoucherConfig(_Quiet, VoucherConfig):
    default = False


class QuietWishlistsConfig(_Quiet, WishlistsConfig):
    default = False
