package org.energymatching.cli.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.energymatching.cli.config.Choices.DataKind;
import org.energymatching.cli.config.Choices.Missing;
import org.energymatching.cli.config.Choices.SplitBy;
import org.energymatching.cli.config.RunConfig.Data;
import org.energymatching.cli.config.RunConfig.Phase;
import org.energymatching.cli.kernel.Rk45Config;
import org.energymatching.cli.loss.LossConfig;
import org.energymatching.cli.network.NetworkConfig;
import org.energymatching.cli.network.NetworkConfig.Domain;
import org.energymatching.cli.network.Precision;
import org.energymatching.cli.source.StandardNormalConfig;
import org.energymatching.data.pivot.ProfilePeriod;
import org.energymatching.error.UsageException;

/** The constraints between several keys. */
final class Rules {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private Rules() {}

    static void check(RunConfig config, String origin) {
        String at = " (" + origin + ").";
        require(
                config.name().matches(NAME),
                "name is '" + config.name() + "'" + at,
                "A name of letters, digits, '.', '_' and '-' was expected, since a folder is called after it.",
                "Choose another name.");
        data(config.data(), at);
        pivot(config.data(), at);
        network(config, at);
        require(
                config.sampling().step() <= config.sampling().time(),
                "sampling.step is larger than sampling.time" + at,
                "At least one whole step was expected.",
                "Make the step smaller or the time longer.");
        require(
                !(config.sampling().kernel() instanceof Rk45Config)
                        || config.temperature().epsilonMax() == 0,
                "sampling.kernel is rk45 but temperature.epsilonMax is "
                        + config.temperature().epsilonMax() + at,
                "This kernel follows the flow without noise, so the temperature is zero.",
                "Leave the noise out by sampling.kernel.gradient-flow.scheme=rk45, or choose another kernel.");
        confinement(config, at);
        design(config.design(), at);
        phases(config, at);
    }

    private static void confinement(RunConfig config, String at) {
        double radius = config.confinementRadius();
        require(
                radius == 0 || radius >= 1,
                "confinementRadius is " + radius + at,
                "V rises beyond 1 or more times the distance of the farthest point, or nowhere where it is 0.",
                "Choose confinementRadius=1.2, or 0.");
        require(
                radius == 0 || !config.tilted(),
                "confinementRadius is " + radius + " but source is fitted-mixture" + at,
                "The energy of a fitted mixture rises by itself, whatever is learnt, and needs no confinement.",
                "Give confinementRadius=0, or choose another source.");
    }

    private static void network(RunConfig config, String at) {
        NetworkConfig network = config.network();
        DataKind data = config.data().kind();
        Domain fitting = domain(data);
        String fittingName = switch (fitting) {
            case ROWS -> "mlp";
            case IMAGES -> "image";
            case SEQUENCES -> "sequence";
        };
        require(
                network.domain() == fitting,
                "network is " + network.name() + " but data.kind is " + word(data) + at,
                "The network " + network.name() + " takes " + network.domain() + ".",
                "Add network=" + fittingName + (fitting == Domain.ROWS ? ", or data.kind=images." : "."));
        require(
                fitting == Domain.ROWS || config.source() instanceof StandardNormalConfig,
                "source is " + config.source().name() + " but data.kind is " + word(data) + at,
                "Pictures and sequences are transported from standard-normal noise.",
                "Add source=standard-normal.");
        require(
                data == DataKind.IMAGES
                        || config.sampling().precision() == Precision.SINGLE
                                && !config.run().activationCheckpointing(),
                "A precision of bfloat16 or run.activationCheckpointing is asked of the network " + network.name() + at,
                "Both are for image networks.",
                "Leave them at single and false.");
    }

