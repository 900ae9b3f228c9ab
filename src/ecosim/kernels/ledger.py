"""Money moves between two named accounts; nothing creates or destroys it."""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline


@inline
def pay(orgs: Any, payer: int, payee: int, amount: float) -> None:
    """Move ``amount`` as the payee's income."""
    orgs[payer].cash -= amount
    orgs[payee].cash += amount
    orgs[payee].received += amount


@inline
def transfer(orgs: Any, payer: int, payee: int, amount: float) -> None:
    """Move ``amount`` without counting it as income: investment, refunds, payments to outside sectors."""
    orgs[payer].cash -= amount
    orgs[payee].cash += amount


@inline
def earn(orgs: Any, payer: int, payee: int, amount: float) -> None:
    """Move ``amount`` for project grants, contracts, help or licences: income that an organisation has won itself."""
    pay(orgs, payer, payee, amount)
    orgs[payee].earned += amount
