package org.energymatching.nn.feature;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrap;

import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.StringIValueMap;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.error.DataException;
import org.energymatching.error.FailedException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Engine;

/**
 * A feature network given as a TorchScript program: images as bytes (B, c, h, w) to (B, d).
 *
 * <p>The file {@code inception-2015-12-05.pt} of StyleGAN is one; its {@code forward(img, return_features)} is called with
 * {@code return_features=True}, and it resizes and scales the bytes itself. Any other program is called with only the bytes;
 * its result is flattened to one row for each image.
 *
 * <p><b>A TorchScript file is a program, not data:</b> load only files from sources that you trust.
 */
public final class TorchScriptFeatures implements FeatureNetwork {

    private static final String RETURN_FEATURES = "return_features";

    private final Path file;
    private final JitModule program;
    private final boolean hasSwitch;

    private TorchScriptFeatures(Path file, JitModule program, boolean hasSwitch) {
        this.file = file;
        this.program = program;
        this.hasSwitch = hasSwitch;
    }

    /**
     * The program of a file of {@code torch.jit.save}; it runs when features are computed.
     *
     * @throws DataException if the file cannot be read or is not TorchScript
     */
    public static TorchScriptFeatures load(Path file) {
        if (!Files.isReadable(file)) {
            throw new DataException(
                    "The file " + file + " is not there, or must not be read.",
                    "A feature network is a file that torch.jit.save wrote.",
                    "Check the path.");
        }
        try (Scope scope = Scope.open()) {
            JitModule program = torch.load(file.toString(), new DeviceOptional(new Device("cpu")), true);
            program.eval();
            boolean hasSwitch = program.get_method("forward")
                    .function()
                    .getSchema()
                    .argumentIndexWithName(RETURN_FEATURES)
                    .has_value();
            program.retainReference();
            return new TorchScriptFeatures(file, program, hasSwitch);
        } catch (RuntimeException thrown) {
            throw new DataException(
                    "The file " + file + " could not be loaded as TorchScript: " + firstLine(thrown) + ".",
                    "It was written by torch.jit.save, and its program has a method 'forward'.",
                    "Choose a TorchScript file; a file of weights alone needs the network that they belong to.",
                    thrown);
        }
    }

    @Override
    public Tensor features(Tensor images) {
        Shape shape = images.shape();
        try (NoGradGuard guard = new NoGradGuard()) {
            IValueVector inputs =
                    new IValueVector(new IValue(unwrap(images).detach().to(torch.ScalarType.Byte)));
            StringIValueMap options = new StringIValueMap();
            if (hasSwitch) {
                options.put(new BytePointer(RETURN_FEATURES), new IValue(true));
            }
            var rows = Engine.foreign(() -> program.forward(inputs, options).toTensor());
            return wrap(rows.to(torch.ScalarType.Float).reshape(shape.at(0), -1));
        } catch (RuntimeException thrown) {
            throw new FailedException(
                    "The program in " + file + " failed on images of the shape " + shape + ": " + firstLine(thrown)
                            + ".",
                    "It takes bytes of the shape (rows, channels, height, width) and returns one tensor with a row for"
                            + " each image.",
                    "Give it images of the size and channels that it was made for, or choose another file.",
                    thrown);
        }
    }

    @Override
    public void close() {
        program.deallocate();
    }

    private static String firstLine(RuntimeException thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
