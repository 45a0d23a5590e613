"""One step of all paths, phase by phase (§4)."""

import numpy as np

from . import reserves
from .clearing import Books, clear, over
from .world import split

LEAST_RATIO = 1e-9


def step(world, states, effects, purses, now):
    """From downstream to upstream what is ordered, back downstream what is traded and used."""
    for state in states.values():
        substitute(state)
        possible(state, effects, now)
        demand(state, effects, now)
    for state in reversed(states.values()):
        order(states, state, effects, now)
    for state in states.values():
        trade(states, state, now)
        use(state)
    if purses:
        reserves.pay(list(states.values()), purses)


def substitute(state):
    """G. Demand that switches away while prices are remembered as high, and returns."""
    year = state.market.clock.year
    for row, (_, consumer) in enumerate(state.market.users):
        if "substitution" in consumer:
            rate, limit = consumer["substitution"]["rate"] / year, consumer["substitution"]["limit"]
            memory = state.memory[state.market.buyer[row]]
            change = np.where(memory > 1.5, rate, np.where(memory < 1.1, -rate, 0.0))
            state.switched[row] = np.clip(state.switched[row] + change, 0.0, limit)


def possible(state, effects, now):
    """A. Available output of every seller, and the effects on lanes and buyers."""
    market = state.market
    sold = state.flow.sum(axis=0)
    paid = np.einsum("bep,bp->ep", state.flow, state.memory)
    mu = np.divide(paid, sold, out=np.ones_like(sold), where=sold > 0)
    state.available = np.empty((len(market.sellers), state.count))
    for s, seller in enumerate(market.sellers):
        state.available[s] = state.capacity[s][now]
        if state.supply_elasticity[s] is not None:
            state.available[s] *= np.minimum(state.stretch[s], mu[seller.exporter] ** state.supply_elasticity[s])
    for effect, factor in effects.at("output", market, now):
        state.available[effect.rows] *= factor
    state.caps, state.quotas = effects.at("cap", market, now), effects.at("quota", market, now)
    state.share = market.share[..., None]
    for effect, factor in effects.at("tariff", market, now):
        state.share = state.share * np.ones(state.count)
        state.share[effect.rows] *= factor
    state.hoard = np.zeros_like(state.calm_need)
    for effect, hoards in effects.at("hoard", market, now):
        state.hoard = state.hoard + np.zeros(state.count)
        state.hoard[effect.rows] = np.maximum(state.hoard[effect.rows], effect.hoard * hoards)


def demand(state, effects, now):
    """d of each consumer, after growth, surge and substitution."""
    users = len(state.market.users)
    state.full[:users] = state.demand[now]
    for effect, factor in effects.at("demand", state.market, now):
        state.full[effect.rows] *= factor
    state.full[:users] *= 1 - state.switched


def order(states, state, effects, now):
    """B. Orders of every buyer, then the feed that processors of this commodity plan."""
    market = state.market
    state.need = market.of_buyer @ state.full
    lead = mean_lead(state)
    steady = state.need * trend(state, lead, now) if state.changes else state.need
    target = (market.cover + state.hoard + lead) * steady
    refills = np.zeros_like(state.need)
    for held in state.reserves:
        ordered, on_the_way = reserves.order(state, held, lead)
        refills[held.reserve.serves[0]] += ordered
        target[held.reserve.serves[0]] += on_the_way
    gap = (target - state.stock - state.transit) / market.restock
    state.order = (steady + refills + gap).clip(0.0)
    state.room = rooms(state)
    if any(s.input is not None for s in market.sellers):
        plan(states, state, now)


def mean_lead(state):
    """Mean lead of last step's flows, or of shares where nothing flowed."""
    lead = state.market.lead
    flow, late = state.flow.sum(axis=1), np.einsum("bep,be->bp", state.flow, lead)
    usual = (state.market.share * lead).sum(axis=1)[:, None]
    return np.divide(late, flow, out=usual + np.zeros_like(flow), where=flow > 0)


def trend(state, lead, now):
    """Calm demand of a buyer's consumers a mean lead ahead, over that of now."""
    then = np.minimum(now + (lead + 0.5 + 1e-6).astype(int), state.market.clock.steps - 1)
    buyers, paths = np.arange(then.shape[0])[:, None], np.arange(state.count)
    return state.outlook[then, buyers, paths] / state.outlook[now]


def rooms(state):
    """Room of every lane: rerouting on foreign lanes, caps."""
    moves = state.reroute * np.maximum(state.calm_need, state.need)
    room = np.maximum(np.maximum(state.established, state.flow), state.calm_flow) + moves[:, None]
    room[state.market.domestic] = np.inf
    for effect, cut in state.caps:
        buyers, exporters = effect.rows
        cap = (1 - cut) * np.maximum(state.established[buyers, exporters], state.least_cap[buyers])
        room[buyers, exporters] = np.where(cut > 0, np.minimum(room[buyers, exporters], cap), room[buyers, exporters])
    return room


