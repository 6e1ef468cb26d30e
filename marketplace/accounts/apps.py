from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Let allauth count tries in the database, and a session remember that it enrolled a second factor."""
        from allauth.core.internal import ratelimit  # noqa: PLC0415  (its models must be ready first)
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415
        from allauth.mfa.totp.internal import auth  # noqa: PLC0415
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415
        from django.core.cache import caches  # noqa: PLC0415

        from marketplace.accounts.access import remember_enrolment  # noqa: PLC0415
        from marketplace.accounts.actions import remember_login  # noqa: PLC0415

        # Both take the default cache, which forgets at a restart and which production may do without. What guards a
        # login must not: tries, and codes of an app that were used already (tests/accounts/test_limits.py).
        ratelimit.cache = auth.cache = caches["limits"]
        authenticator_added.connect(remember_enrolment, dispatch_uid="remember_enrolment")
        user_logged_in.connect(remember_login, dispatch_uid="remember_login")
