package org.energymatching.cli.testing;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.checkpoint.file.SafeTensors;

/**
 * A checkpoint that the reference implementation saved, with what it computed and what the shapes do not tell.
 *
 * @param name of the file
 * @param settings what the expected file's description says of heads and scale
 */
public record Golden(String name, List<String> settings) {

    public static final Golden SMALL = new Golden(
            "image_potential_small",
            List.of(
                    "network.image.unet.heads=4",
                    "network.image.unet.headChannels=16",
                    "network.image.head.vision.heads=4",
                    "network.image.scale=1000"));

    public static final Golden GRAY = new Golden(
            "image_potential_gray",
            List.of(
                    "network.image.unet.heads=2",
                    "network.image.unet.headChannels=32",
                    "network.image.head.vision.heads=2",
                    "network.image.scale=100"));

    public Path file() {
        return file(name + ".pt");
    }

    public SafeTensors expected() {
        return SafeTensors.read(file(name + ".expected.safetensors"));
    }

    /** The file; a test that asks for one which is not there is skipped and says so. */
    public static Path file(String name) {
        return Shared.file("golden/" + name);
    }
}
