"""RTS-79 in assetra: 32 stochastic units against a static load.

What a resource-adequacy analyst writes. assetra draws every hour's outages alone, so means agree and the
spread over years does not (its error is the smaller).
"""

import numpy as np
import xarray as xr
from assetra.simulation import ProbabilisticSimulation
from assetra.system import EnergySystemBuilder
from assetra.units import StaticUnit, StochasticUnit

from job import RTS79, load, units

TIMES = xr.date_range("2027-01-01 00:00", periods=RTS79["steps"], freq="h")


def hourly(values):
    return xr.DataArray(np.broadcast_to(values, TIMES.size), coords={"time": TIMES})


def system():
    builder = EnergySystemBuilder()
    builder.add_unit(StaticUnit(0, 0.0, hourly(-np.array(load()))))
    for k, (mw, up, down) in enumerate(units(), 1):
        builder.add_unit(StochasticUnit(k, mw, hourly(mw), hourly(down / (up + down))))
    return builder.build()


def trials(paths, seed, batch=50):
    np.random.seed(seed)
    hours, energy, built = [], [], system()
    for first in range(0, paths, batch):
        simulation = ProbabilisticSimulation(TIMES[0], TIMES[-1], min(batch, paths - first))
        simulation.assign_energy_system(built)
        simulation.run()
        net = simulation.net_hourly_capacity_matrix.values
        hours.append((net < -1e-3).sum(axis=1))
        energy.append(np.maximum(-net, 0.0).sum(axis=1))
    return np.concatenate(hours), np.concatenate(energy)


VARIANTS = {"assetra": trials}
