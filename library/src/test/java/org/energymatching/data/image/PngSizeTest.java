package org.energymatching.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.junit.jupiter.api.Test;

class PngSizeTest {

    /** A PNG file has 57 bytes besides its compressed rows; noise cannot be compressed, one colour takes next to nothing. */
    @Test
    void noiseIsLargeAndOneColourIsSmall() {
        byte[] noise = new byte[28 * 28];
        new Random(1).nextBytes(noise);
        byte[] constant = new byte[28 * 28];
        Arrays.fill(constant, (byte) 77);
        byte[] half = noise.clone();
        Arrays.fill(half, 0, 14 * 28, (byte) 0);
        int[] sizes = PngSize.of(new ImageSet(new byte[][] {noise, constant, half}, Shape.of(1, 28, 28)));
        assertThat(sizes[0]).isBetween(28 * 28 + 57, 28 * 28 + 57 + 60);
        assertThat(sizes[1]).isBetween(57 + 10, 57 + 30);
        assertThat(sizes[2]).isBetween(14 * 28 + 57, 14 * 28 + 57 + 60);
    }

    @Test
    void coloursAreThatOfTheFileThatAPictureWritesItself() throws Exception {
        byte[] planes = new byte[3 * 16 * 12];
        Random random = new Random(2);
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (byte) (i / 3 + random.nextInt(9));
        }
        BufferedImage picture = new BufferedImage(12, 16, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 16 * 12; at++) {
            int colour = Byte.toUnsignedInt(planes[at]) << 16
                    | Byte.toUnsignedInt(planes[192 + at]) << 8
                    | Byte.toUnsignedInt(planes[384 + at]);
            picture.setRGB(at % 12, at / 12, colour);
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", expected);
        assertThat(PngSize.of(new ImageSet(new byte[][] {planes}, Shape.of(3, 16, 12))))
                .containsExactly(expected.size());
    }

    @Test
    void twoChannelsAreNoPicture() {
        assertThatThrownBy(() -> PngSize.of(new ImageSet(new byte[][] {new byte[8]}, Shape.of(2, 2, 2))))
                .isInstanceOf(UsageException.class);
    }
}
