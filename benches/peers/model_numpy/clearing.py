"""A market cleared: established trade, then three rounds of spot (§4 C). Lanes are arrays [buyer, exporter, path]."""

from dataclasses import dataclass, replace

import numpy as np

DONE = OPEN = RATIONS = 1e-9
LEAST_SUPPLY = EXCEEDS = 1e-12
FEW = 0.8  # with a smaller share of the paths still trading, only those go on


@dataclass
class Books:
    """What is ordered, offered and possible, path last. Every field has all paths."""

    order: np.ndarray  # [buyer, path]
    need: np.ndarray
    pull: np.ndarray  # m^ψ
    supply: np.ndarray  # [exporter, path]
    room: np.ndarray  # [buyer, exporter, path]
    share: np.ndarray  # calm shares times tariffs
    quotas: list  # (buyers, exporters) of lanes, and what they may carry together by path

    def of(self, paths):
        """The books of some paths."""
        fields = ("order", "need", "pull", "supply", "room", "share")
        some = {f: take(getattr(self, f), paths) for f in fields}
        return replace(self, **some, quotas=[(lanes, left[paths]) for lanes, left in self.quotas])


def take(array, paths):
    return array if array.shape[-1] == 1 else array.take(paths, axis=-1)


def over(a, b):
    """a / b, and 0 where b is 0."""
    return np.divide(a, b, out=np.zeros(np.broadcast_shapes(a.shape, b.shape)), where=b > 0)


class Clearing:
    """The state of a clearing: what flows, and what is left of orders, supplies and quotas."""

    def __init__(self, books):
        self.books = books
        self.flow = np.zeros(books.room.shape)
        self.order, self.supply = books.order.copy(), books.supply.copy()
        self.quotas = [left.copy() for _, left in books.quotas]
        self.done = DONE * np.maximum(books.need, books.order)

    def of(self, paths):
        """The clearing of some paths."""
        some = object.__new__(Clearing)
        some.books = self.books.of(paths)
        some.flow, some.order, some.supply = (take(a, paths) for a in (self.flow, self.order, self.supply))
        some.quotas, some.done = [left[paths] for left in self.quotas], self.done[:, paths]
        return some

    def wanted(self):
        """What is left of each order, or 0 when it is done."""
        return np.where(self.order > self.done, self.order, 0.0)

    def give(self, buyer, exporter, wish):
        """Step 0: a contract, as far as order, supply and room go."""
        room = self.books.room[buyer, exporter] - self.flow[buyer, exporter]
        for ((buyers, exporters), _), left in zip(self.books.quotas, self.quotas):
            if ((buyers == buyer) & (exporters == exporter)).any():
                room = np.minimum(room, left)
        given = np.minimum(np.minimum(wish, self.order[buyer]), np.minimum(self.supply[exporter], room)).clip(0.0)
        self.flow[buyer, exporter] += given
        self.order[buyer] -= given
        self.supply[exporter] -= given
        for ((buyers, exporters), _), left in zip(self.books.quotas, self.quotas):
            left -= given * ((buyers == buyer) & (exporters == exporter)).any()

    def round(self, wanted, first):
        """One round: requests, cut to room, order, quotas and supply, are booked."""
        room = self.books.room - self.flow
        for ((buyers, exporters), _), left in zip(self.books.quotas, self.quotas):
            room[buyers, exporters] = np.minimum(room[buyers, exporters], left)
        request = self.requests(room, wanted, first)
        total = request.sum(axis=1)
        if (excess := total > wanted * (1 + EXCEEDS)).any():
            request *= np.where(excess, over(wanted, total), 1.0)[:, None]
        for ((buyers, exporters), _), left in zip(self.books.quotas, self.quotas):
            fit(request, buyers, exporters, left)
        self.ration(request)
        self.flow += request
        self.order -= request.sum(axis=1)
        self.supply -= request.sum(axis=0)
        for ((buyers, exporters), _), left in zip(self.books.quotas, self.quotas):
            left -= request[buyers, exporters].sum(axis=0)

    def requests(self, room, wanted, first):
        """What every buyer asks of every open lane."""
        has = self.supply > LEAST_SUPPLY * self.books.supply
        open_lanes = (room > OPEN * self.books.need[:, None]) & has
        if first:
            weight = self.books.share * open_lanes
            unit = over(self.books.order, weight.sum(axis=1))
        else:
            weight = np.minimum(self.supply, room)
            weight *= open_lanes
            unit = over(wanted, weight.sum(axis=1))
        weight *= unit[:, None]
        if first:
            weight -= self.flow
        if first or (unit > 1).any():  # else within the room already
            np.minimum(weight, room, out=weight)
            np.maximum(weight, 0.0, out=weight)
        return weight

    def ration(self, request):
        """A seller asked for more than it has gives by request and price, in place."""
        short = request.sum(axis=0) > self.supply * (1 + RATIONS)
        for exporter in np.nonzero(short.any(axis=1))[0]:
            asked = request[:, exporter]
            pulled = asked * self.books.pull
            pulled *= over(self.supply[exporter].clip(0.0), pulled.sum(axis=0))
            np.copyto(asked, pulled, where=(pulled < asked) & short[exporter])


def fit(request, buyers, exporters, left):
    """Scales the requests of the lanes of a quota down to what it has left, in place."""
    total, left = request[buyers, exporters].sum(axis=0), left.clip(0.0)
    if (excess := total > left * (1 + EXCEEDS)).any():
        request[buyers, exporters] *= np.where(excess, over(left, total), 1.0)


def clear(books, offtakes):
    """Flows [buyer, exporter, path]."""
    clearing = Clearing(books)
    for buyer, exporter, quantity in offtakes:
        clearing.give(buyer, exporter, quantity)
    flow, paths = clearing.flow, None
    for first in (True, False, False, False):
        wanted = clearing.wanted()
        trading = wanted.any(axis=0)
        if trading.mean() < FEW:
            some = np.nonzero(trading)[0]
            if paths is not None:
                flow[..., paths] = clearing.flow
            clearing, wanted = clearing.of(some), wanted[:, some]
            paths = some if paths is None else paths[some]
        if paths is not None and not paths.size:
            return flow
        clearing.round(wanted, first)
    if paths is not None:
        flow[..., paths] = clearing.flow
    return flow
