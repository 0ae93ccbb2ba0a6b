package org.energymatching.cli.doctor;

import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.Devices;
import org.energymatching.tensor.engine.Engine;

/** A gradient of ½‖x‖², whose value is known, and the gradients of a network, which should be faster on several threads. */
public final class SmokeOperation implements Smoke {

    private static final int WIDTH = 32;
    private static final int ROWS = 1 << 13;

    @Override
    public Outcome run() {
        Samples points = StandardNormal.of(WIDTH).sample(ROWS, Rng.of(0));
        requireSlopeOfABowl(points);
        Mlp architecture = Mlp.of(WIDTH, 256, 256, 256);
        try (Parameters parameters = Parameters.initial(architecture.parameters(), Rng.of(1))) {
            Potential network = new Network(architecture, parameters)::energy;
            network.gradients(points); // threads start and code is compiled
            double alone = seconds(() -> Workers.common().runSequentially(() -> network.gradients(points)));
            double together = seconds(() -> network.gradients(points));
            return new Outcome(
                    "libtorch " + Engine.version() + " differentiates; CUDA "
                            + (Devices.gpus() > 0 ? "is there" : "is not there"),
                    Workers.common().count(),
                    alone / together,
                    Engine.convolutions());
        }
    }

    private static void requireSlopeOfABowl(Samples points) {
        Potential quadratic = x -> x.square().sumPerRow().times(0.5);
        Samples gradient = quadratic.gradients(points);
        for (int i = 0; i < gradient.values().length; i++) {
            if (gradient.values()[i] != points.values()[i]) {
                throw new IllegalStateException("the gradient of a quadratic potential came out wrong at element " + i);
            }
        }
    }

    /** The shortest of three, as other load lengthens some. */
    private static double seconds(Runnable work) {
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 3; i++) {
            long started = System.nanoTime();
            work.run();
            shortest = Math.min(shortest, (System.nanoTime() - started) * 1e-9);
        }
        return shortest;
    }
}
