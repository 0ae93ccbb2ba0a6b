package org.energymatching.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.energymatching.data.file.DoubleRows;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * A system whose data have a known energy, or known probabilities of its basins.
 *
 * @param name how commands call it
 * @param energy E = V/T of a row as it is published; null where none is known
 * @param coordinates of a published row, in which a density is learnt
 * @param published the published row at these coordinates
 * @param logVolume log of the volume of published rows for one of the coordinates: exp(-E) times it is their density
 * @param symmetry a published row after a random symmetry of the energy; null where it has none
 * @param observables what is averaged
 */
record KnownSystem(
        String name,
        @Nullable KnownEnergy energy,
        Function<double[], double[]> coordinates,
        Function<double[], double[]> published,
        ToDoubleFunction<double[]> logVolume,
        @Nullable Symmetry symmetry,
        List<Observable> observables) {

    /** The angles at which the torus of dihedrals is cut: few conformations have them. */
    private static final double[] CUTS = {2.36, -2.0};

    private static final double HELIX_END = 0.4;

    /** A symmetry of the energy. */
    @FunctionalInterface
    interface Symmetry {
        double[] moved(double[] x, Rng rng);
    }

    /**
     * A function of a published row, and its mean.
     *
     * @param basin whether it is the indicator of a basin, which has a free energy
     * @param mean the exact mean; that of all published rows where none is known
     */
    record Observable(String name, boolean basin, double mean, ToDoubleFunction<double[]> of) {

        /** Of each row. */
        double[] values(DoubleRows rows) {
            return IntStream.range(0, rows.rows())
                    .mapToDouble(i -> of.applyAsDouble(row(rows, i)))
                    .toArray();
        }
    }

    /** E of each row of coordinates. */
    double[] energies(DoubleRows rows) {
        return Objects.requireNonNull(energy).of(each(rows, published));
    }

    /** E of each row of coordinates, minus the logarithm of the volume: minus the logarithm of their density, but for log Z. */
    double[] negativeLogs(DoubleRows rows) {
        double[] logs = energies(rows);
        Arrays.setAll(logs, i -> logs[i] - logVolume.applyAsDouble(row(rows, i)));
        return logs;
    }

    static List<KnownSystem> all() {
        return List.of(
                plane("mueller-brown-1", KnownEnergy.muellerBrown(1), basin("y > .9", 0.9966, x -> x[1] > 0.9)),
                plane("mueller-brown-0.4", KnownEnergy.muellerBrown(0.4), basin("y > .9", 0.8582, x -> x[1] > 0.9)),
                lattice("phi4-symmetric", 0.21, 0.159),
                lattice("phi4-broken", 0.26, 0.464),
                new KnownSystem(
                        "dw4",
                        KnownEnergy.doubleWells(),
                        PlaneParticles::coordinates,
                        PlaneParticles::positions,
                        PlaneParticles::logVolume,
                        PlaneParticles::moved,
                        List.of()),
                new KnownSystem(
                        "alanine-dipeptide",
                        null,
                        KnownSystem::cut,
                        Function.identity(),
                        x -> 0,
                        null,
                        List.of(
                                basin("phi > 0", 0.0045, x -> turned(x[0], -Math.PI) > 0),
                                basin("psi in (-2, .4)", 0.1284, x -> x[1] < HELIX_END))),
                plane("toy", null));
    }

    static KnownSystem named(String name) {
        return all().stream()
                .filter(system -> system.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "One of " + all().stream().map(KnownSystem::name).toList() + " was expected, not " + name));
    }

    private static KnownSystem plane(String name, @Nullable KnownEnergy energy, Observable... observables) {
        return new KnownSystem(
                name, energy, Function.identity(), Function.identity(), x -> 0, null, List.of(observables));
    }

    private static KnownSystem lattice(String name, double kappa, double magnetisation) {
        return new KnownSystem(
                name,
                KnownEnergy.scalarField(kappa),
                Function.identity(),
                Function.identity(),
                x -> 0,
                Lattice::moved,
                List.of(new Observable("|m|", false, magnetisation, Lattice::magnetisation)));
    }

    private static Observable basin(String name, double probability, Predicate<double[]> within) {
        return new Observable(name, true, probability, x -> within.test(x) ? 1 : 0);
    }

    /** Both angles from their cuts on. */
    private static double[] cut(double[] angles) {
        double[] at = new double[angles.length];
        Arrays.setAll(at, j -> turned(angles[j], CUTS[j] - (j == 0 ? 2 * Math.PI : 0)));
        return at;
    }

    /** The angle within 2π from {@code from} on. */
    private static double turned(double angle, double from) {
        return from + (angle - from) - 2 * Math.PI * Math.floor((angle - from) / (2 * Math.PI));
    }

    /** Each row by a map. */
    static DoubleRows each(DoubleRows rows, Function<double[], double[]> map) {
        return rows(rows.rows(), i -> map.apply(row(rows, i)));
    }

    static DoubleRows rows(int count, IntFunction<double[]> row) {
        double[][] rows = IntStream.range(0, count).mapToObj(row).toArray(double[][]::new);
        return new DoubleRows(
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), rows[0].length);
    }

    static double[] row(DoubleRows rows, int i) {
        return Arrays.copyOfRange(rows.values(), i * rows.width(), (i + 1) * rows.width());
    }
}
