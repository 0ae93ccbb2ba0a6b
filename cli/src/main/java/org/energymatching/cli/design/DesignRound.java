package org.energymatching.cli.design;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.DesignConfig;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.sequence.Fasta;
import org.energymatching.data.sequence.SequenceFormat;
import org.energymatching.data.sequence.Sequences;
import org.energymatching.interaction.PairwiseRepulsion;
import org.energymatching.metric.DesignScores;
import org.energymatching.protein.Design;
import org.energymatching.protein.FitnessLikelihood;
import org.energymatching.protein.InverseDesign;
import org.energymatching.protein.MarginalRelevance;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;

/**
 * One seed's designs: sampled, evaluated and written, or read where that was done before.
 *
 * @param letters the designs, the best first
 * @param columns the properties of each: predicted and evaluated fitness, energy, distance
 */
record DesignRound(List<String> letters, Map<String, double[]> columns) {

    static final String PREDICTED = "predicted";
    static final String JUDGED = "judged";
    static final String ENERGY = "energy";
    static final String DISTANCE = "distance";

    /** Designs of so many chains at this distance of repulsion; 0 for none. */
    static DesignRound draw(
            DesignParts parts,
            Potential potential,
            DesignConfig design,
            double epsilon,
            double sigma,
            long seed,
            Console console) {
        InverseDesign inverse = inverse(parts, potential, design, epsilon, sigma);
        List<Design> all;
        String label = Numbers.format("designing, seed %d", seed);
        try (Progress progress = console.progress(label, inverse.blocks(design.chains()))) {
            all = inverse.design(design.chains(), seed, progress.counting("blocks of chains"));
        }
        double worth = design.diversityWeight() * (parts.highest() - parts.lowest());
        List<Design> kept = new MarginalRelevance(worth).choose(all, design.keep());
        List<String> letters = kept.stream().map(Design::letters).toList();
        int[] distances = DesignScores.novelties(letters, parts.known().letters());
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put(
                PREDICTED,
                parts.fitness(kept.stream().mapToDouble(Design::predicted).toArray()));
        columns.put(JUDGED, parts.judged(letters));
        columns.put(ENERGY, kept.stream().mapToDouble(Design::energy).toArray());
        columns.put(DISTANCE, IntStream.of(distances).asDoubleStream().toArray());
        return new DesignRound(letters, columns);
    }

    /** Fitness, diversity and novelty. */
    DesignScores scores(DesignParts parts) {
        return DesignScores.of(
                letters,
                columns.getOrDefault(JUDGED, new double[0]),
                parts.known().letters());
    }

    double[] column(String name) {
        return columns.getOrDefault(name, new double[0]);
    }

    /** Writes {@code NAME.csv} and {@code NAME.fasta}; the table is last, since it marks both as complete. */
    void write(Path folder, String name) {
        Map<String, String> sequences = new LinkedHashMap<>();
        for (int i = 0; i < letters.size(); i++) {
            sequences.put(Numbers.format("%s-%d score=%s", name, i + 1, column(PREDICTED)[i]), letters.get(i));
        }
        Fasta.write(folder.resolve(name + ".fasta"), sequences);
        Sequences.write(folder.resolve(name + ".csv"), letters, columns);
    }

    static boolean exists(Path folder, String name) {
        return Files.isRegularFile(folder.resolve(name + ".csv"));
    }

    static DesignRound read(Path folder, String name, String alphabet) {
        Path file = folder.resolve(name + ".csv");
        return new DesignRound(
                Sequences.read(file, SequenceFormat.unscored(alphabet)).letters(),
                Sequences.columns(file, List.of(PREDICTED, JUDGED, ENERGY, DISTANCE)));
    }

    private static InverseDesign inverse(
            DesignParts parts, Potential potential, DesignConfig design, double epsilon, double sigma) {
        FitnessLikelihood likelihood = new FitnessLikelihood(
                parts.vae(),
                parts.predictor(),
                parts.lowest(),
                parts.highest(),
                design.target(),
                design.targetTolerance());
        InverseDesign inverse = new InverseDesign(
                potential,
                parts.vae(),
                likelihood,
                parts.ranking(),
                TemperatureSchedule.ramp(design.tauStar(), epsilon),
                new TimeGrid(design.time(), design.step()),
                design.bound() == 0 ? Double.POSITIVE_INFINITY : design.bound(),
                design.thinning(),
                null);
        if (sigma == 0) {
            return inverse;
        }
        PairwiseRepulsion repulsion = PairwiseRepulsion.of(design.chains(), sigma);
        repulsion.requireStable(epsilon, design.step());
        return inverse.repelledBy(repulsion);
    }
}
