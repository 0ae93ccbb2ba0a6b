package org.energymatching.nn.potential;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Description;
import org.energymatching.tensor.Tensor;

/**
 * A network with quadratic confinement: outside a ball that contains the source, the data and all straight paths between them,
 * V rises with the square of the distance from the ball.
 *
 * <pre>V(x) = N(x) + ½ max(|x| - r, 0)²</pre>
 *
 * <p>Far from the data a multilayer perceptron is not trained, and grows or falls at most linearly; if it falls in a single
 * direction, exp(-V/ε) has no integral and there is no likelihood. With confinement exp(-V/ε) is always integrable, and a chain
 * that leaves the ball returns. Within the ball V is that of the network. The paper has no such term, since its chains are
 * short.
 *
 * @param network N
 * @param radius r, in the units of x
 */
public record ConfinedPotential(Architecture network, double radius) implements PotentialWrapper {

    public ConfinedPotential {
        if (!(radius > 0 && Double.isFinite(radius))) {
            throw new UsageException(
                    "A network was to be confined to a ball of radius " + radius + ".",
                    "The radius is finite and above zero, in the units of x.",
                    "Take somewhat more than the distance of the farthest point of source and data from the origin.");
        }
    }

    @Override
    public Tensor energy(Tensor x, Tensor learnt) {
        return learnt.plus(confinement(x));
    }

    @Override
    public Tensor drift(Tensor x, Supplier<Tensor> learnt, Tensor ofNetwork) {
        return ofNetwork.plus(inward(x));
    }

    private Tensor confinement(Tensor x) {
        Tensor beyond = beyond(x);
        return beyond.dividedBy(distance(beyond).plus(radius)).square().times(0.5);
    }

    /** The drift of the confinement, (r/|x| - 1) x outside the ball. */
    private Tensor inward(Tensor x) {
        long[] row = new long[x.shape().rank()];
        Arrays.fill(row, 1);
        row[0] = x.shape().at(0);
        Tensor beyond = beyond(x);
        Tensor distance = distance(beyond);
        Tensor share = beyond.dividedBy(distance.plus(radius)).dividedBy(distance);
        return x.times(share.negate().reshape(row));
    }

    /** max(|x|² - r², 0) for each row: exactly zero within the ball, and with a derivative at the origin. */
    private Tensor beyond(Tensor x) {
        return x.square().sumPerRow().minus(radius * radius).relu();
    }

    /** |x|, but r within the ball; |x| - r is then beyond/(|x| + r). */
    private Tensor distance(Tensor beyond) {
        return beyond.plus(radius * radius).sqrt();
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", "confined");
        description.put("radius", radius);
        description.put("network", network.description());
        return description;
    }

    static ConfinedPotential from(Description description) {
        return new ConfinedPotential(
                Architectures.from(description.part("network").named()), description.number("radius"));
    }
}