    private static Domain domain(DataKind data) {
        return switch (data) {
            case IMAGES -> Domain.IMAGES;
            case SEQUENCES -> Domain.SEQUENCES;
            case TABLE, TWO_MOONS, EIGHT_GAUSSIANS, RINGS, CHECKERBOARD, PINWHEEL, SPIRAL, UNBALANCED -> Domain.ROWS;
        };
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void data(Data data, String at) {
        require(
                data.comment() == null || data.comment().length() == 1,
                "data.comment is '" + data.comment() + "'" + at,
                "A single character was expected.",
                "Give the first character of lines to pass over, such as data.comment='#'.");
        require(
                data.condition().isEmpty()
                        || data.kind() == DataKind.TABLE
                        || data.kind() == DataKind.IMAGES && data.condition().equals(List.of("label"))
                        || data.kind() == DataKind.SEQUENCES
                                && data.condition()
                                        .equals(List.of(data.sequences().score())),
                "data.condition is " + data.condition() + " but data.kind is " + word(data.kind()) + at,
                "Rows of a table are conditioned on its columns, pictures on their label, and sequences on their score.",
                switch (data.kind()) {
                    case IMAGES -> "Give data.condition=[label], or none.";
                    case SEQUENCES -> "Give data.condition=[" + data.sequences().score() + "], or none.";
                    default -> "Leave it out.";
                });
        require(
                !data.typed() || data.kind() == DataKind.TABLE,
                "data.typed is true but data.kind is " + word(data.kind()) + at,
                "Columns of tables have types.",
                "Leave it out.");
        require(
                data.typed() || data.missing() != Missing.LEARN,
                "data.missing is learn, but data.typed is false" + at,
                "Rows with missing cells are learnt where columns have types.",
                "Add data.typed=true, or drop such rows (data.missing=drop-rows).");
        require(
                data.typed() || data.types().isEmpty(),
                "data.types gives types, but data.typed is false" + at,
                "Columns have types where data.typed is true.",
                "Add data.typed=true.");
        if (data.kind() == DataKind.IMAGES) {
            require(
                    data.columns().isEmpty() && data.ignore().isEmpty(),
                    "Columns are given, but data.kind is images" + at,
                    "data.columns and data.ignore belong to tables only.",
                    "Remove them.");
            require(
                    data.channels() != 2,
                    "data.channels is 2" + at,
                    "Pictures are grey, with 1 channel, or in colour, with 3.",
                    "Add data.channels=1 or data.channels=3.");
        } else if (data.kind() == DataKind.SEQUENCES) {
            require(
                    data.path() != null,
                    "data.kind is sequences but data.path is empty" + at,
                    "The path of a CSV or FASTA file, or of the folder that it is in, was expected.",
                    "Add --data PATH to the command, or data.path=PATH to the configuration.");
            require(
                    data.columns().isEmpty() && data.ignore().isEmpty(),
                    "Columns are given, but data.kind is sequences" + at,
                    "data.columns and data.ignore belong to tables; sequences have data.sequences.column and .score.",
                    "Remove them.");
        } else if (data.kind() == DataKind.TABLE) {
            require(
                    data.path() != null,
                    "data.kind is table but data.path is empty" + at,
                    "The path of a CSV or NumPy file was expected.",
                    "Add --data FILE.csv to the command, or data.path=FILE.csv to the configuration.");
            require(
                    data.columns().isEmpty() || data.ignore().isEmpty(),
                    "data.columns and data.ignore are both given" + at,
                    "Either the columns to learn or those to leave out were expected.",
                    "Remove one of the two, such as with data.ignore=[].");
        } else {
            require(
                    data.path() == null
                            && data.columns().isEmpty()
                            && data.ignore().isEmpty(),
                    "A file or columns are given, but data.kind is neither table nor images" + at,
                    "data.path belongs to tables and pictures, data.columns and data.ignore to tables only.",
                    "Add data.kind=table or data.kind=images, or remove them.");
        }
    }

    private static void pivot(Data data, String at) {
        PivotConfig pivot = data.pivot();
        if (!pivot.asked()) {
            require(
                    !pivot.namesColumns(),
                    "data.pivot names columns, but data.pivot.time is empty" + at,
                    "A table of readings has a column of times.",
                    "Add data.pivot.time=[COLUMN].");
            require(
                    data.splitBy() == SplitBy.ROW,
                    "data.splitBy is id, but data.pivot.time is empty" + at,
                    "Rows of readings (data.pivot) are known by their homes.",
                    "Leave it at row.");
            return;
        }
        require(
                data.kind() == DataKind.TABLE,
                "data.pivot is given but data.kind is " + word(data.kind()) + at,
                "Readings come from tables.",
                "Add data.kind=table, or leave out data.pivot.");
        require(
                data.types().isEmpty()
                        && data.columns().isEmpty()
                        && data.ignore().isEmpty()
                        && data.missing() == Missing.ERROR,
                "data.types, columns, ignore or missing is given, and so is data.pivot" + at,
                "Rows of readings have a column for each time, all of them numbers; small gaps are filled, and rows with"
                        + " larger ones are left out.",
                "Remove these keys.");
        require(
                data.header() == null && data.decimal() == null && data.skip() == 0 && data.comment() == null,
                "data.header, decimal, skip or comment is given, and so is data.pivot" + at,
                "A table of readings begins with its header, and tells its decimal mark.",
                "Remove these keys, and write the table so.");
        require(
                Set.of("month", "weekday").containsAll(data.condition()),
                "data.condition is " + data.condition() + " and data.pivot is given" + at,
                "Rows of readings are conditioned on the month or the weekday of their first day.",
                "Give data.condition=[month, weekday], one of the two, or none.");
        require(
                pivot.isOneForm(),
                "data.pivot gives neither the columns of a long table nor those of a wide one, or some of both" + at,
                "A long table has data.pivot.id and value, and a wide one data.pivot.wide.",
                "Give id and value, or wide alone.");
        require(
                !pivot.interval().isZero(),
                "data.pivot.every is '" + pivot.every() + "'" + at,
                "A whole number of such intervals is a day.",
                "Give the interval of the readings, such as 15m, 30m or 1h.");
        require(
                pivot.row() != ProfilePeriod.MONTH,
                "data.pivot.row is month" + at,
                "Months have 28 to 31 days, and rows of different length are not learnt yet.",
                "Give data.pivot.row=day or data.pivot.row=week.");
    }

    private static void design(DesignConfig design, String at) {
        require(
                design.step() <= design.time(),
                "design.step is larger than design.time" + at,
                "At least one whole step was expected.",
                "Make the step smaller or the time longer.");
        require(
                design.thinning() == 0 || design.thinning() >= design.step(),
                "design.thinning is " + design.thinning() + " but design.step is " + design.step() + at,
                "Two looks at the chains are a step apart or more.",
                "Make design.thinning larger, or 0 for the ends alone.");
        require(
                design.thinning() > 0 || design.keep() <= design.chains(),
                "design.keep is " + design.keep() + " but design.chains is " + design.chains() + at,
                "No more designs can be kept than there are chains.",
                "Keep fewer, or follow more chains.");
        require(
                design.lowest() == null || design.highest() == null || design.lowest() < design.highest(),
                "design.lowest is " + design.lowest() + " and design.highest is " + design.highest() + at,
                "The lowest score is below the highest.",
                "Exchange the two.");
    }

    private static void phases(RunConfig config, String at) {
        List<Phase> phases = config.phases();
        require(
                !phases.isEmpty(),
                "There are no phases" + at,
                "At least one phase was expected, since phases are what is trained.",
                "Add 'phases: [{name: warm-up, steps: 1000}]', or start from 'em config show toy2d'.");
        Set<String> names = new HashSet<>();
        for (Phase phase : phases) {
            require(
                    phase.name().matches("[A-Za-z0-9_-]+"),
                    "A phase is called '" + phase.name() + "'" + at,
                    "A name of letters, digits, '_' and '-' was expected, since overrides address phases by it.",
                    "Choose another name.");
            require(
                    names.add(phase.name()),
                    "Two phases are called '" + phase.name() + "'" + at,
                    "Every phase needs a name of its own.",
                    "Rename one of them.");
            losses(phase, config.batchSize(), at);
        }
        List<Integer> components = config.losses(LossConfig.class)
                .flatMap(loss -> loss.mixtureComponents().stream().boxed())
                .distinct()
                .toList();
        require(
                components.size() < 2 || config.tilted(),
                "Losses ask for mixtures of " + components + " components" + at,
                "One mixture is fitted to the data, for all phases.",
                "Give each the same number of components.");
    }

    private static void losses(Phase phase, int batchSize, String at) {
        String key = "phases." + phase.name() + ".loss";
        require(
                phase.loss().stream().anyMatch(loss -> loss.weight() > 0),
                key + " has no loss with a weight above zero" + at,
                "At least one loss was expected, since a phase minimises it.",
                "Give one, such as " + key + "=[flow-matching].");
        for (LossConfig loss : phase.loss()) {
            loss.misfit(batchSize).ifPresent(misfit -> {
                throw new UsageException(
                        key + "." + loss.name() + "." + misfit.happened() + at, misfit.expected(), misfit.remedy());
            });
        }
    }

    private static void require(boolean holds, String happened, String expected, String remedy) {
        if (!holds) {
            throw new UsageException(happened, expected, remedy);
        }
    }
}
