import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from marketplace.demo import applications, days, people, photos, sales, seeding, stamps
from marketplace.demo.seeding import Step

STEPS = (
    Step("places, bodies and units", seeding.region_stands, seeding.make_region),
    Step("crafts and kinds", seeding.kinds_stand, seeding.make_kinds),
    Step("shops, makers and cards", seeding.shops_stand, seeding.make_shops),
    Step("people who log in", seeding.people_stand, seeding.make_people),
    Step("pieces", seeding.pieces_stand, seeding.make_pieces, changes_listings=True),
    Step("rates", seeding.rates_stand, seeding.make_rates),
    Step("drawings", photos.drawings_stand, photos.make_drawings, changes_listings=True),
    Step("photos from demo_photos/", photos.overrides_stand, photos.use_overrides),
    Step("stamps", stamps.stamps_stand, stamps.make_stamps, changes_listings=True),
    Step("past orders", sales.orders_stand, sales.make_orders, changes_listings=True),
    Step("applications for a shop", applications.applications_stand, applications.make_applications),
    Step("an ordinary week", days.days_stand, days.make_days, changes_listings=True),
    Step("listing and search", seeding.index_stands, seeding.make_index, makes_listings=True),
)


class Command(BaseCommand):
    """Fill an empty house with the demonstration; run again it adds what is missing and says nothing else."""

    help = "Fill the house with made-up makers, pieces, stamps and people; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        made = stale = False
        with seeding.without_bells():
            for step in STEPS:
                if step.stands(now) and not (stale and step.makes_listings):
                    continue
                start = time.monotonic()
                count = step.make(now)
                made = True
                stale = stale or step.changes_listings
                self.stdout.write(f"  {step.name}: {count} ({time.monotonic() - start:.1f} s)")
        if not made:
            self.stdout.write("  the demonstration stands")
        self.stdout.write(f"  second factor of every member of staff: {people.TOTP_SECRET}")
