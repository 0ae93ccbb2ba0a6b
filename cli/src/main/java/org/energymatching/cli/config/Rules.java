package org.energymatching.cli.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.energymatching.cli.config.Choices.DataKind;
import org.energymatching.cli.config.Choices.KernelKind;
import org.energymatching.cli.config.Choices.NetworkKind;
import org.energymatching.cli.config.Choices.Precision;
import org.energymatching.cli.config.Choices.Source;
import org.energymatching.cli.config.RunConfig.Data;
import org.energymatching.cli.config.RunConfig.Phase;
import org.energymatching.error.UsageException;

/** What has to hold between several keys. */
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
        network(config, at);
        require(
                config.sampling().step() <= config.sampling().time(),
                "sampling.step is larger than sampling.time" + at,
                "At least one whole step was expected.",
                "Make the step smaller or the time longer.");
        require(
                config.sampling().kernel() != KernelKind.RK45
                        || config.temperature().epsilonMax() == 0,
                "sampling.kernel is rk45 but temperature.epsilonMax is "
                        + config.temperature().epsilonMax() + at,
                "This kernel follows the flow without noise, so the temperature is zero.",
                "Leave the noise out by sampling.kernel=gradient-flow and sampling.options.scheme=rk45, or choose another"
                        + " kernel.");
        require(
                config.contrast().rows() <= config.batchSize(),
                "contrast.rows is " + config.contrast().rows() + " but batchSize is " + config.batchSize() + at,
                "The contrastive loss takes a part of a mini-batch, or all of it.",
                "Make contrast.rows smaller, or batchSize larger.");
        margin(config, at);
        chains(config.density().chains(), at);
        design(config.design(), at);
        phases(config.phases(), at);
    }

    private static void margin(RunConfig config, String at) {
        double margin = config.density().margin();
        require(
                margin == 0 || margin >= 1,
                "density.margin is " + margin + at,
                "V rises beyond 1 or more times the distance of the farthest point, or nowhere where it is 0.",
                "Choose density.margin=1.2, or 0.");
        require(
                margin == 0 || config.source() != Source.FITTED_MIXTURE,
                "density.margin is " + margin + " but source is fitted-mixture" + at,
                "The energy of a fitted mixture rises by itself, whatever is learnt, and needs no bowl.",
                "Give density.margin=0, or choose another source.");
    }

    private static void network(RunConfig config, String at) {
        NetworkConfig network = config.network();
        DataKind data = config.data().kind();
        NetworkKind fitting = fitting(data);
        require(
                network.kind() == fitting,
                "network.kind is " + word(network.kind()) + " but data.kind is " + word(data) + at,
                "Pictures take an image network, sequences a sequence network, rows of numbers a perceptron.",
                "Add network.kind=" + word(fitting)
                        + (fitting == NetworkKind.PERCEPTRON ? ", or data.kind=images." : "."));
        require(
                !network.widths().isEmpty(),
                "network.widths is empty" + at,
                "At least one hidden layer was expected.",
                "Give its width, such as network.widths=[128, 128].");
        require(
                fitting == NetworkKind.PERCEPTRON || config.source() == Source.STANDARD_NORMAL,
                "source is " + word(config.source()) + " but data.kind is " + word(data) + at,
                "Pictures and sequences are carried from standard-normal noise.",
                "Add source=standard-normal.");
        require(
                data == DataKind.IMAGES
                        || config.sampling().precision() == Precision.SINGLE
                                && config.contrast().precision() == Precision.SINGLE
                                && !config.run().recompute(),
                "A precision of bfloat16 or run.recompute is asked of a " + word(network.kind()) + " network" + at,
                "Both are for image networks.",
                "Leave them at single and false.");
    }

    private static NetworkKind fitting(DataKind data) {
        return switch (data) {
            case IMAGES -> NetworkKind.IMAGE;
            case SEQUENCES -> NetworkKind.SEQUENCE;
            case TABLE, TWO_MOONS, EIGHT_GAUSSIANS, RINGS, CHECKERBOARD, PINWHEEL, SPIRAL, UNBALANCED ->
                NetworkKind.PERCEPTRON;
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

    private static void chains(DensityConfig.Chains chains, String at) {
        require(
                chains.moving() <= chains.kept(),
                "density.chains.moving is " + chains.moving() + " but density.chains.kept is " + chains.kept() + at,
                "No more chains can move than are kept.",
                "Move fewer, or keep more.");
        require(
                chains.lifetime() > chains.steps() * chains.step(),
                "density.chains.lifetime is " + chains.lifetime() + " but " + chains.steps() + " steps of "
                        + chains.step() + " are taken at once" + at,
                "Chains live longer than the steps of one step of training take.",
                "Make density.chains.lifetime longer, or density.chains.steps or density.chains.step smaller.");
    }

    private static void design(DesignConfig design, String at) {
        require(
                design.step() <= design.time(),
                "design.step is larger than design.time" + at,
                "At least one whole step was expected.",
                "Make the step smaller or the time longer.");
        require(
                design.gather() == 0 || design.gather() >= design.step(),
                "design.gather is " + design.gather() + " but design.step is " + design.step() + at,
                "Two looks at the chains are a step apart or more.",
                "Make design.gather larger, or 0 for the ends alone.");
        require(
                design.gather() > 0 || design.keep() <= design.chains(),
                "design.keep is " + design.keep() + " but design.chains is " + design.chains() + at,
                "No more designs can be kept than there are chains.",
                "Keep fewer, or follow more chains.");
        require(
                design.lowest() == null || design.highest() == null || design.lowest() < design.highest(),
                "design.lowest is " + design.lowest() + " and design.highest is " + design.highest() + at,
                "The lowest score is below the highest.",
                "Exchange the two.");
    }

    private static void phases(List<Phase> phases, String at) {
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
        }
    }

    private static void require(boolean holds, String happened, String expected, String remedy) {
        if (!holds) {
            throw new UsageException(happened, expected, remedy);
        }
    }
}
