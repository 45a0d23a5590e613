# RTS-79 in PRAS, as a resource-adequacy analyst would write it. UNTRIED: never run here, no Julia at hand.
# julia benches/peers/rts79_pras.jl tests/data/validation/rts79-load.csv
using PRAS, DelimitedFiles, Dates, TimeZones

units = [(5, 12, 2940, 60), (4, 20, 450, 50), (6, 50, 1980, 20), (4, 76, 1960, 40), (3, 100, 1200, 50),
         (4, 155, 960, 40), (3, 197, 950, 50), (1, 350, 1150, 100), (2, 400, 1100, 150)]
load = round.(Int, readdlm(ARGS[1], ',', skipstart = 1)[:, 2])
N = length(load)
flat = [u for u in units for _ in 1:u[1]]
capacity = repeat([u[2] for u in flat], 1, N)
fails = repeat([1 / u[3] for u in flat], 1, N)
mends = repeat([1 / u[4] for u in flat], 1, N)
names = ["unit-$k" for k in eachindex(flat)]
generators = Generators{N,1,Hour,MW}(names, fill("unit", length(flat)), capacity, fails, mends)
from = ZonedDateTime(2027, 1, 1, 0, tz"UTC")
times = from:Hour(1):(from + Hour(N - 1))
system = SystemModel(generators, Storages{N,1,Hour,MW,MWh}(), GeneratorStorages{N,1,Hour,MW,MWh}(), times, load)
run(n) = assess(system, SequentialMonteCarlo(samples = n, seed = 1, threaded = false), Shortfall())[1]
run(10)
seconds = @elapsed result = run(1000)
println(LOLE(result), "  ", EUE(result), "  ", 1000 * N / seconds / 1e6, " million path-steps/s")
