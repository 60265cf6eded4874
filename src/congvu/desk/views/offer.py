"""What the page of a dossier offers: the acts of the table in their places."""

from congvu.desk.views.acts import BY_NAME, Act, Offer, Offered, Rank, offered
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries.page import Button, Page
from congvu.dossiers.states import Action, PaymentState


def offer_of(found: Page, actor: Actor) -> Offer:
    """Return the buttons of a dossier's page."""
    every = offered(found.buttons)
    ranked = {rank: [one for one in every if one.act.rank == rank] for rank in Rank}
    noted = any(one.act.action == Action.NOTE for one in ranked[Rank.REST])
    rest = [one for one in ranked[Rank.REST] if one.act.action != Action.NOTE]
    if noted:
        followed = _follows(found, actor)
        rest.append(Offered(BY_NAME["unfollow" if followed else "follow"]))
    return Offer(
        ranked[Rank.MAIN],
        ranked[Rank.BESIDE],
        rest,
        note=noted,
        attach=noted and actor.can(BY_NAME["attach"].needs),
        rename=noted and may_rename(found.dossier, actor),
        fees=noted and fees_due(found.dossier) and actor.can(BY_NAME["fees"].needs),
    )


def may_rename(dossier: Dossier, actor: Actor) -> bool:
    """Tell whether the owner's name can be corrected here: where it was received, or is decided."""
    place = actor.agency_id in {dossier.receiving_agency_id, dossier.competent_agency_id}
    return place and actor.can(BY_NAME["rename"].needs)


def fees_due(dossier: Dossier) -> bool:
    """Tell whether fees can be collected."""
    return dossier.payment_state == PaymentState.DUE


def is_offered(act: Act, buttons: list[Button]) -> list[Offered]:
    """Return the places where `act` may be done now; acts without a step of their own go with notes."""
    if act.name:
        return [Offered(act)] if any(button.move.action == act.action for button in buttons) else []
    return [one for one in offered(buttons) if one.act is act]


def _follows(found: Page, actor: Actor) -> bool:
    kinds = {"dossier.followed", "dossier.unfollowed"}
    own = (event for event in found.events if event.kind in kinds and event.officer_id == actor.officer_id)
    last = next(own, None)
    return last is not None and last.kind == "dossier.followed"
