from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from marketplace.refusal import Refusal
from shops import actions
from shops.states import Role


class Command(BaseCommand):
    help = (
        "Make a person the first of a body: `appoint operator anna@example.org`, `appoint decider anna@example.org "
        "--body stamping-adrar`. They log in by a code sent to that e-mail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("email")
        parser.add_argument("--body", default="", help="slug of the body; left out: the operator's")

    def handle(self, *, role: str, email: str, body: str, **_options: Any) -> None:
        try:
            held = actions.appoint(role=Role(role), email=email, body_slug=body, today=localdate())
        except Refusal as no:
            raise CommandError(str(no)) from no
        self.stdout.write(f"{email} is {held.role} of {held.body.slug} since {held.from_on}.")