def market_clears(state, supply):
    """Flows when every exporter can supply so much."""
    quotas = []
    for effect, cut in state.quotas:
        usual = state.established[effect.rows].sum(axis=0)
        most = (1 - cut) * usual if effect.limit is None else effect.limit
        quotas.append((effect.rows, np.where(cut > 0, most, np.inf)))
    pull = np.maximum(state.memory, 1.0) ** state.market.pull
    books = Books(state.order, state.need, pull, supply, state.room, state.share, quotas)
    return clear(books, state.market.offtakes)


def plan(states, state, now):
    """Planned sales, as if every seller could deliver what it has available, and planned feed."""
    market = state.market
    sales = market_clears(state, market.of_exporter @ state.available).sum(axis=0)
    state.planned = split(market, sales, weights(state, now), state.available)
    for s, seller in enumerate(market.sellers):
        if seller.input is not None:
            source, row = feed_of(states, seller)
            source.full[row] = state.planned[s] / seller.recovery


def weights(state, now):
    """Weights of sellers: as given, or capacity at step 0, or of now where that was 0."""
    known = np.repeat(state.market.weight[:, None], state.count, axis=1)
    for s, seller in enumerate(state.market.sellers):
        if seller.weight is None and state.market.weight[s] == 0.0:
            known[s] = state.capacity[s][now]
    return known


def feed_of(states, seller):
    """Where a processor is a claim on its input."""
    source = states[seller.input]
    return source, len(source.market.users) + source.market.feeds.index(seller.name)


def trade(states, state, now):
    """C. The market is cleared with what can be supplied; flows go on their lanes and arrive."""
    market = state.market
    can = state.available
    processors = [(s, *feed_of(states, x), x.recovery) for s, x in enumerate(market.sellers) if x.input is not None]
    for s, source, row, recovery in processors:
        can[s] = source.served[row] * recovery
    flow = market_clears(state, market.of_exporter @ can)
    if processors:
        output = attribute(state, can, flow.sum(axis=0))
    for s, source, row, recovery in processors:
        unused = (source.served[row] - output[s] / recovery).clip(0.0)
        source.stock[source.market.buyer[row]] += unused
    ship(state, flow, now)


def attribute(state, can, sales):
    """What is sold, over sellers: first what was planned and can be supplied, then by what each still can."""
    market, home = state.market, state.market.home
    firm = np.minimum(state.planned, can)
    sums, more = market.of_exporter @ firm, market.of_exporter @ (can - firm)
    part, rest = np.minimum(over(sales, sums), 1.0), np.minimum(over((sales - sums).clip(0.0), more), 1.0)
    return firm * part[home] + (can - firm) * rest[home]


def ship(state, flow, now):
    """Flows on their lanes, arrivals, and established trade that follows."""
    market, slots = state.market, len(state.arrivals)
    for lead in range(slots):
        on_lanes = market.lead == lead
        if on_lanes.any():
            state.arrivals[(now + lead) % slots] += np.einsum("bep,be->bp", flow, on_lanes)
    state.arrived = state.arrivals[now % slots].copy()
    state.arrivals[now % slots] = 0.0
    state.transit += flow.sum(axis=1) - state.arrived
    state.stock += state.arrived
    change = (flow - state.established) / max(1.0, market.clock.year / 4)
    for effect, cut in state.caps + state.quotas:
        change[effect.rows] *= cut <= 0
    state.established += change
    state.flow = flow


def use(state):
    """D, E, F. What everybody wants at the price that stock makes, who gets it, and the price in the end."""
    market, users = state.market, len(state.market.users)
    rise = stock_price(state)
    wanted = state.full.copy()
    if (rise > 0).any():
        wanted[:users] *= np.exp(-state.elasticity * rise[market.buyer[:users]])
    hand_out(state, wanted)
    full, served = market.of_buyer @ state.full, market.of_buyer @ state.served
    reserves.act(state, full, served, state.need)
    wanted_in_all = market.of_buyer @ wanted
    fill = np.divide(served, wanted_in_all, out=np.ones_like(served), where=wanted_in_all > 0)
    log_price = rise - np.log(np.maximum(fill, LEAST_RATIO)) * state.inverse_elasticity
    state.price = np.minimum(np.exp(log_price.clip(0.0, np.log(market.price_cap))), market.price_cap)
    state.memory += (state.price - state.memory) / market.memory
    state.wanted = wanted[:users]


def stock_price(state):
    """ln p̂."""
    market = state.market
    if market.stock_exponent == 0.0:
        return np.zeros_like(state.stock)
    theta = max(1.0, market.clock.year / 12)
    have = state.stock + (theta - 1) * state.arrived
    want = 0.9 * (market.cover + state.hoard + theta) * state.need
    ratio = np.divide(have, want, out=np.ones_like(have), where=want > 0).clip(LEAST_RATIO, 1.0)
    return np.minimum(-market.stock_exponent * np.log(ratio), np.log(market.price_cap))


def hand_out(state, wanted):
    """Stock given out by priority, pro rata within one priority."""
    market, stock = state.market, state.stock
    for rows in market.classes:
        of_buyer = market.of_buyer[:, rows]
        asked = of_buyer @ wanted[rows]
        part = np.minimum(np.divide(stock, asked, out=np.ones_like(stock), where=asked > 0), 1.0)
        state.served[rows] = wanted[rows] * part[market.buyer[rows]]
        stock = np.where(part < 1, 0.0, (stock - asked * part).clip(0.0))
    state.stock = stock
