from django.db import migrations, models


class Migration(migrations.Migration):
    """Letters that call pieces to a stamping session, and that call them off."""

    dependencies = [
        ("notifications", "0005_letter_of_labels"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="letter",
            field=models.CharField(
                choices=[
                    ("order_paid", "order paid"),
                    ("order_confirmed", "order confirmed"),
                    ("order_expired", "order expired"),
                    ("order_sold_out", "paid, but sold out"),
                    ("shop_new_order", "new order for a shop"),
                    ("parcel_sent", "a shop sent its part"),
                    ("parcel_refused", "a shop cannot send its part"),
                    ("stamp_granted", "a stamp was granted"),
                    ("stamp_refused", "a stamp was refused"),
                    ("label_changed", "the stamp of a piece is in doubt, holds again, or is gone"),
                    ("stamp_returned", "a request for a stamp was sent back"),
                    ("session_called", "day and place where pieces are inspected"),
                    ("session_dropped", "pieces need not come to a session"),
                    ("parcel_cancelled", "a part was cancelled"),
                    ("day_proposed", "a shop proposes another day"),
                    ("shop_day_agreed", "the buyer agreed to another day"),
                    ("shop_day_lapsed", "the buyer did not answer about another day"),
                    ("shop_ended", "an order of a shop has ended"),
                    ("contact_code", "code that confirms a contact"),
                    ("login_code", "code to log in"),
                    ("listing_shown", "a piece is shown"),
                    ("listing_refused", "a piece is not accepted"),
                    ("listing_taken_down", "a piece was taken down"),
                    ("listing_change", "a change of a stamped piece was looked at"),
                    ("password_link", "link to set a new password"),
                    ("card_due", "artisan card expires"),
                    ("phone_replaced", "a new phone was asked for"),
                    ("assistance_began", "staff may act for a shop"),
                    ("application_approved", "shop approved"),
                    ("application_returned", "application sent back"),
                    ("application_refused", "application refused"),
                    ("selling_suspended", "shop suspended"),
                    ("selling_active", "shop reopened"),
                    ("selling_closed", "shop closed"),
                    ("destination_code", "code to change where money goes"),
                    ("destination_changed", "where money goes has changed"),
                    ("destination_decided", "a new account was looked at"),
                ],
                max_length=40,
            ),
        ),
    ]
