"""Positive full conditionals determine the joint law: Brook's formula."""

from firsttoken import Joint, Masked, conditional, free_dimensions, kitten

# --8<-- [start:world]
vocabulary = kitten().vocabulary
size = len(vocabulary)
mixed = 0.99 * kitten().marginal(2, 3, 4).probs + 0.01 / size**3
world = Joint(vocabulary, mixed)  # the end of a sentence; all is possible
masked = Masked.of(world)  # each word given the two others
# --8<-- [end:world]

# --8<-- [start:brook]
for origin in ("loves smol kittens", "kittens kittens She"):
    law = masked.brook(origin)
    assert (law.probs - world.probs).abs().max() < 1e-15
# --8<-- [end:brook]

# --8<-- [start:by_hand]
tables = [mixed / mixed.sum(axis, keepdim=True) for axis in range(3)]
a, b, c = vocabulary.encode("big smol fears")
o, r, s = vocabulary.encode("loves smol kittens")
ratio = tables[0][a, b, c] / tables[0][o, b, c]
ratio *= tables[1][o, b, c] / tables[1][o, r, c]
ratio *= tables[2][o, r, c] / tables[2][o, r, s]
assert abs(ratio / (law.probs[a, b, c] / law.probs[o, r, s]) - 1) < 1e-12
# --8<-- [end:by_hand]

# --8<-- [start:free]
features = [
    conditional(1, given=[2, 3]),
    conditional(2, given=[1, 3]),
    conditional(3, given=[1, 2]),
]
for feature, table in zip(features, tables):
    assert (feature(mixed) - table).abs().max() < 1e-15
assert free_dimensions(world, *features) == 0
assert free_dimensions(world, *features[1:]) == size - 1
# --8<-- [end:free]
