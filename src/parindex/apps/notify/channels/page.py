"""The page of the person itself: what is in the table is delivered."""

from __future__ import annotations

from parindex.apps.notify.channels.contract import Addressee, Answer, Outcome, Parcel


class PageChannel:
    """Shows a message under "Đôn đốc" when the person signs in."""

    label = "Trên trang"
    leaves_house = False

    def address_of(self, addressee: Addressee) -> str:
        """Return the person's own page."""
        return f"#{addressee.user_id}"

    def deliver(self, parcel: Parcel) -> Answer:
        """Say that it is there."""
        return Answer(Outcome.ACCEPTED, f"“{parcel.subject}” có trên trang của người nhận.")
