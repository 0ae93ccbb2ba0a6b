package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.density.FreeEnergy;
import org.energymatching.plot.Plot;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;

/**
 * The divergence from the equilibrium of V = ½‖x‖² in the plane, along Langevin dynamics and along descent, from N(0, I) at ε = 1/4:
 * estimates from 2,000 chains beside the closed form; {@code free-energy PICTURE.png}.
 */
final class FreeEnergies {

    private static final double EPSILON = 0.25;
    private static final double END = 2.5;
    private static final int CHAINS = 2000;
    private static final int POINTS = 26;

    private FreeEnergies() {}

    /** Arguments: the picture. */
    public static void main(String[] args) {
        double[] times = IntStream.range(0, POINTS)
                .mapToDouble(k -> END * k / (POINTS - 1))
                .toArray();
        double[] langevin = estimated(Kernel.eulerMaruyama(), times);
        double[] descent = estimated(Kernel.gradientFlow(), times);
        double[] exactLangevin = Arrays.stream(times)
                .map(t -> divergence(EPSILON + (1 - EPSILON) * Math.exp(-2 * t)))
                .toArray();
        double[] exactDescent =
                Arrays.stream(times).map(t -> divergence(Math.exp(-2 * t))).toArray();
        System.out.println("   t   Langevin   exact   descent   exact");
        for (int k = 0; k < POINTS; k += 5) {
            System.out.printf(
                    Locale.ROOT,
                    "%4.1f %10.3f %7.3f %9.3f %7.3f%n",
                    times[k],
                    langevin[k],
                    exactLangevin[k],
                    descent[k],
                    exactDescent[k]);
        }
        Plot.titled("Langevin dynamics and descent on V = ½‖x‖²")
                .x("time t")
                .y("KL(ρ_{t} ‖ exp(-V/ε)/Z) in nats")
                .line(times, exactLangevin, "Langevin, exact")
                .line(times, langevin, "Langevin, 2,000 chains")
                .line(times, exactDescent, "descent, exact")
                .line(times, descent, "descent, 2,000 chains")
                .verticalLine(0.5 * Math.log(1 / EPSILON), "the variance of the descent is ε")
                .save(Path.of(args[0]));
    }

    private static double[] estimated(Kernel kernel, double[] times) {
        Potential round = x -> x.square().sumPerRow().times(0.5);
        Trajectory chains = new Sampler(kernel, TemperatureSchedule.constant(EPSILON), new TimeGrid(END, 0.01))
                .trajectory(Target.of(round), StandardNormal.of(2), CHAINS, 1, times);
        return chains.states().stream()
                .mapToDouble(rows -> FreeEnergy.of(round, rows, EPSILON).divergence())
                .toArray();
    }

    /** KL of N(0, s² I) from N(0, ε I) in the plane. */
    private static double divergence(double squared) {
        return squared / EPSILON - 1 - Math.log(squared / EPSILON);
    }
}
