package org.energymatching.cli.run;

import java.util.Locale;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.cli.doctor.Smoke;
import org.energymatching.data.StandardNormal;
import org.energymatching.tensor.Engine;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;

/** A gradient of ½‖x‖², whose value is known, and whether more threads make it faster. */
public final class SmokeOperation implements Smoke {

    private static final int ROWS = 1 << 15;

    @Override
    public String run() {
        Potential bowl = x -> x.square().sumPerRow().times(0.5);
        Samples points = StandardNormal.of(64).sample(ROWS, Rng.of(0));
        Samples slope = bowl.gradients(points);
        for (int i = 0; i < slope.values().length; i++) {
            if (slope.values()[i] != points.values()[i]) {
                throw new IllegalStateException("the gradient of a bowl came out wrong at element " + i);
            }
        }
        double alone = seconds(() -> Workers.common().alone(() -> bowl.gradients(points)));
        double together = seconds(() -> bowl.gradients(points));
        return String.format(
                Locale.ROOT,
                "libtorch %s differentiates; %d threads are %.1f times as fast as one; CUDA %s",
                Engine.version(),
                Workers.common().count(),
                alone / together,
                Engine.hasCuda() ? "is there" : "is not used");
    }

    private static double seconds(Runnable work) {
        work.run();
        long started = System.nanoTime();
        work.run();
        return (System.nanoTime() - started) * 1e-9;
    }
}
