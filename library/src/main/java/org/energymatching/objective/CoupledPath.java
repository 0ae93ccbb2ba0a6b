package org.energymatching.objective;

import org.energymatching.Samples;
import org.energymatching.coupling.Coupling;
import org.energymatching.coupling.Pairing;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.PathSample;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The points at which transport losses fit ∇V: the mini-batch is coupled, and a point is drawn on the path of each pair.
 *
 * @param path the points
 * @param weights the weight of each pair
 */
record CoupledPath(PathSample path, double[] weights) {

    /**
     * The weight of the squared distance of two encoded conditions, for each number of x: large enough that pairs have one
     * class where they can. Source rows have no conditions; each gets a random one, so that the source of every condition is
     * the whole source. A coupling without this term would transport each condition from another part of the source.
     */
    private static final double CONDITION_WEIGHT = 10;

    static CoupledPath sample(Coupling coupling, Interpolant interpolant, Batch batch, Rng rng) {
        Pairing pairs = coupling.couple(
                        beside(batch.sourceValues(), batch.dataValues().conditions()),
                        beside(batch.dataValues(), batch.dataValues().conditions()),
                        rng.stream("coupling"))
                .agreed();
        return new CoupledPath(
                interpolant.sample(batch.source().pick(pairs.rows()), batch.data(), rng.stream("path")),
                pairs.weights());
    }

    /** Points with their conditions as further coordinates. */
    private static Samples beside(Samples points, @Nullable Samples conditions) {
        if (conditions == null) {
            return points;
        }
        int x = points.width();
        int c = conditions.width();
        float scale = (float) Math.sqrt(CONDITION_WEIGHT * x);
        float[] joint = new float[points.rows() * (x + c)];
        for (int row = 0; row < points.rows(); row++) {
            System.arraycopy(points.values(), row * x, joint, row * (x + c), x);
            for (int j = 0; j < c; j++) {
                joint[row * (x + c) + x + j] = scale * conditions.values()[row * c + j];
            }
        }
        return new Samples(joint, Shape.of(points.rows(), x + c));
    }
}
