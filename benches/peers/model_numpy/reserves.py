"""Reserves, one after another by id: release, then refill, then payment (§4 E)."""

import numpy as np

from .clearing import over

FULL = 1e-9


def order(state, held, lead):
    """What a reserve orders, and wants on the way, in the first country it serves."""
    r = held.reserve
    cheap = (state.price[r.serves] <= r.below_price).all(axis=0)
    held.buying = r.refill * cheap
    room = r.capacity - held.level
    on_the_way = held.buying * lead[r.serves[0]]
    return np.minimum(held.buying, np.maximum(room - on_the_way, 0.0)), np.minimum(on_the_way, room)


def act(state, full, served, need):
    """Releases and refills of a market; `full` and `served` are those of buyers, `served` is raised in place."""
    for held in state.reserves:
        r = held.reserve
        below = r.trigger * full[r.serves] - served[r.serves] > FULL * full[r.serves]
        if below.any():
            release(state, held, below, full, served)
        else:
            held.below[:] = 0.0
        refill(state, held, ~below.any(axis=0), full, served, need)
        held.emptied |= held.level <= 1e-9 * r.capacity


def release(state, held, below, full, served):
    """To each country in turn, while the reserve has anything left to give in this step."""
    r = held.reserve
    left = np.full(state.count, r.max_release)
    for place, buyer in enumerate(r.serves):
        may = below[place] & (held.below[place] >= r.delay)
        held.below[place] = (held.below[place] + 1) * below[place]
        if may.any():
            wish = np.where(may, r.trigger * full[buyer] - served[buyer], 0.0).clip(0.0)
            given = hand_out(state, held, buyer, np.minimum(wish, left))
            served[buyer] += given
            left -= given


def hand_out(state, held, buyer, wish):
    """By priority, each claim up to its full demand, pro rata to what is missing. Returns what was given."""
    r, market = held.reserve, state.market
    left, total = np.minimum(wish, held.level), np.zeros(state.count)
    for rows in market.classes:
        rows = rows[market.buyer[rows] == buyer]
        missing = (state.full[rows] - state.served[rows]).clip(0.0)
        most = left
        if r.hold and rows.size and market.priority[rows[0]] > r.hold[0]:
            most = np.minimum(left, (held.level - r.hold[1]).clip(0.0))
        given = np.minimum(missing.sum(axis=0), most)
        state.served[rows] += missing * over(given, missing.sum(axis=0))
        held.level -= given
        left, total = left - given, total + given
    np.maximum(held.level, 0.0, out=held.level)
    return total


def refill(state, held, calm, full, served, need):
    """Buys in the first country served, where it is fully served and none is below the trigger."""
    r, buyer = held.reserve, held.reserve.serves[0]
    calm = calm & (full[buyer] - served[buyer] <= FULL * full[buyer])
    spare = state.stock[buyer] - state.market.cover * need[buyer]
    held.bought = np.minimum(np.minimum(held.buying, r.capacity - held.level), spare).clip(0.0) * calm
    state.stock[buyer] -= held.bought
    held.level += held.bought


def pay(states, purses):
    """At the step's price, reserves by id; what a fund cannot pay goes back to the market."""
    everyone = [(held.reserve.name, held, state) for state in states for held in state.reserves]
    for _, held, state in sorted(everyone, key=lambda entry: entry[0]):
        if held.reserve.fund is None:
            continue
        buyer, purse = held.reserve.serves[0], purses[held.reserve.fund]
        price = state.price[buyer] * state.market.price
        kept = np.minimum(over(np.minimum(held.bought * price, purse), price), held.bought)
        purse -= kept * price
        held.level -= held.bought - kept
        state.stock[buyer] += held.bought - kept
