package org.energymatching.cli.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.energymatching.Density;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.Standardization;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.schema.TableCodec;
import org.energymatching.density.LogLikelihood;
import org.jspecify.annotations.Nullable;

/** The results on the likelihood of rows so far: models in the data's units, and how they were computed. */
final class LikelihoodReport {

    private static final double[] NO_ERRORS = {};

    private final double logVolume;
    private final @Nullable TableCodec codec;
    private final List<Likelihoods.Model> models = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Object> details = new LinkedHashMap<>();

    LikelihoodReport(TrainedRun run) {
        this.logVolume = logVolume(run);
        this.codec = run.codec();
    }

    /** log |det dz/dx| of the map from the data's units to those of the potential; bytes 0 to 255 become -1 to 1. */
    private static double logVolume(TrainedRun run) {
        if (run.ofPictures()) {
            return -run.width() * Math.log(127.5);
        }
        Standardization standardization = run.checkpoint().standardization();
        double sum = 0;
        if (standardization != null) {
            for (double scale : standardization.scale()) {
                sum -= Math.log(scale);
            }
        }
        return sum;
    }

    /**
     * Adds a model in the potential's units.
     *
     * @param errors of each row; none, or all zero, where its density is exact
     * @param logDensities log p of any rows
     */
    void model(
            String column,
            String label,
            LogLikelihood likelihood,
            double[] errors,
            Function<Samples, double[]> logDensities) {
        models.add(new Likelihoods.Model(
                column,
                label,
                likelihood.plus(logVolume),
                Arrays.stream(errors).anyMatch(error -> error > 0) ? errors : null,
                x -> Arrays.stream(logDensities.apply(x))
                        .map(log -> log + logVolume)
                        .toArray()));
    }

    /** Adds a fitted density. */
    void model(String column, String label, Density density, Samples rows) {
        LogLikelihood likelihood = new LogLikelihood(density.logDensities(rows), 0, rows.width());
        model(column, label, likelihood, NO_ERRORS, density::logDensities);
    }

    void note(String format, Object... values) {
        notes.add(Numbers.format(format, values));
    }

    void detail(String name, Object value) {
        details.put(name, value);
    }

    Likelihoods likelihoods(LikelihoodRows rows) {
        if (codec != null) {
            models.replaceAll(model -> inColumns(model, codec, rows.rows()));
            note(
                    "Numbers are in the units of their columns, days in days; words count with the density of their noised codes.");
        }
        Optional<Likelihoods.Model> flow = find(Likelihoods.FLOW);
        Optional<Likelihoods.Model> equilibrium = find(Likelihoods.EQUILIBRIUM);
        return new Likelihoods(
                rows.what(),
                rows.given(),
                models,
                flow.isPresent() && equilibrium.isPresent() && rows.rows().rows() > 1
                        ? Likelihoods.Agreement.of(
                                flow.get().likelihood(), equilibrium.get().likelihood())
                        : null,
                notes,
                details);
    }

    /** A model of encoded rows in the units of the columns: log p(x) = log p(z) + log |dz/dx|. */
    private static Likelihoods.Model inColumns(Likelihoods.Model model, TableCodec codec, Samples rows) {
        return new Likelihoods.Model(
                model.column(),
                model.label(),
                model.likelihood().plus(codec.logJacobian(rows)),
                model.errors(),
                model.inside());
    }

    private Optional<Likelihoods.Model> find(String column) {
        return models.stream().filter(model -> model.column().equals(column)).findFirst();
    }
}
