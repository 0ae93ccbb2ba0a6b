package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.RowBlocks;
import org.energymatching.tensor.Tensor;

/**
 * {@link EnergyWeight#awayFromData}.
 *
 * @param epsilon ε
 * @param height h
 * @param width w
 */
record AwayFromData(double epsilon, double height, double width) implements EnergyWeight {

    @Override
    public Tensor at(Tensor points, Tensor data, Potential potential) {
        Tensor ofData = RowBlocks.energies(potential, data).doubles();
        Tensor mean = ofData.mean();
        Tensor unit = ofData.minus(mean).square().mean().sqrt().atLeast(epsilon);
        Tensor level = mean.plus(unit.times(height));
        return RowBlocks.energies(potential, points)
                .doubles()
                .minus(level)
                .dividedBy(unit.times(width))
                .sigmoid()
                .rounded();
    }
}
