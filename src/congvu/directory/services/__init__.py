"""The only writers of the directory, by verb family."""

from congvu.directory.services.agencies import (
    apply_due_versions,
    assign_code,
    close_agency,
    create_agency,
    revise_agency,
)
from congvu.directory.services.delegations import SIGNING_FORMS, declare_absence, delegate, revoke_delegation
from congvu.directory.services.officers import (
    change_own_password,
    create_officer,
    lock_officer,
    reset_mfa,
    revise_officer,
    set_password,
    set_preferences,
    unlock_officer,
)
from congvu.directory.services.posts import end_post, give_post, revise_role, set_roles, switch_post
from congvu.directory.services.units import close_unit, create_unit, move_unit

__all__ = [
    "SIGNING_FORMS",
    "apply_due_versions",
    "assign_code",
    "change_own_password",
    "close_agency",
    "close_unit",
    "create_agency",
    "create_officer",
    "create_unit",
    "declare_absence",
    "delegate",
    "end_post",
    "give_post",
    "lock_officer",
    "move_unit",
    "reset_mfa",
    "revise_agency",
    "revise_officer",
    "revise_role",
    "revoke_delegation",
    "set_password",
    "set_preferences",
    "set_roles",
    "switch_post",
    "unlock_officer",
]
