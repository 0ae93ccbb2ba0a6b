package org.energymatching.cli.run;

import java.util.function.Supplier;
import org.energymatching.Potential;
import org.energymatching.checkpoint.Checkpoint;
import org.energymatching.cli.config.Choices;
import org.energymatching.cli.config.NetworkConfig;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Execution;
import org.energymatching.nn.Network;
import org.energymatching.nn.Parameters;
import org.energymatching.nn.image.Head;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.image.PerceptronHead;
import org.energymatching.nn.image.UNet;
import org.energymatching.nn.image.VisionHead;
import org.energymatching.nn.potential.Mlp;
import org.energymatching.nn.sequence.SequencePotential;
import org.energymatching.tensor.Shape;

/** The network of a configuration, as the library's object. */
public final class NetworkChoice {

    private NetworkChoice() {}

    /** The network for points of this shape, with negatives in the precision that the configuration asks for. */
    static Architecture of(RunConfig config, Shape shape) {
        NetworkConfig network = config.network();
        return switch (network.kind()) {
            case PERCEPTRON ->
                new Mlp(shape.length(), network.widths(), network.firstActivation(), network.activation());
            case IMAGE -> image(network, shape).with(training(config));
            case SEQUENCE -> sequence(network, shape);
        };
    }

    /** The network for pictures of this shape; what does not suit them, or itself, is named by its key. */
    public static ImagePotential image(NetworkConfig network, Shape shape) {
        UNet unet = naming("see 'em config explain network.unet'", () -> unet(network.unet()));
        Head head = naming("see 'em config explain network.head'", () -> head(network.head()));
        return naming(
                "network.unet.multipliers, network.unet.heads or network.head.patch; data.side for pictures of a folder",
                () -> new ImagePotential(
                        shape,
                        unet,
                        head,
                        network.scale(),
                        network.softClamp() == 0 ? Double.POSITIVE_INFINITY : network.softClamp(),
                        Execution.standard()));
    }

    private static SequencePotential sequence(NetworkConfig network, Shape shape) {
        NetworkConfig.Sequence sequence = network.sequence();
        return naming(
                "see 'em config explain network.sequence'",
                () -> new SequencePotential(
                        shape.length(), sequence.width(), sequence.multipliers(), network.scale(), sequence.dropout()));
    }

    private static <T> T naming(String keys, Supplier<T> part) {
        try {
            return part.get();
        } catch (UsageException unfit) {
            throw new UsageException(
                    unfit.happened(), unfit.expected(), unfit.remedy().replaceFirst("\\.$", " (" + keys + ")."), unfit);
        }
    }

    private static UNet unet(NetworkConfig.UNet unet) {
        return new UNet(
                unet.width(),
                unet.multipliers(),
                unet.blocks(),
                unet.attention(),
                unet.heads(),
                unet.headChannels(),
                unet.dropout(),
                unet.residualResampling());
    }

    /** How training computes: negatives in the precision that is asked for. */
    private static Execution training(RunConfig config) {
        Execution execution = execution(config.contrast().precision());
        return config.run().recompute() ? execution.recomputing() : execution;
    }

    static Execution execution(Choices.Precision precision) {
        return switch (precision) {
            case SINGLE -> Execution.standard();
            case BFLOAT16 -> Execution.narrow();
        };
    }

    /** The run with drifts in this precision; the potential of rows of numbers knows single precision alone. */
    public static TrainedRun computing(TrainedRun run, Choices.Precision precision) {
        Checkpoint checkpoint = run.checkpoint();
        if (!(checkpoint.architecture() instanceof ImagePotential image)) {
            return run;
        }
        Architecture architecture = image.with(execution(precision));
        Parameters parameters = Parameters.of(architecture.parameters(), checkpoint.weights());
        return new TrainedRun(
                run.directory(),
                run.folder(),
                checkpoint,
                run.config(),
                Potential.of(new Network(architecture, parameters)),
                run.columns(),
                run.taking());
    }

    private static Head head(NetworkConfig.Head head) {
        return switch (head.kind()) {
            case VISION -> new VisionHead(head.patch(), head.width(), head.layers(), head.heads(), head.dropout());
            case PERCEPTRON -> new PerceptronHead(head.widths());
        };
    }
}
