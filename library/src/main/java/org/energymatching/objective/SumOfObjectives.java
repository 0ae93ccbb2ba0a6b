package org.energymatching.objective;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.tensor.Rng;

/**
 * {@link Objective#plus}: the second objective of a kind, and any further one, has its own mini-batches, random numbers and
 * names, which end in its number.
 *
 * @param parts in their order
 */
record SumOfObjectives(List<Objective> parts) implements Objective {

    SumOfObjectives {
        parts = List.copyOf(parts);
    }

    static SumOfObjectives of(Objective first, Objective second) {
        List<Objective> parts = new ArrayList<>();
        for (Objective part : List.of(first, second)) {
            parts.addAll(part instanceof SumOfObjectives sum ? sum.parts : List.of(part));
        }
        return new SumOfObjectives(parts);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Map<Object, Integer> counts = new HashMap<>();
        List<Loss> losses = new ArrayList<>();
        for (Objective part : parts) {
            int number = counts.merge(part.kind(), 1, Integer::sum);
            losses.add(
                    number == 1
                            ? part.prepare(potential, batches, rng)
                            : part.prepare(
                                            potential,
                                            batches.numbered(number),
                                            rng.stream("again").at(number))
                                    .numbered(number));
        }
        return losses.stream().reduce(Loss::plus).orElseThrow();
    }

    @Override
    public int chainSteps() {
        return parts.stream().mapToInt(Objective::chainSteps).max().orElse(0);
    }

    @Override
    public Objective withChains(int steps) {
        return new SumOfObjectives(
                parts.stream().map(part -> part.withChains(steps)).toList());
    }
}
