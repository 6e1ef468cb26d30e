from typing import Any

from django.core.management.base import BaseCommand

from marketplace.notifications import actions as letters
from marketplace.outbox import actions as messages


class Command(BaseCommand):
    help = "Put what is dead in the outbox, and dead letters, back to be tried again; mend the cause first."

    def handle(self, **_options: Any) -> None:
        self.stdout.write(f"{messages.revive()} messages and {letters.revive()} letters are tried again.")
