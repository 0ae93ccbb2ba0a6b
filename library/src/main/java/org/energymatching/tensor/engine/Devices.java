package org.energymatching.tensor.engine;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;

/** The devices that the engine can use here, and the reasons why it cannot use others. */
public final class Devices {

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    private Devices() {}

    /**
     * The device of a name.
     *
     * @param name {@code cpu}, {@code cuda}, {@code cuda:N}, or {@code auto}: the first GPU where there is one, else the processor
     * @throws UsageException if it is none of these, or there is no GPU of this number
     * @throws FailedException if no GPU is available, which names what is missing
     */
    public static Device named(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        if (plain.equals("cpu")) {
            return Device.cpu();
        }
        if (plain.equals("auto")) {
            return gpus() > 0 ? new Device("cuda:0") : Device.cpu();
        }
        Matcher gpu = CUDA.matcher(plain);
        if (!gpu.matches()) {
            throw new UsageException(
                    "There is no device '" + name + "'.",
                    "A device is cpu, cuda, cuda:N or auto.",
                    "Choose auto, which takes a GPU where there is one.");
        }
        int number = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
        int there = gpus();
        if (there == 0) {
            throw missing(plain);
        }
        if (number >= there) {
            throw new UsageException(
                    "GPU " + number + " was asked for, and this machine has " + there + ".",
                    "GPUs are numbered from 0 to " + (there - 1) + ".",
                    "Choose cuda:0, or look at 'em doctor'.");
        }
        return new Device("cuda:" + number);
    }

    /** The number of GPUs that the engine can use. */
    public static int gpus() {
        Engine.enter();
        return torch.cuda_is_available() ? Math.toIntExact(torch.cuda_device_count()) : 0;
    }

    /** Whether products of floats on GPUs may be computed with ten bits of fraction (TF32), which is faster and less precise. */
    public static void allowTf32(boolean allowed) {
        Engine.enter();
        torch.globalContext().setAllowTF32CuBLAS(allowed);
        torch.globalContext().setAllowTF32CuDNN(allowed);
    }

    private static FailedException missing(String name) {
        String happened = "The device " + name + " cannot be used: ";
        String otherwise = ", or compute on the processor with --device cpu.";
        URL natives = torch.class.getResource(
                "/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/" + System.mapLibraryName("torch_cuda"));
        if (natives == null) {
            return new FailedException(
                    happened + "this build of the tensor engine computes on processors only.",
                    "A GPU takes the build with CUDA: org.bytedeco:pytorch with the classifier linux-x86_64-gpu or"
                            + " windows-x86_64-gpu.",
                    "Build with 'mvn -Pdist,cuda -DskipTests clean package' (docs/gpu.md)" + otherwise);
        }
        if (!Context.hasCUDART()) {
            return new FailedException(
                    happened + "of CUDA a library is missing: " + unloadable(natives) + ".",
                    "The build with CUDA takes the libraries of CUDA 13.1 and cuDNN 9.19.",
                    "Install them (docs/gpu.md)" + otherwise);
        }
        boolean driver = Files.exists(Path.of("/proc/driver/nvidia/version"));
        return new FailedException(
                happened
                        + (driver
                                ? "the driver of NVIDIA is there, and the engine sees no GPU."
                                : "there is no driver of NVIDIA on this machine."),
                "The driver supports CUDA 13.1, and 'nvidia-smi' lists a GPU.",
                (driver ? "Update the driver" : "Install the driver") + otherwise);
    }

    /** Why the natives for GPUs do not load: the message of the system's loader, which names the library. */
    private static String unloadable(URL natives) {
        try {
            System.load(Loader.cacheResource(natives).getPath());
            return "no single one can be named";
        } catch (IOException | LinkageError missing) {
            String message = String.valueOf(missing.getMessage());
            return message.substring(message.startsWith("/") ? message.indexOf(": ") + 2 : 0);
        }
    }
}
