"""Closed sets of what is sold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.machine import Moves


class ListingState(models.TextChoices):
    """Whether a piece is shown. `is_public` follows it, in the same statement."""

    REVIEW = "review", _("waiting for a look")
    LISTED = "listed", _("listed")
    REFUSED = "refused", _("not accepted")
    WITHDRAWN = "withdrawn", _("taken out by the shop")
    TAKEN_DOWN = "taken_down", _("taken down")


LISTING_MOVES: Moves = {
    ListingState.REVIEW: {
        ListingState.LISTED,  # the operator looked and agreed
        ListingState.REFUSED,  # and did not, with a sentence the shop reads
        ListingState.WITHDRAWN,
        ListingState.TAKEN_DOWN,  # an older report was right
    },
    ListingState.REFUSED: {
        ListingState.REVIEW,  # mended and sent again
        ListingState.WITHDRAWN,
        ListingState.TAKEN_DOWN,  # as above
    },
    ListingState.LISTED: {
        ListingState.WITHDRAWN,  # the shop takes it out
        ListingState.TAKEN_DOWN,  # a report was right
        ListingState.REVIEW,  # what was changed needs a look first
    },
    ListingState.WITHDRAWN: {
        ListingState.LISTED,  # back again
        ListingState.REVIEW,  # it was never looked at
        ListingState.TAKEN_DOWN,  # a report was right: withdrawing does not get round it
    },
    ListingState.TAKEN_DOWN: {ListingState.LISTED},  # it was not right after all
}


class RevisionState(models.TextChoices):
    """Where a change to a stamped piece stands, which is shown only when somebody has looked at it."""

    WAITING = "waiting", _("waiting for a look")
    APPROVED = "approved", _("change accepted")
    REFUSED = "refused", _("change not accepted")
    WITHDRAWN = "withdrawn", _("taken back by the shop")


REVISION_MOVES: Moves = {
    RevisionState.WAITING: {
        RevisionState.APPROVED,  # somebody compared both and agreed: it is applied in the same moment
        RevisionState.REFUSED,  # and did not, with a sentence the shop reads
        RevisionState.WITHDRAWN,  # the shop leaves everything as it was
    },
}


class ReportState(models.TextChoices):
    """Where a report on a listing stands."""

    OPEN = "open", _("open")
    UPHELD = "upheld", _("was right")
    DISMISSED = "dismissed", _("was not right")


REPORT_MOVES: Moves = {
    ReportState.OPEN: {
        ReportState.UPHELD,  # the piece is taken down with it
        ReportState.DISMISSED,  # the piece stays; the reason is kept
    },
}


class ReportReason(models.TextChoices):
    """What somebody says is wrong with a listing."""

    NOT_HANDMADE = "not_handmade", _("It is not made by hand.")
    NOT_FROM_HERE = "not_from_here", _("It is not made where the page says.")
    FORBIDDEN = "forbidden", _("It may not be sold: antique, fossil, protected animal or plant.")
    STOLEN_PHOTO = "stolen_photo", _("The photo is not theirs.")
    COPIED = "copied", _("It copies somebody else's work.")
    OFFENSIVE = "offensive", _("It is offensive.")
    OTHER = "other", _("Something else.")


class PauseCause(models.TextChoices):
    """Why a listed piece cannot be ordered for a while; with `STAMP` it is not in the listing either."""

    SHOP = "shop", _("its shop is suspended or closed")
    CARD = "card", _("the artisan card has expired")
    STAMP = "stamp", _("its stamp is suspended or withdrawn")
    OWNER = "owner", _("paused by the shop")


class PhotoState(models.TextChoices):
    """Where a photo is on its way from upload to the page."""

    WAITING = "waiting", _("waiting")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class View(models.TextChoices):
    """What a photo shows of the piece."""

    WHOLE = "whole", _("whole")
    DETAIL = "detail", _("detail")
    BACK = "back", _("back")
    CORNER = "corner", _("corner")
    FRINGE = "fringe", _("fringe")
    ROOM = "room", _("in the room")


class Material(models.TextChoices):
    """What a piece is made of."""

    WOOL = "wool", _("wool")
    COTTON = "cotton", _("cotton")
    GOAT_HAIR = "goat_hair", _("goat hair")
    CAMEL_HAIR = "camel_hair", _("camel hair")
    CLAY = "clay", _("clay")
    SILVER = "silver", _("silver")
    WHITE_METAL = "white_metal", _("white metal")
    COPPER = "copper", _("copper")
    AGATE = "agate", _("agate")
    CARNELIAN = "carnelian", _("carnelian")
    STONE = "stone", _("stone")
    PALM_LEAF = "palm_leaf", _("palm leaf")
    HALFA = "halfa", _("esparto")
    DOUM = "doum", _("dwarf palm")
    LEATHER = "leather", _("leather")


class Colour(models.TextChoices):
    """Colours as a buyer names them."""

    UNDYED = "undyed", _("undyed")
    WHITE = "white", _("white")
    BLACK = "black", _("black")
    RED = "red", _("red")
    GARNET = "garnet", _("garnet")
    GREEN = "green", _("green")
    YELLOW = "yellow", _("yellow")
    INDIGO = "indigo", _("indigo")
    OCHRE = "ochre", _("ochre")
    BROWN = "brown", _("brown")
    SILVER = "silver", _("silver colour")


class Technique(models.TextChoices):
    """How a piece is made."""

    KNOTTED = "knotted", _("hand-knotted")
    FLAT_WOVEN = "flat_woven", _("flat-woven by hand")
    SEWN = "sewn", _("sewn by hand")
    COILED_CLAY = "coiled_clay", _("coil-built clay")
    THROWN = "thrown", _("thrown on the wheel")
    SMOKE_FIRED = "smoke_fired", _("smoke-fired")
    ENGRAVED = "engraved", _("engraved by hand")
    CAST = "cast", _("cast and hammered")
    CARVED = "carved", _("carved stone")
    COILED_PALM = "coiled_palm", _("coiled and stitched palm")
    PLAITED = "plaited", _("plaited palm")
    TOOLED = "tooled", _("tooled and stitched leather")


class Care(models.TextChoices):
    """What keeps a piece well."""

    SHAKE_AIR = "shake_air", _("Shake and air it; no machine washing.")
    COLD_WASH = "cold_wash", _("Wash by hand in cold water.")
    NO_SUN = "no_sun", _("Keep out of strong sun.")
    MOTHS = "moths", _("Keep from moths with cedar or lavender.")
    WIPE_DRY = "wipe_dry", _("Wipe with a dry cloth.")
    FOR_FOOD = "for_food", _("Fit for food and drink.")
    NOT_FOR_FOOD = "not_for_food", _("For decoration, not for food.")
    RINSE_BY_HAND = "rinse_by_hand", _("Rinse by hand; no dishwasher.")
    KEEP_DRY = "keep_dry", _("Keep it dry.")
    POLISH = "polish", _("Polish with a soft cloth.")
    FEED_LEATHER = "feed_leather", _("Feed the leather twice a year.")


class OtherCentre(models.IntegerChoices):
    """Centres elsewhere in the country that stamp by hand; a piece that bears their stamp is not stamped again."""

    TLEMCEN = 1, _("the stamping centre of Tlemcen")
    TIPAZA = 2, _("the stamping centre of Tipaza")
    GHARDAIA = 3, _("the stamping centre of Ghardaïa")
    TEBESSA = 4, _("the stamping centre of Tébessa")
