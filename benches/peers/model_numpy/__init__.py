"""docs/model.md in NumPy: all paths side by side, the path as the last index of every array.

units, read   a scenario file; refuses what the other files do not know
world         who makes, uses, sells and holds what; the calm
laws          numbers drawn at random
histories     what happens when, on every path
effects       what that does, step by step
state         what the paths carry from step to step
clearing      a market
reserves      release and refill
steps         the phases of a step
run           batches of paths, and what they leave
"""
